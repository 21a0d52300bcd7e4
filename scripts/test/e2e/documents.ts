import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { button } from "./person.ts";

/** A file as a person picks it. */
export interface PickedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const sample = (name: string): Buffer => readFileSync(new URL(`../../seed/documents/${name}`, import.meta.url));

/** Something that stands in no other file, so that finding it anywhere means that this document leaked. */
export const CANARY = "Zinnia-Quarrel-7731";

export const pdf: PickedFile = {
  name: "kidney-function.pdf",
  mimeType: "application/pdf",
  // What follows the end-of-file mark is ignored by every reader.
  buffer: Buffer.concat([sample("blood-test.pdf"), Buffer.from(`\n% ${CANARY}\n%%EOF\n`)]),
};

export const prescription: PickedFile = {
  name: "prescription.json",
  mimeType: "application/json",
  buffer: Buffer.from(sample("prescription.json").toString().replace("Metformin 500 mg tablets", `${CANARY} tablets`)),
};

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Saves what is open and returns its bytes. */
export async function savedCopy(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save a copy").click()]);
  return readFile(await download.path());
}
