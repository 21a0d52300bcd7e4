import { createChallenge, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import * as z from "zod/mini";
import type { Configuration } from "../configuration/read-configuration.ts";
import { Refusal } from "../refusal.ts";

/** Seconds a browser has to solve a challenge. */
const CHALLENGE_LIFETIME = 10 * 60;

const hex = z.string().check(z.regex(/^[0-9a-f]{2,256}$/));

/** What ALTCHA's solver sends back, as base64 JSON: the challenge and its solution. */
const answer = z.object({
  challenge: z.object({
    parameters: z.object({
      algorithm: z.literal("PBKDF2/SHA-256"),
      cost: z.number(),
      expiresAt: z.number(),
      keyLength: z.number(),
      keyPrefix: hex,
      keySignature: hex,
      nonce: hex,
      salt: hex,
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.number(), derivedKey: hex }),
});

/**
 * A proof-of-work challenge (ALTCHA 2). The number of rounds is drawn between half and all of `rounds`, so that everybody
 * waits about as long. See [Note: only what is spent is stored].
 */
export function issueChallenge({ cost, rounds, secret, keySecret }: Configuration["challenge"], now: number) {
  return createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost,
    counter: randomInt(rounds, Math.ceil(rounds / 2)),
    deriveKey,
    expiresAt: now + CHALLENGE_LIFETIME,
    hmacSignatureSecret: secret,
    hmacKeySignatureSecret: keySecret,
  });
}

/**
 * Checks a solved challenge, but not whether it was spent before: `id` is what to spend, until `expiresAt`.
 *
 * @throws {Refusal} `human_check_wrong` or `human_check_expired`
 */
export async function checkAnswer(payload: string, { secret, keySecret }: Configuration["challenge"]) {
  const given = parseAnswer(payload);
  if (!given) throw wrongAnswer();
  const result = await verifySolution({
    ...given,
    deriveKey,
    hmacSignatureSecret: secret,
    hmacKeySignatureSecret: keySecret,
  });
  if (result.expired) {
    throw new Refusal(
      400,
      "human_check_expired",
      "The check that you are human has expired. It will run again: try once more.",
    );
  }
  if (!result.verified) throw wrongAnswer();
  return { id: given.challenge.parameters.nonce, expiresAt: given.challenge.parameters.expiresAt };
}

export function usedAnswer() {
  return new Refusal(
    400,
    "human_check_used",
    "This check that you are human was already used. It will run again: try once more.",
  );
}

function wrongAnswer() {
  return new Refusal(
    400,
    "human_check_wrong",
    "The check that you are human failed. It will run again: try once more.",
  );
}

function parseAnswer(payload: string) {
  try {
    const parsed = answer.safeParse(JSON.parse(Buffer.from(payload, "base64").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
