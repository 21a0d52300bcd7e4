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
const number = { authority, registrationNumber };

let registrar: string;
let doctor: PrivateKeyAccount;

beforeEach(async () => {
  await platform.clear();
  await importSample();
  const wallet = newWallet();
  await setWorld({ registrars: [wallet.address.toLowerCase()] });
  registrar = await signIn(wallet);
  doctor = newWallet();
});

afterEach(() => vi.useRealTimers());

function invite(changes: object = {}, token = registrar) {
  return ask("POST", "/v1/invitations", { ...number, hospital: 1, account: doctor.address, ...changes }, token);
}

async function askForCode(as: string) {
  return ask("POST", "/v1/codes", { ...number, altcha: await solve() }, as);
}

/** Strangers use up a day's messages to the doctor's phone. */
async function spendMessages() {
  for (let i = 0; i < 10; i++) {
    await askForCode(await signIn(newWallet()));
    await deliver();
  }
}

describe("an invitation", () => {
  it("lets a doctor's code through when strangers used up the phone's messages", async () => {
    await spendMessages();
    const before = (await messagesTo(phone)).length;
    const token = await signIn(doctor);
    await askForCode(token);
    await deliver();
    expect(await messagesTo(phone)).toHaveLength(before);

    expect(await invite()).toMatchObject({ status: 201, body: { account: doctor.address } });
    later(31);
    await askForCode(token);
    await deliver();
    expect(await messagesTo(phone)).toHaveLength(before + 1);
    const entry = { ...number, code: await latestCode(phone) };
    expect((await ask("POST", "/v1/attestations", entry, token)).status).toBe(200);
  });

  it("is for one wallet and one licence", async () => {
    await spendMessages();
    await invite();
    await invite({ registrationNumber: "CA-1002" }, registrar);
    const before = (await messagesTo(phone)).length;
    await askForCode(await signIn(newWallet()));
    await deliver();
    expect(await messagesTo(phone)).toHaveLength(before);
  });

  it("ends after a day", async () => {
    await invite();
    later(24 * 60 * 60 + 1);
    await spendMessages();
    const before = (await messagesTo(phone)).length;
    await askForCode(await signIn(doctor));
    await deliver();
    expect(await messagesTo(phone)).toHaveLength(before);
  });

  it("does not let a phone be called without end", async () => {
    await spendMessages();
    await invite();
    const before = (await messagesTo(phone)).length;
    // Ten codes a day is what the wallet may ask for.
    for (let i = 0; i < 10; i++) {
      expect((await askForCode(await signIn(doctor))).status).toBe(202);
      await deliver();
      later(31);
    }
    const other = newWallet();
    await invite({ account: other.address }, await signInRegistrar());
    await askForCode(await signIn(other));
    await deliver();
    expect(await messagesTo(phone)).toHaveLength(before + 10);
  });

  it("answers the same for a number that nobody has", async () => {
    const known = await invite();
    const unknown = await invite({ registrationNumber: "XX-9999" });
    expect(unknown.status).toBe(known.status);
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body));
  });

  it("is refused from anybody but a registrar of that hospital", async () => {
    expect(await invite({}, await signIn(newWallet()))).toMatchObject({
      status: 403,
      body: { error: "not_registrar" },
    });
    expect(await invite({ hospital: 2 })).toMatchObject({ status: 403, body: { error: "not_registrar" } });
    expect((await invite({}, "A".repeat(43))).status).toBe(401);
  });

  it("is limited for a registrar within a day", async () => {
    for (let i = 0; i < 50; i++) expect((await invite({ account: newWallet().address })).status).toBe(201);
    expect(await invite()).toMatchObject({ status: 429, body: { error: "too_many_invitations" } });
  });

  it("is not written when the chain cannot be asked", async () => {
    await setWorld({ down: ["rpc"] });
    expect((await invite()).body.error).toBe("chain_unavailable");
    await setWorld({ down: [] });
    expect(await platform.rows("SELECT * FROM invitation")).toEqual([]);
  });

  it.each([
    ["no wallet", { account: "0x12" }],
    ["a wallet with a mistyped letter", { account: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92267" }],
    ["no hospital", { hospital: 0 }],
    ["half a hospital", { hospital: 1.5 }],
  ])("is refused for %s", async (_, changes) => {
    expect(await invite(changes)).toMatchObject({ status: 400, body: { error: "malformed" } });
  });
});

async function signInRegistrar() {
  const wallet = newWallet();
  await setWorld({ registrars: [wallet.address.toLowerCase()] });
  return signIn(wallet);
}
