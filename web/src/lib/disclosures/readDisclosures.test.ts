import { getAddress } from "viem";
import { expect, it } from "vitest";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { readDisclosures } from "./readDisclosures.ts";

const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`);
const [doctor, verifier, other] = [address("a"), address("b"), address("c")];
const chart = `0x${"1".repeat(40)}` as const;

/** Unix seconds, by the clock of the public record; and a time after it. */
const [NOW, LATER] = [1_000n, 10_000n];

/** A public record with a block for each log, a hundred seconds after the one before. */
function chainWith(...logs: [eventName: string, args: object][]): ChainAccess {
  const found = logs.map(([eventName, args], index) => {
    return { eventName, args, blockNumber: BigInt(index + 1), logIndex: 0, transactionHash: `0x0${index + 1}` };
  });
  const client = {
    getBlockNumber: async () => BigInt(logs.length),
    getBlock: async ({ blockNumber }: { blockNumber?: bigint }) => ({
      number: blockNumber,
      timestamp: blockNumber === undefined ? NOW : blockNumber * 100n,
    }),
    getContractEvents: async ({ eventName }: { eventName: string }) =>
      found.filter((log) => log.eventName === eventName),
  };
  return { client, network: { deployBlock: 0n } } as unknown as ChainAccess;
}

const attested = (attester: string, generation: number, validUntil = LATER): [string, object] => [
  "DoctorAttested",
  { subject: doctor, attester, generation, validUntil, professionalName: "Dr Lena Hallowell", specialty: "Cardiology" },
];
const granted: [string, object] = [
  "ConsentGranted",
  { chart, report: "0x11", grantee: doctor, purpose: 1, expiry: LATER },
];
const disavowed = (attester: string, since: bigint): [string, object] => ["AttesterDisavowed", { attester, since }];

/** How what was granted under a first verification ended. */
const ended = async (verified: [string, object], ...logs: [string, object][]) => {
  const [span] = await readDisclosures(chainWith(verified, granted, ...logs), chart);
  expect(span).toMatchObject({ reader: doctor, report: "0x11", from: 200 });
  return span?.ended;
};

it.each<[string, [string, object]]>([
  ["is revoked", ["AttestationRevoked", { subject: doctor }]],
  ["is void with whoever gave it", disavowed(verifier, 100n)],
  ["is given anew", attested(other, 2)],
])("what a doctor could read ends when their verification %s", async (_, log) => {
  expect(await ended(attested(verifier, 1), log)).toEqual({ at: 300, why: "verification-ended", transaction: "0x03" });
});

it.each<[string, [string, object][]]>([
  ["is renewed", [attested(other, 1)]],
  ["was given before the moment since which its verifier is disavowed", [disavowed(verifier, 101n)]],
  ["was renewed by another before its verifier is disavowed", [attested(other, 1), disavowed(verifier, 100n)]],
  ["was given by another than is disavowed", [disavowed(other, 100n)]],
])("what a doctor could read goes on when their verification %s", async (_, logs) => {
  expect(await ended(attested(verifier, 1), ...logs)).toBeNull();
});

it.each<[string, [string, object][]]>([
  ["and nothing comes after it", []],
  ["before it is given anew", [attested(other, 2)]],
])("what a doctor could read ends when their verification runs out, %s", async (_, logs) => {
  expect(await ended(attested(verifier, 1, 250n), ...logs)).toEqual({
    at: 251,
    why: "verification-ended",
    transaction: "0x01",
  });
});

it("what a doctor could read does not end with an earlier verification than theirs", async () => {
  const early = [attested(verifier, 1, 350n), attested(other, 2)];
  const [span] = await readDisclosures(chainWith(...early, granted), chart);
  expect(span).toMatchObject({ from: 300, ended: null });
});
