import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "./run-program.ts";

const EVERY_MS = 25;

/**
 * Asks again and again until a program answers as hoped.
 *
 * @param isUp Throwing counts as "not yet".
 * @throws ProgramEndedError when the program ends first, NotUpInTimeError when it takes too long.
 */
export async function waitUntil(program: Program, isUp: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const up = await isUp().catch(() => false);
    // Asked first: when our program could not start, somebody else's may be what answered.
    if (program.hasEnded()) throw await program.ended;
    if (up) return;
    if (Date.now() > deadline) throw new NotUpInTimeError(program.name, timeoutMs);
    await sleep(EVERY_MS);
  }
}

export class NotUpInTimeError extends Error {
  override name = "NotUpInTimeError";

  constructor(part: string, timeoutMs: number) {
    super(`${part} did not answer within ${timeoutMs / 1000} seconds.`);
  }
}
