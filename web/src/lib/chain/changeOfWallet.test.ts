import { describe, expect, it } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { otherWalletOf, readChangeOfWallet } from "./changeOfWallet.ts";

const [me, before, other] = [`0x${"a".repeat(40)}`, `0x${"b".repeat(40)}`, `0x${"c".repeat(40)}`] as const;
const licenceTag = `0x${"11".repeat(32)}` as const;
const claims = { licenceTag, professionalName: "Dr Demo", specialty: "Skin", validUntil: 9_000n, issuedAt: 500n };

/** A node on which these accounts began to take the place of the old wallet, in this order. */
function chain(
  begun: readonly string[],
  answers: { replacementOf?: readonly [bigint, bigint, boolean]; licenceOf?: readonly [string, boolean] },
) {
  const logs = begun.map((newSubject) => ({ args: { ...claims, oldSubject: before, newSubject } }));
  const client = {
    getBlockNumber: () => Promise.resolve(10n),
    getContractEvents: ({ args }: { args: { newSubject?: string } }) =>
      Promise.resolve(logs.filter((log) => !args.newSubject || log.args.newSubject === args.newSubject)),
    getBlock: () => Promise.resolve({ timestamp: 1_000n }),
    readContract: ({ functionName }: { functionName: string }) =>
      Promise.resolve({ REPLACEMENT_DELAY: 604_800n, ...answers }[functionName]),
  };
  return { client, network: { deployBlock: 1n } } as unknown as ChainAccess;
}
const change = (begun: readonly string[], ...replacementOf: [bigint, bigint, boolean]) =>
  readChangeOfWallet(chain(begun, { replacementOf }), me);

describe("taking the place of the wallet that a licence is verified for", () => {
  it("was not begun by this account, is over, or was begun by another one since", async () => {
    expect(await change([], 0n, 0n, false)).toBeNull();
    expect(await change([me], 0n, 0n, false)).toBeNull();
    expect(await change([me, other], 2_000n, 0n, false)).toBeNull();
  });

  it("waits, with what will complete it", async () => {
    expect(await change([other, me], 2_000n, 0n, false)).toEqual({
      attestation: { subject: me, ...claims },
      oldWallet: before,
      readyAt: 2_000,
      waits: 1_000,
      isVetoed: false,
    });
  });

  it("is due when the time is over", async () => {
    expect(await change([me], 1_000n, 0n, false)).toMatchObject({ waits: 0 });
  });

  it("is stopped by a veto, unless that is overruled", async () => {
    expect(await change([me], 1_000n, 900n, false)).toMatchObject({ isVetoed: true });
    expect(await change([me], 1_000n, 900n, true)).toMatchObject({ isVetoed: false });
  });

  it("is needed only where the licence is verified for another wallet now", async () => {
    const ask = (...licenceOf: [string, boolean]) => otherWalletOf(chain([], { licenceOf }), licenceTag, me);
    expect(await ask(before, true)).toEqual({ wallet: before, days: 7 });
    expect(await ask(before, false)).toBeNull();
    expect(await ask(me, true)).toBeNull();
  });
});
