import type { Hex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
// Chosen before a message is said, as when the page starts.
import "../language.ts";
import type { PatientAct } from "../acts/patientAct.ts";
import type { App } from "../app.ts";
import { sampleNetwork } from "../network/sampleNetwork.ts";
import type { KeyDraft } from "../keys/keyringKeeper.ts";
import { signKey } from "./createKey.ts";
import { signAct } from "./signAct.ts";

const address = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const signTypedData = vi.fn((_: unknown): Promise<Hex> => Promise.resolve("0x5157"));
const switchNetwork = vi.fn((): Promise<void> => Promise.reject(new Error("no")));
const wallet = {
  isOnNetwork: false,
  switchNetwork,
  client: { account: { address }, signTypedData },
};
const answers: Record<string, unknown> = { whoControls: [address, 0], standingConsentOf: [0n, 0, 0, 0] };
const readContract = async ({ functionName }: { functionName: string }) => answers[functionName];
const client = { getBlock: async () => ({ timestamp: 1n }), readContract };
const chain = { network: sampleNetwork, client };
const signedActs = { keep: vi.fn() };
const app = { network: sampleNetwork, wallet, chain, signedActs } as unknown as App;

const draft = {
  version: 1,
  bundle: "0x01",
  keyring: "0x02",
  possession: "0x03",
} as unknown as KeyDraft;
const act: PatientAct = {
  kind: "stop",
  grantee: address,
  stops: [{ report: `0x${"12".repeat(32)}`, counter: 1 }],
};

beforeEach(() => {
  vi.stubGlobal("location", { origin: "http://localhost" });
  vi.clearAllMocks();
  wallet.isOnNetwork = false;
});

afterEach(() => vi.unstubAllGlobals());

describe("what a wallet on another network is to sign", () => {
  it.each([
    ["a key", () => signKey(app, draft)],
    ["an act", () => signAct(app, act)],
  ])("%s, is not asked for until it came to the page’s network", async (_, sign) => {
    await expect(sign()).rejects.toThrow("another network");
    expect(signTypedData).not.toHaveBeenCalled();
    switchNetwork.mockImplementationOnce(async () => void (wallet.isOnNetwork = true));
    await sign();
    expect(signTypedData).toHaveBeenCalledOnce();
  });
});
