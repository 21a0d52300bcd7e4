import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "./project-folder.ts";

/** SHA-256 over the names and contents of all files of the project that match, in hex. */
export function hashOfFiles(patterns: readonly string[]): string {
  const files = globSync(patterns, { cwd: projectFolder, exclude: (name) => name.endsWith("node_modules") })
    .filter((file) => statSync(path.join(projectFolder, file)).isFile())
    .sort();
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(projectFolder, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
