import { EMPTY_BODY, bodyOfBytes } from "../../src/payload-body.ts";
import type { PayloadContext } from "../../src/payload-format.ts";
import { sealNewReport, sealPayload, type BodyMetadata, type SealedPayload } from "../../src/payload-seal.ts";
import type { ExpectedPayload, PartReference } from "../../src/payload-open.ts";
import { chart, doctor, recordsLocation } from "./actors.ts";

export const bloodTest: BodyMetadata = {
  type: "laboratory",
  title: "Blood test",
  date: "2026-11-12",
  language: "en",
  filename: "blood test.pdf",
  mediaType: "application/pdf",
  text: null,
};

export const thanks: BodyMetadata = {
  ...bloodTest,
  type: "remark",
  title: "Remark",
  filename: null,
  mediaType: null,
  text: "Please repeat in six weeks.",
};

/** Keeps sealed parts by digest, as a blob store does. */
export function partStore() {
  const blobs = new Map<string, Uint8Array>();
  return {
    blobs,
    sink: async ({ digest, bytes }: { digest: string; bytes: Uint8Array }) => void blobs.set(digest, bytes),
    fetch: async ({ digest }: Pick<PartReference, "digest">) => blobs.get(digest) ?? null,
  };
}

/** A report by the doctor on the patient's chart, with its parts in a store and what the chain would say of it. */
export async function sealedReport(body: Uint8Array, metadata: BodyMetadata = bloodTest) {
  const store = partStore();
  const author = doctor.account;
  const sealed = await sealNewReport(
    { location: recordsLocation, chart, author, metadata, body: bodyOfBytes(body) },
    store.sink,
  );
  const context: PayloadContext = {
    kind: "report",
    location: recordsLocation,
    report: sealed.report,
    version: 1,
    epoch: 1,
    author,
  };
  return { sealed, store, expected: expectedOf(sealed, context) };
}

/** A remark by the doctor on a report of epoch 1. */
export async function sealedRemark(report: SealedPayload) {
  const context: PayloadContext = {
    kind: "remark",
    location: recordsLocation,
    report: report.report,
    version: 1,
    epoch: 1,
    author: doctor.account,
  };
  const sealed = await sealPayload({ context, metadata: thanks, body: EMPTY_BODY }, async () => undefined);
  return { sealed, expected: expectedOf(sealed, context) };
}

export function expectedOf({ commitment, digest }: SealedPayload, context: PayloadContext): ExpectedPayload {
  return { context, commitment, digest };
}

/** Bytes that differ everywhere: a counter run through a cheap mixer. */
export function sampleBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (Math.imul(i ^ (i >>> 7), 0x9e3779b1) >>> 24) & 255);
}

export async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
