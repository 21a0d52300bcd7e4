import * as z from "zod/mini";
import { checkAnswer, issueChallenge, usedAnswer } from "../human-check/human-check.ts";
import { unixTime } from "../unix-time.ts";
import type { WorkerContext } from "../worker-context.ts";

/** A solved challenge as ALTCHA's solver encodes it. */
export const altcha = z.string().check(z.minLength(1), z.maxLength(4096));

/** GET /v1/challenge */
export async function getChallenge(context: WorkerContext) {
  return context.json(await issueChallenge(context.var.configuration.challenge, unixTime()));
}

/** Checks a solved challenge and spends it, whatever comes of the request. */
export async function passHumanCheck(context: WorkerContext, payload: string) {
  const solved = await checkAnswer(payload, context.var.configuration.challenge);
  if (!(await context.var.state.spendChallenge(solved))) throw usedAnswer();
}
