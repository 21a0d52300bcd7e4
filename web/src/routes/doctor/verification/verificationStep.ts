import type { Who } from "#lib/chain/who.ts";

/** In the order in which they are taken; each begins where the public record says that the one before is done. */
export type VerificationStep = "keys" | "licence" | "code" | "submit" | "hospital" | "done";

/** What happened on this page and is not on the public record. */
export type UnderWay = {
  /** A code was asked for. */
  isAsked: boolean;
  /** The verifier signed, or what it signed is on its way. */
  isAttested: boolean;
  /** A verification that still holds is being renewed. */
  isRenewing: boolean;
};

/** The step someone is at: by the public record first, by this page where the record has nothing to say yet. */
export function verificationStep(
  who: Pick<Who, "keyVersion" | "attestation" | "doctorAt"> | null,
  { isAsked, isAttested, isRenewing }: UnderWay,
  now: number,
): VerificationStep {
  if (!who || who.keyVersion === 0) return "keys";
  if (!who.attestation || hasLapsed(who, now) || isRenewing) {
    if (isAttested) return "submit";
    return isAsked ? "code" : "licence";
  }
  return who.doctorAt.length === 0 ? "hospital" : "done";
}

/** Whether a verification has ended by itself. `now` in milliseconds since 1970. */
export function hasLapsed({ attestation }: Pick<Who, "attestation">, now: number): boolean {
  return attestation !== null && attestation.validUntil * 1000 < now;
}
