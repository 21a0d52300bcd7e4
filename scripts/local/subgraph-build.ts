import path from "node:path";
import { withBuildLock } from "./build-lock.ts";
import type { ProcessRecord } from "./process-record.ts";
import { projectFolder } from "./project-folder.ts";
import { runToEnd } from "./run-program.ts";

/** Builds the subgraph unless the present build is of the present sources. Returns where it is. */
export async function buildSubgraph(options: {
  readonly logFile: string;
  readonly record: ProcessRecord;
}): Promise<string> {
  await withBuildLock("subgraph", () =>
    runToEnd({
      name: "subgraph",
      command: process.execPath,
      args: [path.join(projectFolder, "subgraph/build.ts")],
      cwd: projectFolder,
      logFile: options.logFile,
      record: options.record,
    }),
  );
  return path.join(projectFolder, "subgraph/build");
}
