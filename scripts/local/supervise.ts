import { setTimeout as sleep } from "node:timers/promises";
import type { ProcessRecord } from "./process-record.ts";
import type { Program } from "./run-program.ts";

/** Something that runs until it is stopped. */
export interface Part {
  /** The process behind it, when it has one of its own. */
  readonly program?: Program;
  stop(): Promise<void>;
}

export interface Supervisor {
  /** Starts a part, and stops it again when everything stops. */
  start<Started extends Part>(name: string, start: () => Promise<Started>, remark?: string): Promise<Started>;
  /** Waits for work that ends by itself. */
  work<Result>(name: string, work: () => Promise<Result>, remark?: string): Promise<Result>;
  /** Settles with why, as soon as anything failed to start or died. */
  readonly failed: Promise<Error>;
  /** Stops everything, last started first. May be called at any time, and more than once. */
  stop(): Promise<void>;
}

const SETTLE_MS = 5_000;

export function supervise(options: {
  readonly record: ProcessRecord;
  /** Told of each part and work as it comes to its end, and how long that took. */
  readonly onDone: (name: string, milliseconds: number, remark: string) => void;
}): Supervisor {
  const { record, onDone } = options;
  const failure = Promise.withResolvers<Error>();
  const started: Part[] = [];
  const pending = new Set<Promise<unknown>>();
  let stopping: Promise<void> | null = null;

  async function timed<Result>(name: string, work: () => Promise<Result>, remark: string): Promise<Result> {
    const begin = performance.now();
    const result = await work();
    if (stopping === null) onDone(name, performance.now() - begin, remark);
    return result;
  }

  function follow<Result>(name: string, work: () => Promise<Result>, remark: string): Promise<Result> {
    if (stopping !== null) return Promise.reject(new StoppedError());
    const promise = timed(name, work, remark);
    pending.add(promise);
    // Whoever waits for it may be waiting for something else first.
    promise.catch((error: Error) => failure.resolve(error)).finally(() => pending.delete(promise));
    return promise;
  }

  async function stopStarted(): Promise<void> {
    for (let part = started.pop(); part !== undefined; part = started.pop()) await part.stop();
  }

  async function stopEverything(): Promise<void> {
    await stopStarted();
    // What is still coming up, or being built, is ended by its process; then it has nothing left to wait for.
    await record.endLeftovers();
    await Promise.race([Promise.allSettled(pending), sleep(SETTLE_MS, undefined, { ref: false })]);
    await stopStarted();
  }

  return {
    start(name, start, remark = "") {
      const startAndKeep = async () => {
        const part = await start();
        started.push(part);
        if (stopping !== null) throw new StoppedError();
        void part.program?.ended.then((end) => failure.resolve(end));
        return part;
      };
      return follow(name, startAndKeep, remark);
    },
    work: (name, work, remark = "") => follow(name, work, remark),
    failed: failure.promise,
    stop: () => (stopping ??= stopEverything()),
  };
}

/** Thrown to whoever was starting something when everything was stopped. */
export class StoppedError extends Error {
  override name = "StoppedError";

  constructor() {
    super("Everything was stopped.");
  }
}
