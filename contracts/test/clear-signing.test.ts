import { readFile } from "node:fs/promises";
import { recoverChartTypes, registerPatientTypes, replaceRecoveryKeyTypes } from "@chartkey/protocol/chart-forms";
import { chartRequestTypes } from "@chartkey/protocol/chart-request";
import {
  PURPOSE_WORDS,
  shareAllReportsTypes,
  shareReportsTypes,
  stopSharingEverythingTypes,
  stopSharingReportsTypes,
} from "@chartkey/protocol/consent-forms";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { PURPOSES } from "@chartkey/protocol/purpose";
import { keyBundleTypes } from "@chartkey/protocol/typed-data";
import { toFunctionSelector, type Abi, type AbiFunction, type AbiParameter, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { refusalOf } from "./support/refusal.ts";
import { world } from "./support/world.ts";

/** A clear-signing descriptor, as far as ours go. See ERC-7730, version 2 of its schema. */
type Descriptor = {
  $schema: string;
  context: {
    eip712?: { domain: { name: string; version: string }; deployments: unknown[] };
    contract?: { deployments: unknown[] };
  };
  metadata: { owner: string; contractName: string; enums?: Record<string, Record<string, string>> };
  display: { formats: Record<string, Format> };
};
type Format = { intent: string; interpolatedIntent?: string; fields: Field[] };
type Field = { path: string; label: string; format: string; visible?: string; params?: Record<string, unknown> };

/** A value that is signed or sent, wherever it is. */
type Leaf = { path: string; type: string };
type StructTypes = Readonly<Record<string, readonly { name: string; type: string }[]>>;

const SCHEMA = "https://eips.ethereum.org/assets/eip-7730/erc7730-v2.schema.json";

const signedForRecords = await descriptorOf("eip712-records");
const signedForRegistry = await descriptorOf("eip712-registry");
const calledOnRecords = await descriptorOf("calldata-records");
const calledOnRegistry = await descriptorOf("calldata-registry");

const signed = [
  [
    "Chartkey Records",
    signedForRecords,
    [
      shareReportsTypes,
      shareAllReportsTypes,
      stopSharingReportsTypes,
      stopSharingEverythingTypes,
      chartRequestTypes,
    ] as StructTypes[],
  ],
  [
    "Chartkey Registry",
    signedForRegistry,
    [
      registerPatientTypes,
      recoverChartTypes,
      replaceRecoveryKeyTypes,
      keyBundleTypes,
      chartRequestTypes,
    ] as StructTypes[],
  ],
] as const;

const called = [
  ["Chartkey Records", calledOnRecords, recordsAbi as Abi],
  ["Chartkey Registry", calledOnRegistry, registryAbi as Abi],
] as const;

for (const [name, { context, display }, types] of signed) {
  describe(`what is signed for the ${name}`, () => {
    it("is bound to the domain that the contract signs under", async () => {
      const { stranger } = await world();
      const contract = name === "Chartkey Records" ? stranger.records : stranger.registry;
      const [, domainName, version] = await contract.read.eip712Domain();
      expect(context.eip712?.domain).toEqual({ name: domainName, version });
      expect(domainName).toBe(name);
    });

    it("is described whole, and nothing else is", () => {
      expect(Object.keys(display.formats).sort()).toEqual(types.map(encodeType).sort());
    });

    for (const each of types) {
      const [primary] = Object.keys(each);
      it(`has each of its fields described once: ${primary}`, () => {
        const described = display.formats[encodeType(each)]?.fields.map(({ path }) => path);
        expect(described?.toSorted()).toEqual(
          leavesOf(each)
            .map(({ path }) => path)
            .toSorted(),
        );
      });

      itReadsLikeAForm(primary!, () => ({ format: display.formats[encodeType(each)]!, leaves: leavesOf(each) }));
    }
  });
}

for (const [name, { display }, abi] of called) {
  describe(`what is called on the ${name}`, () => {
    for (const key of Object.keys(display.formats)) {
      const functionName = key.slice(0, key.indexOf("("));

      it(`is a function of the contract, with its own names: ${functionName}`, () => {
        const described = functionOf(abi, functionName);
        expect(key).toBe(fragmentOf(described));
        expect(display.formats[key]?.fields.map(({ path }) => path).toSorted()).toEqual(
          leavesOfAll(described.inputs)
            .map(({ path }) => path)
            .toSorted(),
        );
      });

      itReadsLikeAForm(functionName, () => ({
        format: display.formats[key]!,
        leaves: leavesOfAll(functionOf(abi, functionName).inputs),
      }));
    }

    it("is described for whatever a signed request may name, so that a wallet can show the request", async () => {
      const { stranger, chart } = await world();
      const execute = (request: { chart: Hex; call: Hex; nonce: bigint; deadline: bigint }) =>
        name === "Chartkey Records"
          ? stranger.records.write.executeRequest([request, "0x"])
          : stranger.registry.write.executeRequest([request, "0x"]);
      const described = Object.keys(display.formats).map((key) => key.slice(0, key.indexOf("(")));

      for (const each of abi.filter((entry) => entry.type === "function")) {
        const request = { chart, call: toFunctionSelector(each), nonce: 0n, deadline: 2n ** 64n - 1n };
        const isRequestable = (await refusalOf(execute(request))) !== "RequestNotAllowed";
        if (isRequestable) expect(described).toContain(each.name);
      }
    });
  });
}

describe("the words of a descriptor", () => {
  it("for a purpose are those that the patient signs", () => {
    const words = PURPOSES.flatMap((code, index) => (code === "NONE" ? [] : [[String(index), PURPOSE_WORDS[code]]]));
    expect(calledOnRecords.metadata.enums?.["purpose"]).toEqual(Object.fromEntries(words));
  });

  it("cover every reason to retract a report", async () => {
    const { doctor, report } = await world();
    const reasons = Object.keys(calledOnRecords.metadata.enums?.["reason"] ?? {}).map(Number);
    expect(reasons).toEqual([1, 2, 3, 4, 5]);
    await expect(doctor.records.write.retractReport([report, reasons.length + 1])).rejects.toThrow();
    await doctor.records.write.retractReport([report, reasons.length]);
  });
});

describe("every descriptor", () => {
  for (const descriptor of [signedForRecords, signedForRegistry, calledOnRecords, calledOnRegistry]) {
    it(`names the schema, the owner and no place yet: ${JSON.stringify(descriptor.context).slice(8, 40)}`, () => {
      expect(descriptor.$schema).toBe(SCHEMA);
      expect(descriptor.metadata.owner).toBe("Chartkey");
      expect((descriptor.context.eip712 ?? descriptor.context.contract)?.deployments).toEqual([]);
    });
  }
});

function itReadsLikeAForm(name: string, described: () => { format: Format; leaves: Leaf[] }): void {
  it(`is in plain words: ${name}`, () => {
    const { format } = described();
    for (const { label } of format.fields) expect(label).toMatch(/^[A-Z][a-z']*( [a-z']+)*$/);
    for (const words of [format.intent, ...format.fields.map(({ label }) => label)]) {
      expect(words).not.toMatch(/\b(digest|hash|nonce|bytes|calldata|epoch|capsule|commitment|payload|grantee)/i);
    }
  });

  it(`shows accounts by name, times as dates and codes as words: ${name}`, () => {
    const { format, leaves } = described();
    for (const { path, type } of leaves) {
      const field = format.fields.find((each) => each.path === path);
      expect(field?.format, path).toBe(formatFor({ path, type }));
      if (type === "address") expect(field?.params?.["sources"]).toEqual(["local", "ens"]);
      if (type === "uint64") expect(field?.params).toEqual({ encoding: "timestamp" });
      if (type === "uint8") expect(field?.params).toEqual({ $ref: `$.metadata.enums.${path.split(".").at(-1)}` });
      if (path === "call") expect(field?.params).toEqual({ calleePath: "@.to" });
    }
  });

  it(`hides no person, no time, no report, no purpose and no sentence: ${name}`, () => {
    const { format, leaves } = described();
    const decisive = leaves.filter(
      ({ path, type }) =>
        ["address", "uint64", "uint8", "string", "bytes20", "bool"].includes(type) ||
        /(^|\.)report$|^reports\.\[\]$|^hospital$|^call$/.test(path),
    );
    for (const { path } of decisive) {
      expect(format.fields.find((field) => field.path === path)?.visible ?? "always", path).toBe("always");
    }
  });

  it(`mentions in its sentence only what it shows: ${name}`, () => {
    const { format } = described();
    for (const [, path] of (format.interpolatedIntent ?? "").matchAll(/\{(.*?)\}/g)) {
      const field = format.fields.find((each) => each.path === path);
      expect(field?.visible ?? "always").toBe("always");
      expect(field).toBeDefined();
    }
  });
}

function formatFor({ path, type }: Leaf): string {
  if (type === "address") return "addressName";
  if (type === "uint64") return "date";
  if (type === "uint8") return "enum";
  return path === "call" ? "calldata" : "raw";
}

async function descriptorOf(file: string): Promise<Descriptor> {
  return JSON.parse(await readFile(new URL(`../erc7730/${file}.json`, import.meta.url), "utf8")) as Descriptor;
}

/** `encodeType` of EIP-712: the primary type, then those it refers to, by name. */
function encodeType(types: StructTypes): string {
  const [primary, ...referred] = Object.keys(types);
  return [primary!, ...referred.toSorted()]
    .map((name) => `${name}(${types[name]!.map((field) => `${field.type} ${field.name}`).join(",")})`)
    .join("");
}

function leavesOf(types: StructTypes, name = Object.keys(types)[0]!, prefix = ""): Leaf[] {
  return types[name]!.flatMap(({ name: field, type }) => {
    const [item] = type.split("[");
    const path = `${prefix}${field}${type.endsWith("[]") ? ".[]" : ""}`;
    return item !== undefined && item in types ? leavesOf(types, item, `${path}.`) : [{ path, type: item! }];
  });
}

function leavesOfAll(inputs: readonly AbiParameter[], prefix = ""): Leaf[] {
  return inputs.flatMap((input) => {
    const path = `${prefix}${input.name}${input.type.endsWith("[]") ? ".[]" : ""}`;
    const item = input.type.replace("[]", "");
    return "components" in input ? leavesOfAll(input.components, `${path}.`) : [{ path, type: item }];
  });
}

function functionOf(abi: Abi, name: string): AbiFunction {
  const found = abi.find((entry) => entry.type === "function" && entry.name === name);
  if (found?.type !== "function") throw new Error(`No function ${name}.`);
  return found;
}

/** A function with the names of its arguments, as ERC-7730 wants its keys. */
function fragmentOf({ name, inputs }: AbiFunction): string {
  return `${name}(${inputs.map(parameterOf).join(",")})`;
}

function parameterOf(parameter: AbiParameter): string {
  const type =
    "components" in parameter
      ? `(${parameter.components.map(parameterOf).join(",")})${parameter.type.slice("tuple".length)}`
      : parameter.type;
  return `${type} ${parameter.name}`;
}
