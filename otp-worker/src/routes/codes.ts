import * as z from "zod/mini";
import { Refusal } from "../refusal.ts";
import { authority, registrationNumber } from "../register/licence-number.ts";
import { registerKey } from "../register/register-key.ts";
import { RESEND_AFTER } from "../state/codes.ts";
import type { WorkerContext } from "../worker-context.ts";
import { altcha, passHumanCheck } from "./human-check.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

const request = z.object({ authority, registrationNumber, altcha });

/** POST /v1/codes. See [Note: a code exists only while it is sent]. */
export async function postCode(context: WorkerContext) {
  const { configuration, state } = context.var;
  const session = await requireSession(context);
  const body = await readBody(context, request);
  await passHumanCheck(context, body.altcha);

  const licence = await registerKey(configuration.registerKeys, body);
  const outcome = await state.askForCode({ session: session.token, account: session.account, licence });
  if (outcome.kind === "too-soon") {
    const retryAfter = outcome.retryAfter;
    throw new Refusal(429, "too_soon", `A code was just asked for. Ask again in ${retryAfter} seconds.`, {
      retryAfter,
    });
  }
  if (outcome.kind === "too-many-today") {
    throw new Refusal(429, "too_many_codes", "This wallet has asked for too many codes today. Try again tomorrow.");
  }
  return context.json(
    { message: "If this number is registered, a code is on its way.", resendAfter: RESEND_AFTER },
    202,
  );
}
