import { solveChallengeWorkers } from "altcha-lib";
import type { Challenge } from "altcha-lib/types";
import { m } from "#messages";
import workerUrl from "./solveChallenge.worker.ts?worker&url";
import { ExplainedError } from "../words/explainedError.ts";
import { trustedWorkerUrl } from "../trustedWorkerUrl.ts";

/** Milliseconds; a slow phone needs some ten seconds. */
const TIMEOUT = 120_000;

/**
 * Solves an ALTCHA challenge, which takes a machine some work and a person none, in workers so that the page stays
 * responsive. Returns the payload to send with a request: base64 of the challenge and its solution as JSON.
 */
export async function solveChallenge(challenge: Challenge): Promise<string> {
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(navigator.hardwareConcurrency, 4),
    createWorker: () => new Worker(trustedWorkerUrl(workerUrl), { type: "module" }),
    timeout: TIMEOUT,
  });
  if (!solution) throw new ExplainedError(tooSlow);
  return btoa(JSON.stringify({ challenge, solution }));
}

const tooSlow = {
  what: m.flows_otp_too_slow(),
  safe: m.flows_otp_too_slow_safe(),
  next: m.flows_otp_too_slow_next(),
  remedy: "retry",
} as const;
