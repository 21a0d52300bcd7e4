import { cidOfDigest, digestOf } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { bodyOfBytes } from "@chartkey/protocol/payload-body";
import { sealNewReport, sealPayload, type SealedPayload } from "@chartkey/protocol/payload-seal";
import { encodeFunctionData, type Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { reportOf } from "../../../../contracts/test/gas/forms/report.ts";
import { accountOf } from "../../../../contracts/test/gas/person.ts";
import type { Pin } from "../stand-in.ts";
import { evm, transact } from "./on-evm.ts";

export const patient = accountOf("patient");
export const doctor = accountOf("doctor");

const NORTHFIELD = 1;
const EVM_CHAIN = 31_337;
const location = { chainId: EVM_CHAIN, records: evm.records };

const metadata = {
  type: "laboratory",
  title: "Blood test",
  date: "2026-11-25",
  language: "en",
  filename: "blood.txt",
  mediaType: "text/plain",
  text: null,
} as const;

/** Erases the report that the chart of `patient` begins with: its digests are those of no file, so that its head can be read nowhere. */
export async function eraseFirstReport(): Promise<void> {
  const contracts = { chainId: EVM_CHAIN, registry: evm.registry, records: evm.records };
  await send(patient, "eraseReport", [reportOf(contracts, evm.chart, doctor.address, "the report")]);
}

/** Digests of a report's blobs, all held by the store. */
export interface StoredReport {
  readonly report: Hex;
  readonly head: Hex;
  readonly part: Hex;
  readonly capsules: Hex;
  readonly pins: readonly Pin[];
}

/** A report that `doctor` added to the chart of `patient`: really sealed, really on chain. */
export async function addReport(): Promise<StoredReport> {
  const author = doctor.address.toLowerCase() as Hex;
  const sealed = await sealNewReport(
    { location, chart: evm.chart, author, metadata, body: bodyOfBytes(new Uint8Array(100)) },
    async () => {},
  );
  const capsules = generatePrivateKey();
  await send(doctor, "addReport", [
    {
      chart: evm.chart,
      hospital: NORTHFIELD,
      commitment: sealed.commitment,
      payload: sealed.digest,
      capsules,
      holderKeyVersion: 1,
      consentEpoch: 0,
      explicitOnly: false,
    },
  ]);
  return stored(sealed.report, sealed, capsules);
}

/** Gives a report a new content key, as its patient. */
export async function rekey({ report }: StoredReport): Promise<StoredReport> {
  const author = doctor.address.toLowerCase() as Hex;
  const context = { kind: "report", location, report, version: 1, epoch: 2, author } as const;
  const sealed = await sealPayload({ context, metadata, body: bodyOfBytes(new Uint8Array(100)) }, async () => {});
  const capsules = generatePrivateKey();
  await send(patient, "rekeyReport", [report, 1, [sealed.digest], capsules]);
  return stored(report, sealed, capsules);
}

export function send(from: { address: Hex }, functionName: string, args: readonly unknown[]): Promise<void> {
  const data = encodeFunctionData({ abi: recordsAbi, functionName, args } as never);
  return transact({ from: from.address, to: evm.records, data });
}

/** A file in the store, uploaded under a ticket for a report. */
export function pinOf(report: Hex, digest: Hex, blob?: Uint8Array): Pin {
  return {
    id: digest.slice(2, 34),
    cid: cidOfDigest(digest),
    keyvalues: { report },
    ...(blob && { blob: Buffer.from(blob).toString("base64") }),
  };
}

async function stored(report: Hex, { head, digest, partDigests }: SealedPayload, capsules: Hex): Promise<StoredReport> {
  const [part] = partDigests;
  if (part === undefined || digest !== (await digestOf(head))) throw new Error("Every payload has a head and a part.");
  const pins = [pinOf(report, digest, head), pinOf(report, part), pinOf(report, capsules)];
  return { report, head: digest, part, capsules, pins };
}
