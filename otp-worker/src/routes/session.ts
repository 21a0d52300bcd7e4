import { createHash, randomBytes } from "node:crypto";
import type { Hex } from "viem";
import * as z from "zod/mini";
import { isSignedBy } from "../network/chain.ts";
import { Refusal } from "../refusal.ts";
import { checkSignInMessage } from "../sign-in/check-sign-in-message.ts";
import { issueNonce } from "../sign-in/nonce.ts";
import { unixTime } from "../unix-time.ts";
import type { Session, WorkerContext } from "../worker-context.ts";
import { altcha, passHumanCheck } from "./human-check.ts";
import { readBody } from "./read-body.ts";

export const sessionRequest = z.object({
  message: z.string().check(z.minLength(1), z.maxLength(2000)),
  signature: z.string().check(z.maxLength(8192), z.regex(/^0x([0-9a-fA-F]{2})+$/)),
  altcha,
});

const BEARER = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** GET /v1/nonce */
export function getNonce(context: WorkerContext) {
  return context.json(issueNonce(context.var.configuration.nonceKey, unixTime()));
}

/** POST /v1/session */
export async function postSession(context: WorkerContext) {
  const { configuration, state } = context.var;
  const body = await readBody(context, sessionRequest);
  const { account, nonce } = checkSignInMessage(body.message, configuration, unixTime());
  await passHumanCheck(context, body.altcha);
  if (!(await isSignedBy(configuration.chain, { account, message: body.message, signature: body.signature as Hex }))) {
    throw new Refusal(401, "signature_wrong", "This signature is not by the wallet it names. Sign in again.");
  }
  const token = randomBytes(32).toString("base64url");
  const expiresAt = await state.openSession({ token: digestOfToken(token), account, nonce });
  if (expiresAt === null) {
    throw new Refusal(401, "nonce_used", "This sign-in was already used. Sign in again.");
  }
  return context.json({ token, account, expiresAt }, 201);
}

/** DELETE /v1/session. Succeeds for a session that has ended already. */
export async function deleteSession(context: WorkerContext) {
  const token = bearerToken(context);
  if (token) await context.var.state.closeSession(token);
  return context.body(null, 204);
}

/** @throws {Refusal} `signed_out` */
export async function requireSession(context: WorkerContext): Promise<Session> {
  const token = bearerToken(context);
  const account = token && (await context.var.state.findSession(token));
  if (!token || !account) {
    throw new Refusal(
      401,
      "signed_out",
      "You are not signed in, or no longer. Nothing was changed. Sign in and try again.",
    );
  }
  return { token, account };
}

/** SHA-256 of the token that came with the request, or null. Tokens themselves are never kept. */
function bearerToken(context: WorkerContext): string | null {
  const token = BEARER.exec(context.req.header("authorization") ?? "")?.[1];
  return token ? digestOfToken(token) : null;
}

function digestOfToken(token: string) {
  return createHash("sha256").update(token).digest("hex");
}
