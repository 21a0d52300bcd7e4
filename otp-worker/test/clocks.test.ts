import { afterEach, describe, expect, it, vi } from "vitest";
import { platform } from "#platform";
import {
  ask,
  deliver,
  importSample,
  later,
  latestCode,
  MARLOWE,
  newWallet,
  signIn,
  signInMessage,
  solve,
} from "./support/client.ts";

const MINUTE = 60_000;
const { authority, registrationNumber, phone } = MARLOWE;
const wallet = newWallet();

afterEach(() => vi.useRealTimers());

/** Signs in as a browser does whose clock is off by so many milliseconds; its messages last five minutes. */
async function signInWithClock(off: number) {
  const now = Date.now() + off;
  const times = { issuedAt: new Date(now), expirationTime: new Date(now + 5 * MINUTE) };
  const message = await signInMessage(wallet, times);
  return ask("POST", "/v1/session", {
    message,
    signature: await wallet.signMessage({ message }),
    altcha: await solve(),
  });
}

describe("a browser's clock", () => {
  it.each([
    ["59 seconds ahead", 59_000],
    ["right", 0],
    ["four minutes behind", -4 * MINUTE],
  ])("that is %s lets people sign in", async (_, off) => {
    expect((await signInWithClock(off)).status).toBe(201);
  });

  it("that is further ahead is told so", async () => {
    const { status, body } = await signInWithClock(62_000);
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: "not_yet_valid", message: expect.stringContaining("clock") });
  });

  it("that is further behind makes the message expire", async () => {
    const { status, body } = await signInWithClock(-5 * MINUTE - 1000);
    expect(status).toBe(401);
    expect(body.error).toBe("message_expired");
  });

  it("does not matter for codes: the worker's own clock decides", async () => {
    await platform.clear();
    await importSample();
    const token = (await signInWithClock(-4 * MINUTE)).body.token;
    await ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, token);
    await deliver();
    later(4 * 60 + 50);
    const entry = { authority, registrationNumber, code: await latestCode(phone) };
    expect((await ask("POST", "/v1/attestations", entry, token)).status).toBe(200);
  });
});

describe("the worker's clock", () => {
  it("set back makes nobody wait longer than 30 seconds", async () => {
    const token = await signIn(newWallet());
    const askForCode = async () =>
      ask("POST", "/v1/codes", { authority, registrationNumber: "XX-1", altcha: await solve() }, token);
    expect((await askForCode()).status).toBe(202);
    later(-600);
    expect((await askForCode()).status).toBe(202);
    const { status, body } = await askForCode();
    expect(status === 202 || body.retryAfter <= 30).toBe(true);
  });

  it("set ahead ends what has expired by then", async () => {
    const token = await signIn(wallet);
    later(31 * 60);
    expect((await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, token)).status).toBe(401);
  });
});
