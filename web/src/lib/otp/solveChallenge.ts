import { solveChallengeWorkers } from "altcha-lib";
import type { Challenge } from "altcha-lib/types";
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
  what: "The check that you are a person took too long on this device.",
  safe: "Nothing was sent.",
  next: "Close other pages and try again.",
  remedy: "retry",
} as const;
