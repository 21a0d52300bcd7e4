import { ATTESTER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { describe, expect, it, vi } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { readScheduledGrants } from "./scheduledGrants.ts";

const [first, second, third] = ["1", "2", "3"].map((digit) => `0x${digit.repeat(40)}` as const) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const announcements = [
  { role: ATTESTER_ROLE, account: first },
  { role: ATTESTER_ROLE, account: first },
  { role: registrarRole(1), account: second },
  { role: registrarRole(1), account: third },
];
const effectAt = new Map<string, number>([
  [first, 900],
  [second, 1_500],
  // Completed, called off, or void with a change of default admin.
  [third, 0],
]);

function chain() {
  const readContract = vi.fn(({ args: [, account] }: { args: [string, string] }) =>
    Promise.resolve(effectAt.get(account)),
  );
  const client = {
    getBlockNumber: () => Promise.resolve(10n),
    getContractEvents: () => Promise.resolve(announcements.map((args) => ({ args }))),
    getBlock: () => Promise.resolve({ timestamp: 1_000n }),
    readContract,
  };
  return { readContract, chain: { client, network: { deployBlock: 1n } } as unknown as ChainAccess };
}

describe("announced appointments", () => {
  it("are those that the contract still knows, each once, with what is left to wait", async () => {
    const { chain: here, readContract } = chain();
    expect(await readScheduledGrants(here)).toEqual([
      { role: ATTESTER_ROLE, account: first, effectAt: 900, waits: 0 },
      { role: registrarRole(1), account: second, effectAt: 1_500, waits: 500 },
    ]);
    expect(readContract).toHaveBeenCalledTimes(3);
  });
});
