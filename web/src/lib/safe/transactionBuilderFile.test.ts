import { describe, expect, it } from "vitest";
import { acceptCare, assignDoctor } from "../flows/administratorCalls.ts";
import { sampleNetwork as network } from "../network/sampleNetwork.ts";
import { checksumOf, MOST_IN_ONE_TRANSACTION, transactionBuilderFile } from "./transactionBuilderFile.ts";

const chart = "0x1234567890abcdef1234567890abcdef12345678";
const doctor = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const safe = "0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa";

/** The file and checksum of Safe's own test: safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.test.js. */
const PUBLISHED_CHECKSUM = "0x4ecbfd364aa6759983915644e73f8bd411e85a2dc306f252a387c2728c4db64c";
const owner = "0x49d4450977E2c95362C13D3a31a09311E0Ea26A6";
const published = {
  version: "1.0",
  chainId: "4",
  createdAt: 1646321521061,
  meta: {
    name: "test batch file",
    txBuilderVersion: "1.4.0",
    checksum: "",
    createdFromSafeAddress: safe,
    createdFromOwnerAddress: owner,
  },
  transactions: [
    {
      to: owner,
      value: "0",
      contractMethod: {
        inputs: [{ internalType: "address", name: "paramAddress", type: "address" }],
        name: "testAddress",
        payable: false,
      },
      contractInputsValues: { paramAddress: owner },
    },
    {
      to: owner,
      value: "0",
      contractMethod: {
        inputs: [{ internalType: "bool", name: "paramBool", type: "bool" }],
        name: "testBool",
        payable: false,
      },
      contractInputsValues: { paramAddress: "", paramBool: "false" },
    },
    {
      to: owner,
      value: "2000000000000000000",
      data: `0x42f45790${"0".repeat(24)}${owner.slice(2).toLowerCase()}`,
    },
  ],
};

describe("the checksum of a file for a Safe", () => {
  it("is the one that Safe publishes for its own file, in whatever order the file is written", () => {
    expect(checksumOf(published)).toBe(PUBLISHED_CHECKSUM);
    const { meta, ...rest } = published;
    const turned = Object.fromEntries(Object.entries({ ...rest, meta }).reverse());
    expect(checksumOf(turned as typeof published)).toBe(PUBLISHED_CHECKSUM);
  });

  it("does not depend on the name, which may be changed after the import, and on all else", () => {
    const { meta, transactions } = published;
    expect(checksumOf({ ...published, meta: { ...meta, name: "renamed" } })).toBe(PUBLISHED_CHECKSUM);
    for (const changed of [
      { ...published, chainId: "1" },
      { ...published, meta: { ...meta, createdFromSafeAddress: owner } },
      { ...published, transactions: transactions.toReversed() },
    ]) {
      expect(checksumOf(changed)).not.toBe(PUBLISHED_CHECKSUM);
    }
  });
});

describe("a file for a Safe", () => {
  const calls = [acceptCare(network, chart, 2), assignDoctor(network, chart, doctor, 2)];
  const contents = {
    chainId: 11155111,
    name: "Accept and assign",
    description: "In words.",
    safe,
    createdAt: 1,
  } as const;

  it("holds the very calls that would be sent, in their order, and a checksum that the importer finds right", () => {
    const file = transactionBuilderFile(calls, contents);
    expect(file.transactions.map(({ to, value, data }) => ({ to, value, data }))).toEqual(
      calls.map(({ to, data }) => ({ to, value: "0", data })),
    );
    expect(file).toMatchObject({ version: "1.0", chainId: "11155111", createdAt: 1 });

    const imported = JSON.parse(JSON.stringify(file)) as typeof file;
    const { checksum, ...meta } = imported.meta;
    expect(checksumOf({ ...imported, meta })).toBe(checksum);
  });

  it("is what the importer takes: numbers as strings, no method beside the calldata", () => {
    for (const { value, contractInputsValues, contractMethod } of transactionBuilderFile(calls, contents)
      .transactions) {
      expect([typeof value, contractInputsValues, contractMethod]).toEqual(["string", null, null]);
    }
  });

  it("is refused when it would be empty, or more than fits into a block", () => {
    expect(() => transactionBuilderFile([], contents)).toThrow(RangeError);
    const [call] = calls;
    const many = Array.from({ length: MOST_IN_ONE_TRANSACTION + 1 }, () => call!);
    expect(() => transactionBuilderFile(many, contents)).toThrow(/from 1 to 200/);
    expect(transactionBuilderFile(many.slice(1), contents).transactions).toHaveLength(200);
  });
});
