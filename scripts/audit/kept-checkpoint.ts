import type { Checkpoint } from "@chartkey/protocol/audit/audit";
import type { Contracts } from "@chartkey/protocol/audit/book";
import type { Difference } from "@chartkey/protocol/audit/difference";
import { ledgerOf, linesOf } from "@chartkey/protocol/audit/ledger-lines";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Where an interrupted run stopped, with the differences it had found. */
export interface Kept extends Checkpoint {
  readonly found: readonly Difference[];
}

/**
 * A run that can be gone on with. A file holds `{ upTo, found }` in its first line, then the ledger; it is there whole, or as it
 * was before. What kind of run it was is in its name: one with other questions begins anew.
 */
export function checkpointFile(folder: string, { chainId, records }: Contracts, questions: string): string {
  return path.join(folder, `${chainId}-${records.toLowerCase()}-${questions}.ndjson`);
}

export async function keepCheckpoint(file: string, { ledger, upTo, found }: Kept): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.new`;
  const lines = function* (): Generator<string> {
    yield `${JSON.stringify({ upTo, found })}\n`;
    for (const line of linesOf(ledger)) yield `${line}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(unfinished));
  renameSync(unfinished, file);
}

/** Null when there is none, or none that can be gone on with. */
export async function readCheckpoint(file: string, contracts: Contracts): Promise<Kept | null> {
  if (!existsSync(file)) return null;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    const first = await lines.next();
    const { upTo, found } = JSON.parse(String(first.value)) as Pick<Kept, "upTo" | "found">;
    const ledger = await ledgerOf({ [Symbol.asyncIterator]: () => lines }, contracts);
    return { ledger, upTo, found };
  } catch {
    return null;
  }
}

export function dropCheckpoint(file: string): void {
  rmSync(file, { force: true });
}
