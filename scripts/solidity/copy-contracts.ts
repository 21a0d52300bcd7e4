import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../local/project-folder.ts";

const COPIED = ["hardhat.config.ts", "package.json", "contracts/src", "contracts/test", "contracts/ignition"];

/**
 * Copies what the contracts' tests need to a folder of its own, with other sources. It lies below the project, so that packages are
 * found as ever.
 */
export function copyContracts(name: string, sources: ReadonlyMap<string, string>): string {
  const folder = path.join(projectFolder, ".cache", name);
  rmSync(folder, { recursive: true, force: true });
  for (const each of COPIED) cpSync(path.join(projectFolder, each), path.join(folder, each), { recursive: true });
  for (const [file, text] of sources) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}
