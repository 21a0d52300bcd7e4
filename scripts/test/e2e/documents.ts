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

/** A health record with two sections, one of which has a number whose last digit is a nought. */
export const record: PickedFile = {
  name: "summary.json",
  mimeType: "application/fhir+json",
  buffer: Buffer.from(`{ "resourceType": "Bundle", "type": "document", "entry": [
    { "resource": { "resourceType": "Composition", "date": "2026-10-01", "section": [
      { "title": "Known allergies", "code": { "coding": [{ "code": "48765-2" }] }, "entry": [{ "reference": "urn:uuid:a" }] },
      { "title": "Blood tests", "code": { "coding": [{ "code": "30954-2" }] }, "entry": [{ "reference": "urn:uuid:b" }] }] } },
    { "fullUrl": "urn:uuid:a", "resource": { "resourceType": "AllergyIntolerance", "code": { "text": "Peanuts" } } },
    { "fullUrl": "urn:uuid:b", "resource": { "resourceType": "Observation", "status": "final",
      "code": { "text": "Glucose" }, "valueQuantity": { "value": 6.10, "unit": "mmol/L" } } }] }`),
};

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Saves what is open and returns its bytes. */
export async function savedCopy(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save a copy").click()]);
  return readFile(await download.path());
}
