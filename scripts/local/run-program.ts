import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ProcessRecord, signalGroup } from "./process-record.ts";
import type { SystemUser } from "./system-user.ts";

export interface ProgramOptions {
  /** What people call this part. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whom to run as; this process's own user when null. */
  readonly user?: SystemUser | null;
  /** Receives everything the program prints, from the start of this run. */
  readonly logFile: string;
  readonly record: ProcessRecord;
  /** The orderly way to ask this program to stop. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long that may take before it is killed. */
  readonly graceMs?: number;
}

export interface Program {
  readonly name: string;
  readonly pid: number;
  /** Settles when the program has ended, however that came. */
  readonly ended: Promise<ProgramEndedError>;
  hasEnded(): boolean;
  /** Stops the program and everything it started; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Runs a program in a process group of its own, so that a terminal's Ctrl-C reaches it only through us, in order. Its
 * output goes straight to a file: the program survives, harmlessly, when this process is killed, and the record knows it.
 */
export function runProgram(options: ProgramOptions): Program {
  const { name, record, logFile, stopSignal = "SIGINT", graceMs = 5_000 } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...options.env },
    stdio: ["ignore", log, log],
    detached: true,
    ...(options.user && { uid: options.user.uid, gid: options.user.gid }),
  });
  closeSync(log);

  let end: ProgramEndedError | null = null;
  const ended = new Promise<ProgramEndedError>((resolve) => {
    const finish = (how: string, code: number | null): void => {
      end ??= new ProgramEndedError({ part: name, how, code, logFile });
      if (child.pid !== undefined) record.removeProcess(child.pid);
      resolve(end);
    };
    child.once("error", (error) => finish(`could not run: ${error.message}`, null));
    child.once("exit", (code, signal) =>
      finish(signal === null ? `exited with code ${code}` : `was ended by ${signal}`, code),
    );
  });
  if (child.pid !== undefined) record.addProcess(name, child.pid);
  const pid = child.pid ?? 0;

  return {
    name,
    pid,
    ended,
    hasEnded: () => end !== null,
    async stop() {
      if (end !== null) return;
      signalGroup(pid, stopSignal);
      const patience = new AbortController();
      const late = sleep(graceMs, "late", { signal: patience.signal }).catch(() => "in time");
      if ((await Promise.race([ended, late])) === "late") signalGroup(pid, "SIGKILL");
      patience.abort();
      await ended;
    },
  };
}

/** Runs a program that ends by itself. Throws ProgramEndedError when it fails. */
export async function runToEnd(options: ProgramOptions): Promise<void> {
  const program = runProgram(options);
  const end = await program.ended;
  if (end.code !== 0) throw end;
}

interface ProgramEnd {
  readonly part: string;
  readonly how: string;
  /** null when a signal ended it. */
  readonly code: number | null;
  readonly logFile: string;
}

/** How a program ended; thrown where it should not have. */
export class ProgramEndedError extends Error {
  override name = "ProgramEndedError";
  readonly part: string;
  readonly code: number | null;

  constructor({ part, how, code, logFile }: ProgramEnd) {
    super(`${part} ${how}.\nThe end of its log (${logFile}):\n${tailOf(logFile)}`);
    this.part = part;
    this.code = code;
  }
}

const TAIL_LINES = 20;
/** Some programs write whole stack traces and queries into a line; the log has them. */
const TAIL_LINE_LENGTH = 120;

function tailOf(file: string): string {
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-TAIL_LINES);
    return lines.map((line) => `  | ${shortened(line)}`).join("\n");
  } catch {
    return "  | (nothing)";
  }
}

function shortened(line: string): string {
  return line.length > TAIL_LINE_LENGTH ? `${line.slice(0, TAIL_LINE_LENGTH - 1)}…` : line;
}
