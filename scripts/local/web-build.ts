import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { withBuildLock } from "./build-lock.ts";
import { hashOfFiles } from "./hash-of-files.ts";
import type { ProcessRecord } from "./process-record.ts";
import { projectFolder } from "./project-folder.ts";
import { runToEnd } from "./run-program.ts";

const require = createRequire(import.meta.url);

const webFolder = path.join(projectFolder, "web");
const output = path.join(webFolder, "build");
/** Inside the output, so that whoever builds anew removes it. */
const stampFile = path.join(output, ".built-from");

interface BuildOptions {
  readonly logFile: string;
  readonly record: ProcessRecord;
}

/** Builds the web app unless the present build is of the present sources. Returns where it is. */
export function buildWeb(options: BuildOptions): Promise<string> {
  return withBuildLock("web", () => buildIfChanged(options));
}

async function buildIfChanged({ logFile, record }: BuildOptions): Promise<string> {
  const sources = hashOfFiles([
    "web/package.json",
    "web/tsconfig.json",
    "web/chunks.ts",
    "web/icons.ts",
    "web/vite.config.ts",
    "web/src/**/*",
    "web/messages/**/*",
    "web/project.inlang/settings.json",
    "web/static/**/*",
    "contracts/protocol/package.json",
    "contracts/protocol/src/**/*.ts",
    "package-lock.json",
  ]);
  if (builtFrom() === sources) return output;

  await runToEnd({
    name: "web app",
    command: process.execPath,
    args: [path.join(path.dirname(require.resolve("vite/package.json")), "bin/vite.js"), "build"],
    cwd: webFolder,
    env: { NODE_ENV: "production" },
    logFile,
    record,
  });
  writeFileSync(stampFile, sources);
  return output;
}

function builtFrom(): string | null {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return null;
  }
}
