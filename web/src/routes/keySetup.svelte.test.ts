import { beforeEach, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import type { TransactionStatus } from "#lib/chain/transactions.svelte.ts";
import { KeySetup } from "./keySetup.svelte.ts";

const kept = new Map<string, string>();
vi.stubGlobal("sessionStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
vi.mock("#lib/flows/createKey.ts", () => ({ signKey: async () => ({ publication: {} }) }));

const account = "0x7C1f00000000000000000000000000000000A92E";

/** Somebody who sets their key up, by a code alone. `status` is how far the wallet gets with it. */
function setUp(status: TransactionStatus | "refused") {
  const holder = { addNewCode: async () => "AAAAA-BBBBB", sealDraft: async () => ({}) };
  const app = {
    wallet: { client: { account: { address: account } } },
    keys: { holder },
    keyCopies: { afterPublishing() {} },
  };
  return new KeySetup(app as unknown as App, {
    begin: async () => {},
    tasks: [{ kind: "new-code" }],
    publish: async (_, onStatus) => {
      onStatus("asked");
      if (status === "refused") throw new Error("The person said no.");
      onStatus(status);
      await new Promise(() => {});
    },
    replaces: false,
  });
}

async function writeDown(setup: KeySetup) {
  await setup.begin();
  setup.copied = true;
  void setup.confirmCode();
}

beforeEach(() => kept.clear());

it("a code that was shown and not put to use is told of before the next one, also after a reload", async () => {
  const first = setUp("signed");
  await first.begin();
  expect(first.former).toBeNull();
  expect(first.hasUnusedCode).toBe(true);

  const next = setUp("signed");
  await next.begin();
  expect(Date.now() - next.former!).toBeLessThan(10_000);
});

it("of the code that was shown nothing is kept", async () => {
  await setUp("signed").begin();
  expect([...kept.values()].join()).not.toMatch(/AAAAA|BBBBB/);
});

it("a code counts from the moment at which the wallet signed", async () => {
  const setup = setUp("signed");
  await writeDown(setup);
  await vi.waitFor(() => expect(setup.hasUnusedCode).toBe(false));
  const later = setUp("signed");
  await later.begin();
  expect(later.former).toBeNull();
});

it("a code does not count while the wallet refuses", async () => {
  const setup = setUp("refused");
  await writeDown(setup);
  await vi.waitFor(() => expect(setup.error).not.toBeNull());
  expect(setup.hasUnusedCode).toBe(true);
  const later = setUp("signed");
  await later.begin();
  expect(later.former).not.toBeNull();
});
