import { describe, expect, it } from "vitest";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { readVerifierUse } from "./verifierUse.ts";

const [first, second] = [`0x${"1".repeat(40)}`, `0x${"2".repeat(40)}`];
const MIDNIGHT = 20_000 * 86_400;
const NOW = MIDNIGHT + 7_200;

type Log = { attester: string; issuedAt: number; at: number };

/** A chain on which each of these was accepted in a block of its own. */
function chain(attested: readonly Log[], started: readonly Log[]): ChainAccess {
  const times = new Map([...attested, ...started].map(({ at }, index) => [BigInt(index + 1), at]));
  const logs = (of: readonly Log[], offset: number) =>
    of.map(({ attester, issuedAt }, index) => ({
      args: { attester, issuedAt: BigInt(issuedAt) },
      blockNumber: BigInt(offset + index + 1),
    }));
  const client = {
    readContract: () => Promise.resolve(200n),
    getBlockNumber: () => Promise.resolve(99n),
    getContractEvents: ({ eventName }: { eventName: string }) =>
      Promise.resolve(eventName === "DoctorAttested" ? logs(attested, 0) : logs(started, attested.length)),
    getBlock: ({ blockNumber }: { blockNumber?: bigint }) =>
      Promise.resolve({ number: blockNumber, timestamp: BigInt(blockNumber ? (times.get(blockNumber) ?? 0) : NOW) }),
  };
  return { client, network: { deployBlock: 1n } } as unknown as ChainAccess;
}

describe("the daily use of verifiers", () => {
  it("is what was submitted since midnight UTC, also what was signed just before it", async () => {
    const { cap, used } = await readVerifierUse(
      chain(
        [
          { attester: first, issuedAt: MIDNIGHT + 60, at: MIDNIGHT + 90 },
          { attester: first, issuedAt: MIDNIGHT - 60, at: MIDNIGHT + 10 },
          { attester: first, issuedAt: MIDNIGHT - 90, at: MIDNIGHT - 10 },
          { attester: first, issuedAt: MIDNIGHT - 86_400, at: MIDNIGHT - 86_000 },
          { attester: second, issuedAt: MIDNIGHT + 60, at: MIDNIGHT + 90 },
        ],
        [{ attester: second, issuedAt: MIDNIGHT + 100, at: MIDNIGHT + 200 }],
      ),
    );
    expect(cap).toBe(200);
    expect([...used]).toEqual([
      [first, 2],
      [second, 2],
    ]);
  });

  it("does not count a change of wallet again when its waiting time is over", async () => {
    const completed = { attester: first, issuedAt: MIDNIGHT - 7 * 86_400, at: MIDNIGHT + 60 };
    const odd = { attester: first, issuedAt: MIDNIGHT - 3_000, at: MIDNIGHT + 1_200 };
    expect([...(await readVerifierUse(chain([completed, odd], []))).used]).toEqual([]);
  });
});
