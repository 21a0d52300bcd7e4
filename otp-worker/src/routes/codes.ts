import { createHmac } from "node:crypto";
import * as z from "zod/mini";
import { networkOf } from "../codes/network-of.ts";
import { Refusal } from "../refusal.ts";
import { readLicenceNumber, licenceNumber } from "../register/licence-number.ts";
import { registerKey } from "../register/register-key.ts";
import { RESEND_AFTER } from "../state/codes.ts";
import type { WorkerContext } from "../worker-context.ts";
import { altcha, passHumanCheck } from "./human-check.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

export const codeRequest = z.object({ ...licenceNumber, altcha });

/** POST /v1/codes. See [Note: a code exists only while it is sent]. */
export async function postCode(context: WorkerContext) {
  const { configuration, state, clientAddress } = context.var;
  const session = await requireSession(context);
  const body = await readBody(context, codeRequest);
  const number = readLicenceNumber(body);
  await passHumanCheck(context, body.altcha);

  const licence = await registerKey(configuration.registerKeys, number);
  const from = digestOfNetwork(clientAddress, configuration.codePepper);
  const outcome = await state.askForCode({ session: session.token, account: session.account, licence, from });
  if (outcome.kind === "too-soon") {
    const retryAfter = outcome.retryAfter;
    throw new Refusal(429, "too_soon", `A code was just asked for. Ask again in ${retryAfter} seconds.`, {
      retryAfter,
    });
  }
  if (outcome.kind === "too-many-today") throw tooMany(outcome.whose);
  return context.json(
    { message: "If this number is registered, a code is on its way.", resendAfter: RESEND_AFTER },
    202,
  );
}

function tooMany(whose: "account" | "address") {
  return new Refusal(
    429,
    "too_many_codes",
    whose === "account"
      ? "This wallet has asked for too many codes today. Try again tomorrow."
      : "Too many codes were asked for from your network today. Try again tomorrow, or from another network.",
  );
}

/** What is kept of a network address: HMAC-SHA-256, as hex. */
function digestOfNetwork(address: string, pepper: Uint8Array) {
  return createHmac("sha256", pepper)
    .update(`network ${networkOf(address)}`)
    .digest("hex");
}
