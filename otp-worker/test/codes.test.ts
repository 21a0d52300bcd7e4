import { platform } from "#platform";
import { beforeEach, afterEach, describe, expect, it, vi } from "vitest";
import type { PrivateKeyAccount } from "viem/accounts";
import { makeCode } from "../src/codes/one-time-code.ts";
import {
  ask,
  deliver,
  HALLOWELL,
  importSample,
  later,
  latestCode,
  MARLOWE,
  messagesTo,
  newWallet,
  setWorld,
  signIn,
  solve,
  wrongCode,
} from "./support/client.ts";

let wallet: PrivateKeyAccount;
let token: string;

beforeEach(async () => {
  await platform.clear();
  await importSample();
  wallet = newWallet();
  token = await signIn(wallet);
});

afterEach(async () => {
  vi.useRealTimers();
  await setWorld({ down: [], twilioDelay: 0 });
});

type Number = { authority: string; registrationNumber: string };

async function askForCode({ authority, registrationNumber }: Number, as = token, address?: string) {
  const asking = { token: as, ...(address !== undefined && { address }) };
  return ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, asking);
}

async function enter({ authority, registrationNumber }: Number, code: string, as = token) {
  return ask("POST", "/v1/attestations", { authority, registrationNumber, code }, as);
}

describe("asking for a code", () => {
  it("sends it to the phone on file, for this wallet and site", async () => {
    expect((await askForCode(MARLOWE)).status).toBe(202);
    await deliver();
    const code = await latestCode(MARLOWE.phone);
    const message = (await messagesTo(MARLOWE.phone)).at(-1);
    expect(message?.body).toContain(wallet.address.slice(-6));
    expect(message?.body).toContain("localhost");
    expect(message?.body.split("\n").at(-1)).toBe(`@localhost #${code}`);
    expect(message?.fields).toMatchObject({ From: "+12025550199", ValidityPeriod: "300" });
  });

  it("answers the same for a number that nobody has, and sends nothing", async () => {
    const known = await askForCode(MARLOWE);
    const other = await signIn(newWallet());
    const unknown = await askForCode({ authority: "NMC-DEMO", registrationNumber: "XX-9999" }, other);
    await deliver();
    expect(unknown).toMatchObject({ status: known.status, body: known.body });
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
    const rows = await platform.rows("SELECT length(digest) AS digest, tries FROM code");
    expect(rows).toEqual([
      { digest: 64, tries: 0 },
      { digest: 64, tries: 0 },
    ]);
  });

  it("does not wait for the message to go out", async () => {
    await setWorld({ twilioDelay: 1500 });
    const before = (await messagesTo(MARLOWE.phone)).length;
    const start = performance.now();
    await askForCode(MARLOWE);
    expect(performance.now() - start).toBeLessThan(1000);
    await vi.waitFor(async () => expect(await messagesTo(MARLOWE.phone)).toHaveLength(before + 1), 5000);
  });

  it("sends one message for one request, however often the alarm rings", async () => {
    const before = (await messagesTo(HALLOWELL.phone)).length;
    await askForCode(HALLOWELL);
    await Promise.all([deliver(), deliver()]);
    await platform.alarm();
    expect(await messagesTo(HALLOWELL.phone)).toHaveLength(before + 1);
  });

  it("does not try again when Twilio refuses a message, and goes on for others", async () => {
    await setWorld({ down: ["twilio"] });
    await askForCode(MARLOWE);
    await deliver();
    await setWorld({ down: [] });
    const before = (await messagesTo(MARLOWE.phone)).length;
    await platform.alarm();
    expect(await messagesTo(MARLOWE.phone)).toHaveLength(before);
    later(31);
    await askForCode(MARLOWE);
    await deliver();
    expect(await messagesTo(MARLOWE.phone)).toHaveLength(before + 1);
  });

  it("is possible again after 30 seconds, and the new code replaces the old", async () => {
    await askForCode(MARLOWE);
    await deliver();
    const first = await latestCode(MARLOWE.phone);
    const soon = await askForCode(MARLOWE);
    expect(soon.status).toBe(429);
    expect(soon.body.error).toBe("too_soon");
    expect(Number(soon.headers.get("Retry-After"))).toBeGreaterThan(0);
    later(31);
    expect((await askForCode(MARLOWE)).status).toBe(202);
    await deliver();
    const second = await latestCode(MARLOWE.phone);
    if (first !== second) expect((await enter(MARLOWE, first)).body.error).toBe("wrong_code");
    expect((await enter(MARLOWE, second)).status).toBe(200);
  });

  it("is limited for a wallet within a day, whatever number it asks about", async () => {
    for (let i = 0; i < 10; i++) {
      later(31);
      const { status } = await askForCode(
        { authority: "NMC-DEMO", registrationNumber: `XX-${i}` },
        await signIn(wallet),
      );
      expect(status).toBe(202);
    }
    later(31);
    const { status, body } = await askForCode(MARLOWE, await signIn(wallet));
    expect(status).toBe(429);
    expect(body.error).toBe("too_many_codes");
  });

  it("is limited for a network within a day, whichever wallet and host of it asks", async () => {
    const nobody = (i: number) => ({ authority: "NMC-DEMO", registrationNumber: `XX-${i}` });
    for (let i = 0; i < 50; i++) {
      const { status } = await askForCode(nobody(i), await signIn(newWallet()), `2001:db8:7:1::${i.toString(16)}`);
      expect(status).toBe(202);
    }
    const refused = await askForCode(MARLOWE, token, "2001:db8:7:1:ffff::1");
    expect(refused).toMatchObject({ status: 429, body: { error: "too_many_codes" } });
    expect(refused.body.message).toContain("your network");
    expect((await askForCode(MARLOWE, token, "2001:db8:7:2::1")).status).toBe(202);
  });

  it("sends no more than ten messages a day to one phone, and then no guess is right", async () => {
    const before = (await messagesTo(MARLOWE.phone)).length;
    let last = token;
    for (let i = 0; i < 12; i++) {
      last = await signIn(newWallet());
      expect((await askForCode(MARLOWE, last)).status).toBe(202);
      await deliver();
    }
    expect(await messagesTo(MARLOWE.phone)).toHaveLength(before + 10);
    expect((await enter(MARLOWE, await latestCode(MARLOWE.phone), last)).body.error).toBe("wrong_code");
  });

  it("needs a session and a solved challenge of its own", async () => {
    expect((await askForCode(MARLOWE, "A".repeat(43))).status).toBe(401);
    const altcha = await solve();
    const body = { authority: "NMC-DEMO", registrationNumber: "XX-1", altcha };
    expect((await ask("POST", "/v1/codes", body, token)).status).toBe(202);
    later(31);
    const again = await ask("POST", "/v1/codes", body, token);
    expect(again.status).toBe(400);
    expect(again.body.error).toBe("human_check_used");
  });
});

describe("a code", () => {
  it("is six digits, each as likely as any other", () => {
    const codes = Array.from({ length: 20_000 }, makeCode);
    const counts = new Map<string, number>();
    for (const code of codes) {
      expect(code).toMatch(/^\d{6}$/);
      for (const digit of code) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    // 120,000 digits: 12,000 of each, give or take six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 12_000)).toBeLessThan(624);
    expect(counts.size).toBe(10);
  });

  it("is found whichever way the registration number is written", async () => {
    await askForCode({ authority: "nmc-demo ", registrationNumber: " gm 1001 " });
    await deliver();
    expect((await enter(MARLOWE, await latestCode(MARLOWE.phone))).status).toBe(200);
  });

  it("mistyped once may still be entered", async () => {
    await askForCode(MARLOWE);
    await deliver();
    const code = await latestCode(MARLOWE.phone);
    const wrong = await enter(MARLOWE, wrongCode(code));
    expect(wrong).toMatchObject({ status: 401, body: { error: "wrong_code", triesLeft: 4 } });
    expect((await enter(MARLOWE, code)).status).toBe(200);
  });

  it("is evaluated five times at most under a thousand guesses at once", async () => {
    await askForCode(MARLOWE);
    await deliver();
    const code = await latestCode(MARLOWE.phone);
    const answers = await Promise.all(Array.from({ length: 1000 }, () => enter(MARLOWE, wrongCode(code))));
    const wrong = answers.filter(({ status }) => status === 401);
    expect(wrong.map(({ body }) => body.triesLeft).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(995);
    const right = await enter(MARLOWE, code);
    expect(right).toMatchObject({ status: 429, body: { error: "too_many_tries" } });
  });

  it("is refused after five minutes", async () => {
    await askForCode(MARLOWE);
    await deliver();
    later(5 * 60 + 1);
    const { status, body } = await enter(MARLOWE, await latestCode(MARLOWE.phone));
    expect(status).toBe(401);
    expect(body.error).toBe("code_expired");
  });

  it("belongs to one session, one wallet and one licence", async () => {
    await askForCode(MARLOWE);
    await deliver();
    const code = await latestCode(MARLOWE.phone);
    expect((await enter(MARLOWE, code, await signIn(newWallet()))).body.error).toBe("code_expired");
    expect((await enter(MARLOWE, code, await signIn(wallet))).body.error).toBe("code_expired");
    expect((await enter(HALLOWELL, code)).body.error).toBe("code_expired");
    expect((await enter(MARLOWE, code)).status).toBe(200);
  });

  it("keeps its tries when a stranger guesses", async () => {
    await askForCode(MARLOWE);
    await deliver();
    const code = await latestCode(MARLOWE.phone);
    const stranger = await signIn(newWallet());
    await askForCode(MARLOWE, stranger);
    for (let i = 0; i < 8; i++) await enter(MARLOWE, wrongCode(code), stranger);
    expect((await enter(MARLOWE, code)).status).toBe(200);
  });

  it("cannot be entered before it is sent", async () => {
    const nobody = { authority: "NMC-DEMO", registrationNumber: "XX-1" };
    await askForCode(nobody);
    expect((await enter(nobody, "000000")).body.error).toBe("wrong_code");
  });

  it("is gone after signing out", async () => {
    await askForCode(MARLOWE);
    await deliver();
    await ask("DELETE", "/v1/session", undefined, token);
    expect(await platform.rows("SELECT * FROM code")).toEqual([]);
  });
});
