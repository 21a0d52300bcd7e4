import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-identity.ts";
import { projectFolder } from "./project-folder.ts";

const folder = path.join(projectFolder, ".cache/locks");
const EVERY_MS = 200;

/** Builds one thing at a time: two programs of one checkout, a start and a test run say, would write over each other. */
export async function withBuildLock<Result>(name: string, build: () => Promise<Result>): Promise<Result> {
  const file = path.join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  while (!take(file)) await sleep(EVERY_MS);
  try {
    return await build();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) }), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (!isHeld(file)) rmSync(file, { force: true });
  return false;
}

function isHeld(file: string): boolean {
  try {
    const { pid, identity } = JSON.parse(readFileSync(file, "utf8")) as { pid: number; identity: string };
    return processIdentity(pid) === identity;
  } catch {
    return false;
  }
}
