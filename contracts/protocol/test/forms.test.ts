import { readFile } from "node:fs/promises";
import { bytesToHex, hashTypedData, verifyTypedData, zeroAddress, type TypedDataDefinition } from "viem";
import { describe, expect, it } from "vitest";
import { chartRequest } from "../src/chart-request.ts";
import { PURPOSE_WORDS, recordsDomain, stopSharingEverything } from "../src/consent-forms.ts";
import { registryDomain } from "../src/typed-data.ts";
import { PURPOSES } from "../src/purpose.ts";
import { chart, doctor, patient, recordsLocation, registryLocation } from "./helpers/actors.ts";
import { sampleForms } from "./helpers/sample-forms.ts";
import { typedDataDigest } from "./helpers/second-implementation.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const forms = Object.values(sampleForms) as unknown as Form[];

type Form = TypedDataDefinition & { message: Message };
type Message = { [field: string]: string | number | bigint | Message[] };

function fieldsOf({ types, primaryType }: Form) {
  return (types as Record<string, readonly { name: string; type: string }[]>)[primaryType]!;
}

/** Every message that differs from this one in one field, at any depth. */
function alterationsOf(message: Message): Message[] {
  return Object.entries(message).flatMap(([field, value]) => {
    if (!Array.isArray(value)) return [{ ...message, [field]: altered(value) }];
    const changed = value.flatMap((item, i) => alterationsOf(item).map((other) => value.with(i, other)));
    return [...changed, value.slice(1), value.toReversed()].map((items) => ({ ...message, [field]: items }));
  });
}

function altered(value: string | number | bigint): string | number | bigint {
  if (typeof value === "bigint") return value + 1n;
  if (typeof value === "number") return value + 1;
  if (!value.startsWith("0x")) return `${value} `;
  return `${value.slice(0, -1)}${value.endsWith("0") ? "1" : "0"}`;
}

describe.each(forms)("the typed data $primaryType", (form) => {
  const digest = hashTypedData(form);

  it("has another digest when any field of it is changed", () => {
    for (const message of alterationsOf(form.message)) {
      expect(hashTypedData({ ...form, message }), JSON.stringify(message, words)).not.toBe(digest);
    }
  });

  it("has another digest for another chain or contract", () => {
    for (const other of [{ chainId: 1 }, { verifyingContract: zeroAddress }]) {
      expect(hashTypedData({ ...form, domain: { ...form.domain, ...other } })).not.toBe(digest);
    }
  });

  it("has the digest that an implementation made from the README arrives at", () => {
    const type = new RegExp(`^ +(${form.primaryType}\\(.*)$`, "m").exec(readme)?.[1];
    expect(type).toBeDefined();
    expect(bytesToHex(typedDataDigest(form.domain as Message, type!, form.message))).toBe(digest);
  });
});

describe("what a patient signs", () => {
  const ofPatients = forms.filter(({ message }) => "statement" in message);

  it("begins with a sentence that stands in the README word for word", () => {
    expect(ofPatients).toHaveLength(8);
    for (const form of ofPatients) {
      expect(fieldsOf(form).at(0)).toEqual({ name: "statement", type: "string" });
      expect(readme).toContain(form.message["statement"]);
    }
  });

  it("ends with the last second at which it may be sent", () => {
    for (const form of ofPatients) expect(fieldsOf(form).at(-1)).toEqual({ name: "deadline", type: "uint64" });
  });

  it("says in words what a share is for, and each purpose in other words", () => {
    const sentences = Object.values(PURPOSE_WORDS);
    expect(Object.keys(PURPOSE_WORDS)).toEqual(PURPOSES.filter((purpose) => purpose !== "NONE"));
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(readme).toContain(sentence);
    expect(sampleForms.shareReports.message.purpose).toBe("To treat me");
    expect(sampleForms.shareAllReports.message.purpose).toBe("To coordinate my care");
  });

  it("does not hold for the other contract of the network", () => {
    const request = { chart, call: "0x12345678", nonce: 0n, epoch: 0, deadline: 1n } as const;
    const [asked, elsewhere] = [
      chartRequest(registryDomain(registryLocation), request),
      chartRequest(recordsDomain({ chainId: 1337, records: registryLocation.registry }), request),
    ];
    expect(hashTypedData(asked)).not.toBe(hashTypedData(elsewhere));
  });

  it("is signed by a wallet and recovers to that wallet alone", async () => {
    const form = stopSharingEverything(recordsLocation, {
      chart,
      reader: doctor.account,
      counter: 0,
      epoch: 0,
      deadline: 1n,
    });
    const signature = await patient.wallet.signTypedData(form);
    expect(await verifyTypedData({ ...form, address: patient.account, signature })).toBe(true);
    expect(await verifyTypedData({ ...form, address: doctor.account, signature })).toBe(false);
  });
});

function words(_key: string, value: unknown) {
  return typeof value === "bigint" ? value.toString() : value;
}
