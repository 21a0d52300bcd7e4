import { licenceTagOf } from "@chartkey/protocol/licence-tag";
import * as z from "zod/mini";
import { signAttestation } from "../attestations/sign-attestation.ts";
import { log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import { findLicence } from "../register/find-licence.ts";
import { licenceNumber, readLicenceNumber } from "../register/licence-number.ts";
import { registerKey } from "../register/register-key.ts";
import type { TryOutcome } from "../state/codes.ts";
import { unixTime } from "../unix-time.ts";
import type { WorkerContext } from "../worker-context.ts";
import { readBody } from "./read-body.ts";
import { requireSession } from "./session.ts";

export const attestationRequest = z.object({ ...licenceNumber, code: z.string().check(z.regex(/^\d{6}$/)) });

/** POST /v1/attestations. Times are Unix seconds. */
export async function postAttestation(context: WorkerContext) {
  const { configuration, register, state } = context.var;
  const session = await requireSession(context);
  const { code, ...given } = await readBody(context, attestationRequest);
  const number = readLicenceNumber(given);

  const rowKey = await registerKey(configuration.registerKeys, number);
  const place = { session: session.token, account: session.account, licence: rowKey };
  const issuedAt = requireRightCode(await state.tryCode(place, code));
  const licence = await findLicence(register, configuration.registerKeys, rowKey, unixTime());
  if (!licence) throw expired();

  const { attestation, signature } = await signAttestation(configuration, {
    subject: session.account,
    licenceTag: await licenceTagOf(configuration.licencePepper, number.authority, number.registrationNumber),
    licence,
    issuedAt,
  });
  log("attestation_signed");
  return context.json({
    attestation: {
      ...attestation,
      validUntil: Number(attestation.validUntil),
      issuedAt: Number(attestation.issuedAt),
    },
    signature,
  });
}

function requireRightCode(outcome: TryOutcome): number {
  switch (outcome.kind) {
    case "right":
      return outcome.spentAt;
    case "wrong":
      throw new Refusal(401, "wrong_code", wrongCodeMessage(outcome.triesLeft), { triesLeft: outcome.triesLeft });
    case "too-many-tries":
      throw new Refusal(429, "too_many_tries", "This code was tried too often. Ask for a new one.");
    case "expired":
      throw expired();
  }
}

function wrongCodeMessage(triesLeft: number) {
  if (triesLeft === 0) return "This code is wrong, and was the last try. Ask for a new code.";
  return `This code is wrong. Check the message and try again: ${triesLeft} ${triesLeft === 1 ? "try" : "tries"} left.`;
}

function expired() {
  return new Refusal(401, "code_expired", "There is no code, or it has expired. Ask for a new one.");
}
