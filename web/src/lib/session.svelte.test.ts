import { registryAbi } from "@chartkey/protocol/generated/registry";
import { registrarRole } from "@chartkey/protocol/role-id";
import { getAddress, zeroAddress, type Address } from "viem";
import { describe, expect, it } from "vitest";
import type { ChainAccess } from "./chain/chainAccess.ts";
import { Session } from "./session.svelte.ts";
import type { Wallet } from "./wallet/wallet.svelte.ts";

const [owner, safe, next] = ["a", "b", "c"].map((digit) => getAddress(`0x${digit.repeat(40)}`)) as [
  Address,
  Address,
  Address,
];

/** A record on which the Safe is a registrar, and a handover to another account is under way. */
function session(account: Address | null, isAway = () => false, isRegistrar = () => true) {
  const answers: Record<string, (args: readonly unknown[]) => unknown> = {
    chartOf: () => zeroAddress,
    keyOf: () => [0, zeroAddress],
    attestationOf: () => [0n, 0],
    isActiveDoctor: () => false,
    isAdministrative: ([of]) => of === safe,
    pendingDefaultAdmin: () => [next, 5],
    hasRole: ([role, of]) => role === registrarRole(1) && of === safe && isRegistrar(),
  };
  const client = {
    getBlockNumber: () => Promise.resolve(9n),
    getContractEvents: () => Promise.resolve([{ args: { hospital: 1, name: "Northfield Hospital" } }]),
    readContract: ({ functionName, args = [] }: { functionName: string; args?: readonly unknown[] }) => {
      if (!registryAbi.some((item) => "name" in item && item.name === functionName)) throw new Error(functionName);
      return isAway() ? Promise.reject(new Error("away")) : Promise.resolve(answers[functionName]?.(args));
    },
  };
  const chain = { client, network: { registry: zeroAddress, deployBlock: 1n } } as unknown as ChainAccess;
  return new Session(chain, { account } as unknown as Wallet);
}

describe("who is here", () => {
  it("is the connected account, until it prepares steps for a Safe, and again when it stops", async () => {
    const here = session(owner);
    await here.refresh();
    expect(here.who?.account).toBe(owner);
    expect(here.isAdministrator).toBe(false);

    await here.prepareFor(safe);
    expect(here.preparesFor).toBe(safe);
    expect(here.who).toMatchObject({ account: safe, registrarAt: [{ id: 1, name: "Northfield Hospital" }] });
    expect(here.isAdministrator).toBe(true);

    await here.prepareFor(null);
    expect(here.who?.account).toBe(owner);
  });

  it("is nobody without a wallet, whatever is prepared", async () => {
    const here = session(null);
    await here.prepareFor(safe);
    expect(here.who).toBeNull();
  });

  it("knows the account that the network is being handed over to", async () => {
    const here = session(next);
    await here.refresh();
    expect(here.who).toMatchObject({ isNextDefaultAdmin: true, isDefaultAdmin: false, isPauser: false });
  });

  it("is told at once when a role was taken, and is the same for the page when none was", async () => {
    let isRegistrar = true;
    const here = session(safe, undefined, () => isRegistrar);
    await here.refresh();
    const before = here.who;
    await here.lookAgain();
    expect(here.who).toBe(before);
    isRegistrar = false;
    await here.lookAgain();
    expect(here.who).toMatchObject({ account: safe, registrarAt: [] });
  });

  it("stays who it is while no node answers, which is said until one does", async () => {
    let isAway = false;
    const here = session(safe, () => isAway);
    await here.refresh();
    isAway = true;
    await here.lookAgain();
    expect(here.error).toBeNull();
    await here.refresh();
    expect([here.who?.account, here.error]).toEqual([safe, new Error("away")]);
    isAway = false;
    await here.lookAgain();
    expect(here.error).toBeNull();
  });
});
