import { platform } from "#platform";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PrivateKeyAccount } from "viem/accounts";
import {
  ask,
  deliver,
  importSample,
  later,
  latestCode,
  MARLOWE,
  messagesTo,
  newWallet,
  setWorld,
  signIn,
  solve,
} from "./support/client.ts";

const { authority, registrationNumber, phone } = MARLOWE;

let wallet: PrivateKeyAccount;
let token: string;
let before: number;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  await platform.clear();
  await importSample();
  wallet = newWallet();
  token = await signIn(wallet);
  before = (await messagesTo(phone)).length;
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
});

afterEach(async () => {
  vi.useRealTimers();
  await setWorld({ down: [], twilioDelay: 0, twilioFaults: [] });
});

async function askForCode(as = token) {
  return ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, as);
}

async function enter(code: string) {
  return ask("POST", "/v1/attestations", { authority, registrationNumber, code }, token);
}

async function sent() {
  return (await messagesTo(phone)).length - before;
}

function logged(event: string) {
  return lines.filter((line) => line["event"] === event);
}

describe("a message", () => {
  it("is handed over again when Twilio had no room for it, with the same wallet's new code", async () => {
    await setWorld({ twilioFaults: ["busy", "busy"] });
    await askForCode();
    await deliver();
    expect(await sent()).toBe(0);
    later(11);
    await deliver();
    expect(await sent()).toBe(0);
    later(21);
    await deliver();
    expect(await sent()).toBe(1);
    expect((await enter(await latestCode(phone))).status).toBe(200);
    expect(logged("message_failed")).toMatchObject([
      { level: "error", status: 429, again: true },
      { level: "error", status: 429, again: true },
    ]);
  });

  it("is given up after three attempts, and is not counted against the phone", async () => {
    await setWorld({ twilioFaults: ["busy", "busy", "busy"] });
    await askForCode();
    for (let i = 0; i < 5; i++) {
      await deliver();
      later(31);
    }
    expect(await sent()).toBe(0);
    expect(logged("message_failed").at(-1)).toMatchObject({ again: false });
    expect(await platform.rows("SELECT * FROM usage WHERE kind = 'message'")).toEqual([]);
  });

  it("that may have gone out is never handed over again", async () => {
    await setWorld({ twilioFaults: ["hangs-up"] });
    await askForCode();
    await deliver();
    later(31);
    await deliver();
    later(31);
    await deliver();
    expect(await sent()).toBe(1);
    expect(logged("message_failed")).toMatchObject([{ level: "error", again: false }]);
    expect((await enter(await latestCode(phone))).status).toBe(200);
  });

  it("that is replaced by a later request before it is due does not go out", async () => {
    await setWorld({ twilioFaults: ["busy"] });
    await askForCode();
    await deliver();
    later(31);
    await askForCode();
    await deliver();
    later(31);
    await deliver();
    expect(await sent()).toBe(1);
  });

  it("does not go out after signing out", async () => {
    await setWorld({ twilioFaults: ["busy"] });
    await askForCode();
    await deliver();
    await ask("DELETE", "/v1/session", undefined, token);
    later(11);
    await deliver();
    expect(await sent()).toBe(0);
  });

  it("waits while the register cannot be read, which nobody who asks can tell", async () => {
    const [row = ""] = await platform.register.keys();
    const kept = await Promise.all(
      (await platform.register.keys()).map(async (key) => [key, (await platform.register.get(key))!] as const),
    );
    for (const [key] of kept) await platform.register.put(key, "broken");
    expect((await askForCode()).status).toBe(202);
    await deliver();
    expect(logged("register_unavailable")).toMatchObject([{ level: "error", again: true }]);
    for (const [key, value] of kept) await platform.register.put(key, value);
    later(11);
    await deliver();
    expect(await sent()).toBe(1);
    expect(row).not.toBe("");
  });
});

describe("a crash", () => {
  it("while a message is on its way sends no second one, and the operator learns of it", async () => {
    await setWorld({ twilioDelay: 1500 });
    await askForCode();
    void platform.alarm().catch(() => {});
    await vi.waitFor(async () => {
      const rows = await platform.rows("SELECT request FROM code WHERE delivery = 'sending'");
      expect(rows).toHaveLength(1);
    }, 5_000);
    await platform.crash();
    await setWorld({ twilioDelay: 0 });
    await deliver();
    expect(logged("message_uncertain")).toMatchObject([{ level: "error", count: 1 }]);
    expect(await platform.rows("SELECT delivery, attempts FROM code")).toEqual([{ delivery: "failed", attempts: 1 }]);
    later(11);
    await deliver();
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await sent()).toBeLessThanOrEqual(1);
  });

  it("before a message is handed over loses nothing", async () => {
    await askForCode();
    await platform.crash();
    await deliver();
    await vi.waitFor(async () => expect(await sent()).toBe(1), 5_000);
    expect((await enter(await latestCode(phone))).status).toBe(200);
  });

  it("keeps sessions, tries and what was spent", async () => {
    const altcha = await solve();
    await ask("POST", "/v1/codes", { authority, registrationNumber, altcha }, token);
    await deliver();
    for (let i = 0; i < 5; i++) await enter("000000");
    await platform.crash();
    expect((await enter(await latestCode(phone))).body.error).toBe("too_many_tries");
    later(31);
    const again = await ask("POST", "/v1/codes", { authority, registrationNumber, altcha }, token);
    expect(again.body.error).toBe("human_check_used");
  });
});

describe("what is kept", () => {
  const TABLES = ["spent", "session", "code", "invitation", "usage"];

  // A link is kept until the end that its maker chose: see links.test.ts.
  it("expires within a day, and is deleted then, but for the register and links", async () => {
    await setWorld({ registrars: [wallet.address.toLowerCase()] });
    await askForCode();
    await deliver();
    await enter("000000");
    const invitation = { hospital: 1, account: newWallet().address, authority, registrationNumber };
    expect((await ask("POST", "/v1/invitations", invitation, token)).status).toBe(201);
    const register = await platform.register.keys();
    const now = Math.floor(Date.now() / 1000);
    for (const table of TABLES) {
      const rows = await platform.rows<{ expires_at: number }>(`SELECT expires_at FROM ${table}`);
      expect(rows.length, table).toBeGreaterThan(0);
      for (const { expires_at } of rows) expect(expires_at).toBeLessThanOrEqual(now + 24 * 60 * 60);
    }
    const known = await platform.rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
    );
    expect(
      known
        .map(({ name }) => name)
        .filter((name) => name !== "register" && name !== "link")
        .sort(),
    ).toEqual(TABLES.toSorted());
    later(24 * 60 * 60);
    await platform.alarm();
    for (const table of TABLES) expect(await platform.rows(`SELECT * FROM ${table}`), table).toEqual([]);
    expect(await platform.register.keys()).toEqual(register);
  });

  it("is deleted by the alarm that each row brings along", async () => {
    await ask("GET", "/v1/nonce");
    vi.useRealTimers();
    const expiresAt = Math.floor(Date.now() / 1000) + 1;
    await platform.state().spendChallenge({ id: "short", expiresAt });
    await vi.waitFor(async () => expect(await platform.rows("SELECT * FROM spent WHERE id = 'short'")).toEqual([]), {
      timeout: 5_000,
      interval: 200,
    });
  });
});
