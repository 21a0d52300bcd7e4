import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import { logRequest } from "./log-request.ts";
import { Refusal } from "./refusal.ts";
import { refuse } from "./refuse.ts";
import { postAttestation } from "./routes/attestations.ts";
import { postCode } from "./routes/codes.ts";
import { getChallenge } from "./routes/human-check.ts";
import { postInvitation } from "./routes/invitations.ts";
import { getLinks, postEndLink, postLink } from "./routes/links.ts";
import { postMessageStatus } from "./routes/message-status.ts";
import { deleteSession, getNonce, postSession } from "./routes/session.ts";
import { getLinkFile, postManifest } from "./routes/shared-links.ts";
import { postTickets } from "./routes/tickets.ts";
import { postUnpin } from "./routes/unpin.ts";
import type { Services } from "./services.ts";
import type { Connect, WorkerContext, WorkerTypes } from "./worker-context.ts";

/** Bytes. The largest honest request is a sign-in by a contract wallet with a long signature. */
const LARGEST_BODY = 16 * 1024;

/** What any program that reads SMART Health Links may ask, on whichever site it runs: the specification wants it so. */
const FOR_EVERYONE = new Set(["/v1/links/manifest", "/v1/links/file"]);

/** Routing: which path leads where, and what holds for all of them. */
export function createApp<Bindings extends object>(connect: Connect<Bindings>) {
  const app = new Hono<WorkerTypes>();

  app.use(logRequest);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: "DENY",
    }),
  );
  app.use(async (context, next) => {
    context.header("Cache-Control", "no-store");
    for (const [name, service] of Object.entries(connect(context as never)))
      context.set(name as keyof Services, service);
    await next();
  });
  app.use(
    cors({
      origin: (origin, context: WorkerContext) => (mayAsk(origin, context) ? origin : null),
      allowMethods: ["GET", "POST", "DELETE"],
      allowHeaders: ["Authorization", "Content-Type"],
      exposeHeaders: ["Retry-After"],
      maxAge: 600,
    }),
  );
  app.use(async (context, next) => {
    const origin = context.req.header("origin");
    if (origin !== undefined && !mayAsk(origin, context)) {
      throw new Refusal(403, "wrong_origin", "This service answers its own web page only.");
    }
    await next();
  });
  app.use(bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge }));

  app.get("/v1/health", (context) => context.json({ ok: true }));
  app.get("/v1/challenge", getChallenge);
  app.get("/v1/nonce", getNonce);
  app.post("/v1/session", postSession);
  app.delete("/v1/session", deleteSession);
  app.post("/v1/codes", postCode);
  app.post("/v1/attestations", postAttestation);
  app.post("/v1/invitations", postInvitation);
  app.post("/v1/tickets", postTickets);
  app.post("/v1/unpin", postUnpin);
  app.get("/v1/links", getLinks);
  app.post("/v1/links", postLink);
  app.post("/v1/links/end", postEndLink);
  app.post("/v1/links/manifest", postManifest);
  app.get("/v1/links/file", getLinkFile);
  app.post("/v1/message-status", postMessageStatus);

  app.notFound(() => {
    throw new Refusal(404, "not_found", "There is nothing at this address.");
  });
  app.onError(refuse);
  return app;
}

function mayAsk(origin: string, context: WorkerContext): boolean {
  return origin === context.var.configuration.page.origin || FOR_EVERYONE.has(context.req.path);
}

function tooLarge(): never {
  throw new Refusal(413, "too_large", "This request is too large.");
}
