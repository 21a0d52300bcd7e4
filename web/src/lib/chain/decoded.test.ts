import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorRole } from "@chartkey/protocol/role-id";
import { encodeAbiParameters, encodeEventTopics, encodeFunctionData } from "viem";
import { describe, expect, it } from "vitest";
import { contractName, decodedCall, decodedEvent } from "./decoded.ts";

const contracts = { registry: `0x${"1".repeat(40)}`, records: `0x${"2".repeat(40)}` } as const;
const elsewhere = `0x${"3".repeat(40)}` as const;
const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("a log in the words of its contract", () => {
  const log = {
    address: contracts.registry,
    topics: encodeEventTopics({ abi: registryAbi, eventName: "HospitalOpened", args: { hospital: 1 } }) as [
      `0x${string}`,
    ],
    data: encodeAbiParameters([{ type: "string" }, { type: "address" }], ["Northfield Hospital", account]),
  };

  it("has the event's name and every parameter in order", () => {
    expect(decodedEvent(contracts, log)).toEqual({
      name: "HospitalOpened",
      values: [
        { name: "hospital", type: "uint32", text: "1" },
        { name: "name", type: "string", text: "Northfield Hospital" },
        { name: "actor", type: "address", text: account },
      ],
    });
  });

  it("is left as it is when another contract wrote it, though it looks the same", () => {
    expect(decodedEvent(contracts, { ...log, address: elsewhere })).toBeNull();
  });

  it("is left as it is when it does not fit its event", () => {
    expect(decodedEvent(contracts, { ...log, data: "0x12" })).toBeNull();
    expect(decodedEvent(contracts, { ...log, topics: [] })).toBeNull();
  });
});

describe("a call in the words of its contract", () => {
  it("has the function's name and its parameters", () => {
    const data = encodeFunctionData({ abi: registryAbi, functionName: "grantRole", args: [doctorRole(1), account] });
    expect(decodedCall(contracts, contracts.registry, data)).toEqual({
      name: "grantRole",
      values: [
        { name: "role", type: "bytes32", text: doctorRole(1) },
        { name: "account", type: "address", text: account },
      ],
    });
  });

  it("opens up what a parameter holds", () => {
    const data = encodeFunctionData({
      abi: recordsAbi,
      functionName: "grantConsents",
      args: [
        {
          grantee: account,
          expiry: 5n,
          purpose: 1,
          granteeKeyVersion: 2,
          shares: [{ report: doctorRole(1), counter: 3, capsules: "0x1234" }],
        },
      ],
    });
    expect(decodedCall(contracts, contracts.records, data)?.values).toEqual([
      {
        name: "granted",
        type: "tuple",
        parts: [
          { name: "grantee", type: "address", text: account },
          { name: "expiry", type: "uint64", text: "5" },
          { name: "purpose", type: "uint8", text: "1" },
          { name: "granteeKeyVersion", type: "uint32", text: "2" },
          {
            name: "shares",
            type: "tuple[]",
            parts: [
              {
                name: "0",
                type: "tuple",
                parts: [
                  { name: "report", type: "bytes32", text: doctorRole(1) },
                  { name: "counter", type: "uint32", text: "3" },
                  { name: "capsules", type: "bytes", text: "0x1234" },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it("is unknown to another address or with another selector", () => {
    expect(decodedCall(contracts, elsewhere, "0x12345678")).toBeNull();
    expect(decodedCall(contracts, contracts.records, "0x12345678")).toBeNull();
  });
});

describe("the name of a contract", () => {
  it("goes by its address, whatever the case of its letters", () => {
    expect(contractName({ ...contracts, records: account }, account.toLowerCase() as typeof account)).toBe("Records");
    expect(contractName(contracts, elsewhere)).toBeNull();
  });
});
