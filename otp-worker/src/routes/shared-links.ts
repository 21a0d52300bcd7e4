import * as z from "zod/mini";
import { idOfLink, networkOfReader } from "../links/link-keys.ts";
import { FILE_LIFETIME } from "../links/link-limits.ts";
import { openFileTicket, openLinkFile, sealFileTicket } from "../links/link-seal.ts";
import { isPasscode } from "../links/passcode.ts";
import { streamParts } from "../network/gateway.ts";
import { Refusal } from "../refusal.ts";
import type { LinkTry } from "../state/links.ts";
import { unixTime } from "../unix-time.ts";
import type { WorkerContext } from "../worker-context.ts";
import { readBody } from "./read-body.ts";

export const manifestRequest = z.object({
  recipient: z.string().check(z.minLength(1), z.maxLength(200)),
  passcode: z.string().check(z.maxLength(64)),
  embeddedLengthMax: z.optional(z.int()),
});

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * POST /v1/links/manifest?link=…, from any program that reads SMART Health Links
 * (https://hl7.org/fhir/uv/smart-health-cards-and-links/STU1/links-specification.html). Who reads (`recipient`) must be said there;
 * it is not kept, nor is it logged. The file is never embedded, whatever `embeddedLengthMax` is.
 */
export async function postManifest(context: WorkerContext) {
  const { configuration, state, clientAddress } = context.var;
  const { passcode } = await readBody(context, manifestRequest);
  const token = context.req.query("link") ?? "";
  if (!TOKEN.test(token)) throw linkUnknown();

  const id = idOfLink(token);
  const tried = await state.tryLink(id, networkOfReader(configuration.linkKeys, clientAddress));
  if (tried.kind !== "counted") throw refusalOf(tried);
  const file = await openLinkFile(configuration.linkKeys.seal, id, tried.sealed);
  // A worker that was given another secret has forgotten its links.
  if (file === null) throw linkUnknown();
  if (!(await isPasscode(passcode, file.passcode))) {
    throw new Refusal(401, "wrong_passcode", wrongPasscode(tried.triesLeft), { remainingAttempts: tried.triesLeft });
  }
  if (!(await state.settleTry(id))) throw linkEnded();

  const until = unixTime() + FILE_LIFETIME;
  const ticket = await sealFileTicket(configuration.linkKeys.seal, { id, parts: file.parts, until });
  const origin = configuration.publicUrl ?? new URL(context.req.url).origin;
  return context.json({
    files: [
      {
        contentType: "application/fhir+json",
        location: `${origin}/v1/links/file?ticket=${ticket}`,
        status: "finalized",
        fhirVersion: "4.0.1",
      },
    ],
  });
}

/** GET /v1/links/file?ticket=…: the encrypted file, for as long as its link has not been ended. */
export async function getLinkFile(context: WorkerContext) {
  const { configuration, state } = context.var;
  const ticket = await openFileTicket(configuration.linkKeys.seal, context.req.query("ticket") ?? "");
  if (ticket === null || ticket.until <= unixTime()) {
    throw new Refusal(404, "file_expired", "This address of the file is over. Enter the passcode again.");
  }
  const fetched = await state.fetchLinkFile(ticket.id);
  if (fetched === "ended") throw linkEnded();
  if (fetched === "too-many") {
    throw new Refusal(
      429,
      "too_many_fetches",
      "The file of this link was fetched too often today. The link still works. Try again tomorrow, or ask the patient for a new one.",
    );
  }
  const file = await streamParts(configuration.pinata, ticket.parts, async () => {
    if (!(await state.isLinkAlive(ticket.id))) throw linkEnded();
  });
  return context.body(file, 200, { "Content-Type": "application/jose" });
}

function refusalOf({ kind }: Exclude<LinkTry, { kind: "counted" }>): Refusal {
  switch (kind) {
    case "unknown":
      return linkUnknown();
    case "ended":
      return linkEnded();
    case "used-up":
      return new Refusal(
        404,
        "link_used_up",
        "Wrong passcodes were entered too often, so this link is closed for good. Ask the patient for a new one.",
      );
    case "too-many":
      return new Refusal(
        429,
        "too_many_unknown_links",
        "Too many links that do not exist were tried from your network today. Check that yours is complete, or ask the patient for a new one.",
      );
  }
}

function linkUnknown() {
  return new Refusal(404, "link_unknown", "There is no such link, or it has expired. Ask the patient for a new one.");
}

function linkEnded() {
  return new Refusal(404, "link_ended", "The patient has ended this link. Ask them for a new one.");
}

function wrongPasscode(left: number) {
  return left === 0
    ? "This is not the passcode, and it was the last try: the link is closed for good. Ask the patient for a new one."
    : `This is not the passcode. Tries left: ${left}.`;
}
