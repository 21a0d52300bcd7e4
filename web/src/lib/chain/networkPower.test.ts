import { zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { readNetworkPower } from "./networkPower.ts";

const admin = `0x${"1".repeat(40)}`;
const next = `0x${"2".repeat(40)}`;
const NOW = 1_000_000;
const DURATION = 259_200;

const read = (answers: { pendingDefaultAdmin?: readonly [string, number]; pausedUntil?: number }) => {
  const all: Record<string, unknown> = {
    defaultAdmin: admin,
    pendingDefaultAdmin: [zeroAddress, 0],
    defaultAdminDelay: 60,
    PAUSE_DURATION: BigInt(DURATION),
    ...answers,
    pausedUntil: BigInt(answers.pausedUntil ?? 0),
  };
  const client = {
    readContract: ({ functionName }: { functionName: string }) => Promise.resolve(all[functionName]),
    getBlock: () => Promise.resolve({ timestamp: BigInt(NOW) }),
  };
  return readNetworkPower({ client, network: {} } as unknown as ChainAccess);
};

describe("who has the network in hand", () => {
  it("is the default admin alone, and there was never a pause", async () => {
    expect(await read({})).toEqual({
      defaultAdmin: admin,
      handover: null,
      delay: 60,
      pauseEnds: null,
      pauseRests: 0,
      pauseDuration: DURATION,
    });
  });

  it.each([
    [NOW + 30, 31],
    [NOW, 1],
    [NOW - 1, 0],
    [NOW - 500, 0],
  ])("a handover that is due after %d waits %d seconds", async (schedule, waits) => {
    expect((await read({ pendingDefaultAdmin: [next, schedule] })).handover).toEqual({ account: next, waits });
  });

  it.each([
    [NOW + 100, { pauseEnds: 100, pauseRests: DURATION + 100 }],
    [NOW, { pauseEnds: null, pauseRests: DURATION }],
    [NOW - DURATION + 5, { pauseEnds: null, pauseRests: 5 }],
    [NOW - DURATION, { pauseEnds: null, pauseRests: 0 }],
  ])("a pause until %d is over and rests as the contract counts", async (pausedUntil, expected) => {
    expect(await read({ pausedUntil })).toMatchObject(expected);
  });
});
