import { compile } from "@inlang/paraglide-js";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { messageFolders, messageOptions } from "./options.ts";

const web = path.join(import.meta.dirname, "..");
const stampFile = path.join(messageFolders["locale-modules"], ".made-from");

/**
 * Makes functions of the message files, for types and tests, unless those that are there are of the present files: two test runs at
 * once must not take them from under each other. A build of the page makes its own, by the plugin of Vite and the same options, one
 * module a message, so that each page loads only what it says.
 *
 * Vitest calls it before the tests, which need no types; `node messages/compile.ts` makes those too, in ten times the time.
 */
export default async function compileMessages(): Promise<void> {
  await compileIfChanged(false);
}

async function compileIfChanged(withTypes: boolean): Promise<void> {
  const sources = hashOfSources();
  const hasTypes = existsSync(path.join(messageFolders["locale-modules"], "messages.d.ts"));
  if (madeFrom() === sources && (hasTypes || !withTypes)) return;
  await compile({ ...messageOptions("locale-modules"), emitTsDeclarations: withTypes });
  writeFileSync(stampFile, sources);
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  const files = ["messages/*/*.json", "messages/*.ts", "project.inlang/settings.json", "package.json"];
  for (const file of globSync(files, { cwd: web }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(web, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

function madeFrom(): string | null {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return null;
  }
}

if (import.meta.main) await compileIfChanged(true);
