import path from "node:path";
import compileMessages from "../../web/messages/compile.ts";
import { withBuildLock } from "../local/build-lock.ts";
import type { ProcessRecord } from "../local/process-record.ts";
import { projectFolder } from "../local/project-folder.ts";
import { runToEnd } from "../local/run-program.ts";

interface Place {
  /** Receives the log. */
  readonly folder: string;
  readonly record: ProcessRecord;
}

/**
 * Makes what suites read and do not make: one of them may run alone, and right after an installation.
 *
 * @throws ProgramEndedError when it cannot be made.
 */
export async function makeReady(place: Place): Promise<void> {
  // What `web/tsconfig.json` extends; an installation removes it.
  await run("@sveltejs/kit/svelte-kit.js", ["sync"], "web", place);
  await compileMessages();
  await withBuildLock("contracts", () =>
    run("hardhat/dist/src/cli.js", ["build", "--quiet", "--no-tests"], ".", place),
  );
}

/** @param program Its file in an installed package */
function run(program: string, args: readonly string[], from: string, { folder, record }: Place): Promise<void> {
  return runToEnd({
    name: program,
    command: process.execPath,
    args: [path.join(projectFolder, "node_modules", program), ...args],
    cwd: path.join(projectFolder, from),
    env: { HARDHAT_DISABLE_TELEMETRY: "true" },
    logFile: path.join(folder, "make-ready.log"),
    record,
  });
}
