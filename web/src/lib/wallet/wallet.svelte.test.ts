import { announceProvider } from "mipd";
import type { EIP1193Provider } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
// Chosen before a message is said, as when the page starts.
import "../language.ts";
import { parseNetwork, type Network } from "../network/network.ts";
import { Wallet } from "./wallet.svelte.ts";

const first = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const second = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const privateKey = `0x${"11".repeat(32)}`;

const configuration = {
  chainId: 1337,
  chainName: "Local",
  rpcUrls: ["http://127.0.0.1:8545"],
  registry: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  records: "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512",
  deployBlock: 1,
  subgraphUrl: "http://127.0.0.1:8000",
  otpUrl: "http://127.0.0.1:8787",
  gatewayUrls: ["http://127.0.0.1:8080"],
  explorerUrl: null,
  walletConnectProjectId: null,
  local: {
    inboxUrl: "http://127.0.0.1:8790",
    demoWallets: [{ name: "Demo", role: "patient", privateKey }],
    demoLicence: { authority: "DEMO", registrationNumber: "1" },
  },
};
const network: Network = parseNetwork(configuration);

type Answers = Partial<Record<string, (params: unknown) => unknown>>;

/** An installed wallet that answers as told and can be made to call back. */
function installed(answers: Answers = {}, icon = "data:image/svg+xml,<svg/>") {
  const listeners = new Map<string, (value: unknown) => void>();
  const all: Answers = {
    eth_requestAccounts: () => [first],
    eth_accounts: () => [first],
    eth_chainId: () => "0x539",
    ...answers,
  };
  const request = vi.fn(async ({ method, params }: { method: string; params?: unknown }) => all[method]?.(params));
  const provider = {
    request,
    on: (event: string, listener: (value: unknown) => void) => listeners.set(event, listener),
    removeListener: (event: string) => listeners.delete(event),
  } as unknown as EIP1193Provider;
  const stop = announceProvider({
    info: { icon: icon as "data:image/svg+xml,", name: "Example", rdns: "org.example", uuid: "1" },
    provider,
  });
  return { request, stop, emit: (event: string, value: unknown) => listeners.get(event)?.(value) };
}

const choiceOf = (wallet: Wallet, id: string) => {
  const choice = wallet.choices.find((each) => each.id === id);
  if (!choice) throw new Error(`There is no wallet ${id}.`);
  return choice;
};

let stored: Map<string, string>;
beforeEach(() => {
  stored = new Map();
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

async function connected(answers: Answers = {}) {
  const extension = installed(answers);
  const wallet = new Wallet(network);
  const listener = vi.fn();
  wallet.onAccountChange(listener);
  await wallet.connect(choiceOf(wallet, "org.example"));
  return { ...extension, wallet, listener };
}

describe("a wallet", () => {
  it("is found when it announces itself, before or after the page asks, beside the demo wallets", () => {
    const wallet = new Wallet(network);
    expect(wallet.choices.map(({ id }) => id)).toEqual(["demo:0"]);
    installed();
    expect(wallet.choices.map(({ id, kind }) => [id, kind])).toEqual([
      ["org.example", "installed"],
      ["demo:0", "demo"],
    ]);
    expect(new Wallet(network).choices).toHaveLength(2);
  });

  it("shows no picture that would be fetched from elsewhere", () => {
    installed({}, "https://tracker.example/icon.png");
    expect(choiceOf(new Wallet(network), "org.example").icon).toBe(null);
  });

  it("offers a phone only where it is configured, and demo wallets only there", () => {
    const walletConnectProjectId = "0123456789abcdef0123456789abcdef";
    const wallet = new Wallet(parseNetwork({ ...configuration, local: null, walletConnectProjectId }));
    expect(wallet.choices.map(({ kind }) => kind)).toEqual(["phone"]);
  });

  it("gives its account and network when connected", async () => {
    const { wallet, listener } = await connected();
    expect(wallet).toMatchObject({ status: "connected", account: first, chainId: 1337, isOnNetwork: true });
    expect(listener).toHaveBeenCalledOnce();
  });

  it("that refuses stays disconnected", async () => {
    const refusal = Object.assign(new Error("no"), { code: 4001 });
    installed({ eth_requestAccounts: () => Promise.reject(refusal) });
    const wallet = new Wallet(network);
    await expect(wallet.connect(choiceOf(wallet, "org.example"))).rejects.toBe(refusal);
    expect(wallet).toMatchObject({ status: "disconnected", account: null });
  });

  it("that switches its account makes another person of who is here, at once", async () => {
    const { wallet, listener, emit } = await connected();
    emit("accountsChanged", [second.toLowerCase()]);
    expect(wallet.account).toBe(second);
    expect(listener).toHaveBeenCalledTimes(2);
    emit("accountsChanged", [second]);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["takes its accounts back", "accountsChanged", []],
    ["disconnects", "disconnect", new Error("gone")],
  ])("that %s leaves nobody here", async (_, event, value) => {
    const { wallet, listener, emit } = await connected();
    emit(event, value);
    expect(wallet).toMatchObject({ status: "disconnected", account: null, chainId: null });
    expect(listener).toHaveBeenCalledTimes(2);
    expect(stored.size).toBe(0);
  });

  it("on another network is known to be, and is asked to switch, adding the network where it is unknown", async () => {
    const unknown = Object.assign(new Error("unknown"), { code: 4902 });
    let chainId = "0x1";
    const switching = vi.fn(() => {
      if (chainId === "0x1") throw unknown;
      return null;
    });
    const { wallet, request } = await connected({
      eth_chainId: () => chainId,
      wallet_switchEthereumChain: switching,
      wallet_addEthereumChain: () => ((chainId = "0x539"), null),
    });
    expect(wallet.isOnNetwork).toBe(false);
    await wallet.switchNetwork();
    expect(wallet.isOnNetwork).toBe(true);
    expect(request.mock.calls.map(([{ method }]) => method)).toContain("wallet_addEthereumChain");
  });

  it("follows a network that is switched in the wallet itself", async () => {
    const { wallet, emit } = await connected();
    emit("chainChanged", "0x1");
    expect(wallet.isOnNetwork).toBe(false);
  });

  it("is taken again after a reload without being asked, and not after signing out", async () => {
    const { wallet, request } = await connected();
    request.mockClear();
    const reloaded = new Wallet(network);
    await vi.waitFor(() => expect(reloaded).toMatchObject({ status: "connected", account: first }));
    expect(request.mock.calls.map(([{ method }]) => method)).not.toContain("eth_requestAccounts");

    await wallet.disconnect();
    expect(request.mock.calls.map(([{ method }]) => method)).toContain("wallet_revokePermissions");
    expect(new Wallet(network).status).toBe("disconnected");
  });

  it("of the demo signs by itself", async () => {
    const wallet = new Wallet(network);
    await wallet.connect(choiceOf(wallet, "demo:0"));
    expect(await wallet.signMessage("hello")).toMatch(/^0x[0-9a-f]{130}$/);
    expect(wallet.choice).toMatchObject({ kind: "demo", role: "patient" });
  });
});
