import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MEMORY = "/dev/shm";

/** A new folder, in memory where that is possible: every write is waited for, and tests write more than a day's work. */
export function fastFolder(): string {
  return mkdtempSync(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), "chartkey-otp-"));
}
