import { findFreeOffset } from "./ports.ts";
import { type Stack, startStack } from "./stack.ts";

/** Above the ports that people start their own stacks on. */
const FIRST_OFFSET = 20_000;

/**
 * Starts a seeded stack of its own on free ports, without a word, with its state in a folder that whoever asks throws away.
 *
 * @param signal Aborts the start, as for `startStack`.
 */
export async function startThrowawayStack(stateFolder: string, signal: AbortSignal): Promise<Stack> {
  const portOffset = await findFreeOffset(FIRST_OFFSET);
  const quiet = (): void => {};
  return startStack({ stateFolder, portOffset, reset: false, onPart: quiet, onNotice: quiet }, signal);
}
