import { announceProvider } from "mipd";
import type { EIP1193Provider } from "viem";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
// Chosen before a message is said, as when the page starts.
import "./language.ts";
import { createApp } from "./app.ts";
import { forgetShared, receiveShared, takeShared } from "./shell/sharedFiles.ts";
import { sampleNetwork } from "./network/sampleNetwork.ts";

vi.mock("./keys/keyHolder.worker.ts?worker&url", () => ({ default: "/key-holder.js" }));
// What was sent before is of no concern here, and would be looked for in the browser's database.
vi.mock("./chain/transactions.svelte.ts", () => ({
  Transactions: class {
    resume = async () => {};
  },
}));
// Wallets announce themselves there from the moment the page loads.
vi.hoisted(() => void Object.assign(globalThis, { window: new EventTarget() }));

const [first, second] = ["0x976EA74026E726554dB657fA54763abd0C3a0aa9", "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"];

beforeEach(() => {
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => {}, removeItem: () => {} });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
});
afterEach(() => {
  vi.unstubAllGlobals();
  forgetShared();
});

/** Of the wallet, which announces itself once to all pages. */
const listeners = new Map<string, (value: unknown) => void>();

/** A page whose wallet has an account, and whose keys are unlocked for it. */
async function unlockedPage() {
  const answers: Record<string, unknown> = { eth_requestAccounts: [first], eth_chainId: "0x539" };
  const provider = {
    request: async ({ method }: { method: string }) => answers[method],
    on: (event: string, listener: (value: unknown) => void) => listeners.set(event, listener),
    removeListener: (event: string) => listeners.delete(event),
  } as unknown as EIP1193Provider;
  const info = { icon: "data:image/svg+xml,<svg/>", name: "Example", rdns: "org.example", uuid: "1" } as const;
  announceProvider({ info, provider });
  const app = createApp(sampleNetwork);
  const choice = app.wallet.choices.find(({ id }) => id === "org.example")!;
  await app.wallet.connect(choice);
  app.keys.unlocked(first as `0x${string}`);
  const locked = vi.fn();
  app.keys.onLock(locked);
  return { app, locked, switchTo: (account: string) => listeners.get("accountsChanged")?.([account]) };
}

it("locks the keys as soon as another account is chosen in the wallet", async () => {
  const { app, locked, switchTo } = await unlockedPage();
  expect([app.wallet.account, app.keys.account]).toEqual([first, first]);
  app.documents.keep(1, new Uint8Array(1));
  switchTo(second!);
  expect([app.wallet.account, app.keys.account, locked.mock.calls.length]).toEqual([second, null, 1]);
  expect(app.documents.get(1)).toBeNull();
});

it("locks the keys on signing out", async () => {
  const { app, locked } = await unlockedPage();
  await app.wallet.disconnect();
  expect([app.wallet.account, app.keys.account, locked.mock.calls.length]).toEqual([null, null, 1]);
});

/** Somebody shares a file with the page. */
async function share() {
  const active = { postMessage: (_: unknown, [port]: MessagePort[]) => port!.postMessage([new File(["x"], "x.txt")]) };
  await receiveShared({ getRegistration: async () => ({ active }) } as unknown as ServiceWorkerContainer);
}

it("keeps what was shared for whoever connects a wallet then", async () => {
  await share();
  await unlockedPage();
  expect(takeShared()).toHaveLength(1);
});

it.each([
  ["another account is chosen", async ({ switchTo }: Awaited<ReturnType<typeof unlockedPage>>) => switchTo(second!)],
  ["they sign out", async ({ app }: Awaited<ReturnType<typeof unlockedPage>>) => app.wallet.disconnect()],
])("hands what one person shared to nobody else: %s", async (_, leave) => {
  const page = await unlockedPage();
  await share();
  await leave(page);
  expect(takeShared()).toEqual([]);
});
