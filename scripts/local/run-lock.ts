import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity.ts";

interface RunningProcess {
  readonly pid: number;
  readonly identity: string;
}

interface Owner extends RunningProcess {
  /** What started it and would stop it, `npm start` usually; null when unknown. */
  readonly launcher: RunningProcess | null;
  readonly webUrl: string;
  readonly isStopping: boolean;
}

export interface RunLock {
  /** Tells a later start that waiting is worthwhile. */
  markStopping(): void;
  release(): void;
}

const STOPPING_MS = 20_000;

/**
 * Makes sure that one stack at a time uses a state folder.
 *
 * A stack whose launcher was killed has nobody left to stop it: it is asked to stop, and then its place is taken.
 *
 * @param file Where the owner is written down.
 * @throws StackRunningError when another one runs.
 */
export async function takeRunLock(file: string, webUrl: string): Promise<RunLock> {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine: Owner = { ...running(process.pid), launcher: launcher(), webUrl, isStopping: false };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    await waitForEnd(read(file));
    rmSync(file, { force: true });
  }

  return {
    markStopping() {
      writeFileSync(file, JSON.stringify({ ...mine, isStopping: true }));
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

async function waitForEnd(owner: Owner | null): Promise<void> {
  if (owner === null || !isAlive(owner)) return;
  const isOrphan = owner.launcher !== null && !isAlive(owner.launcher);
  if (!isOrphan && !owner.isStopping) throw new StackRunningError(owner.pid, owner.webUrl);

  if (!owner.isStopping) process.kill(owner.pid, "SIGTERM");
  const deadline = Date.now() + STOPPING_MS;
  while (isAlive(owner) && Date.now() < deadline) await sleep(50);
  if (isAlive(owner)) process.kill(owner.pid, "SIGKILL");
}

function launcher(): RunningProcess | null {
  const pid = Number(process.env["CHARTKEY_LAUNCHER_PID"] ?? 0);
  return pid > 0 ? running(pid) : null;
}

function running(pid: number): RunningProcess {
  return { pid, identity: processIdentity(pid) ?? "" };
}

function isAlive({ pid, identity }: RunningProcess): boolean {
  return processIdentity(pid) === identity;
}

function read(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    // Cut short by a crash.
    return null;
  }
}

export class StackRunningError extends Error {
  override name = "StackRunningError";

  constructor(pid: number, webUrl: string) {
    super(
      `Chartkey is running in another terminal (process ${pid}): ${webUrl}\nNothing was started. Use that one, or stop it with Ctrl-C first.`,
    );
  }
}
