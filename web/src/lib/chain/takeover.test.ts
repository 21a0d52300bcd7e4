import { describe, expect, it } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { readTakeover } from "./takeover.ts";

const [me, other, third] = [`0x${"a".repeat(40)}`, `0x${"b".repeat(40)}`, `0x${"c".repeat(40)}`] as const;
const licenceTag = `0x${"11".repeat(32)}` as const;

/** A node on which these wallets began to take over the licence, in this order, and where it stands so. */
function takeover(
  begun: readonly string[],
  { replacementOf = [9_000n, 0n, false], licenceOf = [me, true] }: Partial<Answers> = {},
) {
  const answers: Record<string, unknown> = { replacementOf, licenceOf };
  const logs: Record<string, unknown[]> = {
    DoctorAttested: [{ args: { licenceTag } }, { args: { licenceTag } }],
    ReplacementStarted: begun.map((newSubject) => ({ args: { newSubject, professionalName: "Dr Demo" } })),
  };
  const client = {
    getBlockNumber: () => Promise.resolve(10n),
    getContractEvents: ({ eventName }: { eventName: string }) => Promise.resolve(logs[eventName]),
    readContract: ({ functionName }: { functionName: string }) => Promise.resolve(answers[functionName]),
  };
  return readTakeover({ client, network: { deployBlock: 1n } } as unknown as ChainAccess, me);
}
type Answers = { replacementOf: readonly [bigint, bigint, boolean]; licenceOf: readonly [string, boolean] };

describe("another wallet that is to take the place of this one", () => {
  it("is the newest that began to, with the time from when it can", async () => {
    expect(await takeover([third, other])).toEqual({
      licenceTag,
      newWallet: other,
      name: "Dr Demo",
      readyAt: 9_000,
      vetoedAt: null,
      isOverruled: false,
    });
  });

  it("says that it was objected to, and that the objection was overruled", async () => {
    expect(await takeover([other], { replacementOf: [9_000n, 8_000n, false] })).toMatchObject({ vetoedAt: 8_000 });
    expect(await takeover([other], { replacementOf: [9_000n, 8_000n, true] })).toMatchObject({ isOverruled: true });
  });

  it("is none when nothing is under way, or this wallet no longer bears the licence", async () => {
    expect(await takeover([], {})).toBeNull();
    expect(await takeover([other], { replacementOf: [0n, 0n, false] })).toBeNull();
    expect(await takeover([other], { licenceOf: [third, true] })).toBeNull();
    expect(await takeover([other], { licenceOf: [me, false] })).toBeNull();
  });

  it("is not this one itself", async () => {
    expect(await takeover([me])).toBeNull();
  });
});
