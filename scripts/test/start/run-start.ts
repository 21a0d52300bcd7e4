import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { projectFolder } from "../../local/project-folder.ts";

/** `npm start` in a process of its own, as a person would have it in a terminal. */
export interface StartRun {
  readonly pid: number;
  /** Everything printed until now. */
  output(): string;
  /** Resolves when everything is up; rejects with the output when the process ends instead. */
  untilReady(): Promise<void>;
  /** Resolves with how the process ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

export interface StartPlace {
  readonly stateFolder: string;
  readonly portOffset: number;
}

/** @param launcherPid The process that would stop it; unknown unless given. */
export function runStart(
  { stateFolder, portOffset }: StartPlace,
  args: readonly string[] = [],
  launcherPid = 0,
): StartRun {
  const child = spawn(process.execPath, [path.join(projectFolder, "scripts/start.ts"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      CHARTKEY_STATE_DIR: stateFolder,
      CHARTKEY_PORT_OFFSET: String(portOffset),
      CHARTKEY_LAUNCHER_PID: String(launcherPid),
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data.toString();
      child.emit("output");
    });
  }
  const ended = once(child, "exit").then(([code, signal]: unknown[]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  let isOver = false;
  void ended.then(() => (isOver = true));

  return {
    pid: child.pid ?? 0,
    output: () => output,
    async untilReady() {
      while (!/^ready/m.test(output)) {
        if (isOver) throw new Error(`It ended before it was up:\n${output}`);
        await Promise.race([once(child, "output"), ended]);
      }
    },
    ended,
    kill: (signal) => child.kill(signal),
  };
}
