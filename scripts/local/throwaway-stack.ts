import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { claimFreeOffset } from "./ports.ts";
import { openProcessRecord, type ProcessRecord, TEMPORARY_PREFIX } from "./process-record.ts";
import { type Stack, startStack } from "./stack.ts";

/** Above the ports that people start their own stacks on. */
const FIRST_OFFSET = 20_000;

/** What one run has for itself and throws away: a folder, processes and, if it asks for them, stacks. */
export interface Throwaway {
  readonly folder: string;
  /** For processes that are to end with it. */
  readonly record: ProcessRecord;
  /**
   * Starts a seeded stack on free ports, without a word. May be called again, for another stack beside it.
   *
   * @param name Of the folder of its state, within the run's.
   * @throws whatever kept a part from starting; nothing is left running then.
   */
  startStack(name?: string): Promise<Pick<Stack, "urls" | "stop">>;
  /** Waits for work whose processes are in the record: they end when a signal comes, and nothing is to be begun or said after that. */
  unlessInterrupted<T>(work: Promise<T>): Promise<T>;
  /** Stops what runs, and deletes the folder unless it is to be kept. */
  end(options?: { readonly keepFolder: boolean }): Promise<void>;
}

/**
 * Opens a folder for a run of this name. From here on a signal ends the run in order: its stacks stop, its processes end, its folder
 * goes, and this process exits with 130. Whoever is waiting for what this returns then waits until that.
 *
 * @param start Starts a stack with its state in a folder; the signal aborts that.
 */
export function openThrowaway(
  name: string,
  start: (stateFolder: string, signal: AbortSignal) => Promise<Stack> = startQuietly,
): Throwaway {
  const folder = mkdtempSync(path.join(tmpdir(), `${TEMPORARY_PREFIX}${name}-`));
  const record = openProcessRecord(path.join(folder, "processes.json"));
  const controller = new AbortController();
  const interrupted = controller.signal;
  const never = new Promise<never>(() => {});
  const stacks: Promise<Stack>[] = [];
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void interrupt());
  // Whoever started us was killed: nobody is left to stop us.
  process.on("disconnect", () => void interrupt());

  async function stop(): Promise<void> {
    await Promise.all(stacks.map(async (stack) => (await stack.catch(() => null))?.stop()));
    await record.endLeftovers();
  }

  async function interrupt(): Promise<void> {
    if (interrupted.aborted) return;
    controller.abort();
    try {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    } finally {
      process.exit(130);
    }
  }

  async function unlessInterrupted<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      if (interrupted.aborted) await never;
    }
  }

  return {
    folder,
    record,
    unlessInterrupted,
    startStack(name = "state") {
      const stack = start(path.join(folder, name), interrupted);
      stacks.push(stack);
      return unlessInterrupted(stack);
    },
    async end({ keepFolder } = { keepFolder: false }) {
      if (!interrupted.aborted) await stop();
      if (interrupted.aborted) await never;
      if (!keepFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startQuietly(stateFolder: string, signal: AbortSignal): Promise<Stack> {
  const { offset: portOffset, release } = await claimFreeOffset(FIRST_OFFSET);
  const quiet = (): void => {};
  try {
    const stack = await startStack({ stateFolder, portOffset, reset: false, onPart: quiet, onNotice: quiet }, signal);
    return { ...stack, stop: () => stack.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}
