import { TransferCancelledError, type Transfer } from "./transfer.svelte.ts";

/** Milliseconds before each further try. A connection that is back within seconds is never noticed. */
const PAUSES = [500, 1000, 2000, 4000];

/** The store did not answer, or not to the end: another try may go through. `cause` is what to say when none did. */
export class DroppedError extends Error {
  override name = "DroppedError";
  override readonly cause: Error;

  constructor(cause: Error) {
    super(cause.message);
    this.cause = cause;
  }
}

/**
 * Tries something again after a dropped connection: a few times, a little later each time, and only once the device is online.
 * Holds still while the transfer is paused.
 *
 * @param attempt Given how often it was tried before. Throws a `DroppedError` for what is worth another try.
 * @throws TransferCancelledError, the cause of the last `DroppedError`, or whatever else `attempt` threw.
 */
export async function persistently<Result>(
  transfer: Transfer,
  attempt: (tried: number) => Promise<Result>,
): Promise<Result> {
  for (let tried = 0; ; tried++) {
    await transfer.untilAllowed();
    try {
      return await attempt(tried);
    } catch (error) {
      if (transfer.signal.aborted) throw new TransferCancelledError();
      if (!(error instanceof DroppedError)) throw error;
      const pause = PAUSES[tried];
      if (pause === undefined) throw error.cause;
      await untilOnline(transfer.signal);
      await sleep(pause, transfer.signal);
    }
  }
}

/** Without a network no try is worth counting. Where the browser does not say, it is taken to be there. */
async function untilOnline(signal: AbortSignal): Promise<void> {
  if (navigator.onLine !== false) return;
  await new Promise<void>((resolve) => {
    addEventListener("online", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
