import { runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  ask,
  deliver,
  environment,
  importSample,
  latestCode,
  MARLOWE,
  newWallet,
  setWorld,
  signIn,
  signInMessage,
  solve,
  stateStub,
  wrongCode,
} from "./support/client.ts";

const { authority, registrationNumber, phone } = MARLOWE;
const lines: string[] = [];
const secrets: string[] = [];

/** A doctor's whole way, once right and once with everything going wrong, as somebody reads over the worker's shoulder. */
beforeAll(async () => {
  const write = (...values: unknown[]) => void lines.push(values.map(String).join(" "));
  for (const method of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, method).mockImplementation(write);

  await importSample();
  const wallet = newWallet();
  const message = await signInMessage(wallet);
  const signature = await wallet.signMessage({ message });
  const { token } = (await ask("POST", "/v1/session", { message, signature, altcha: await solve() })).body;
  await ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, token);
  await deliver();
  const code = await latestCode(phone);
  await ask("POST", "/v1/attestations", { authority, registrationNumber, code: wrongCode(code) }, token);
  const attested = await ask("POST", "/v1/attestations", { authority, registrationNumber, code }, token);
  expect(attested.status).toBe(200);

  const other = await signIn(newWallet());
  await setWorld({ down: ["twilio", "pinata", "rpc"] });
  await ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, other);
  await deliver();
  await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, other);
  await setWorld({ down: ["pinata"] });
  await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, other);
  await setWorld({ down: [] });
  await ask("GET", `/v1/${phone}/${registrationNumber}`);

  secrets.push(
    phone,
    phone.slice(1),
    registrationNumber,
    registrationNumber.replace("-", ""),
    "Marlowe",
    code,
    token,
    other,
  );
  secrets.push(signature.slice(2), attested.body.signature.slice(2));
  for (const name of ["PINATA_JWT", "TWILIO_AUTH_TOKEN", "WORKER_SECRET", "REGISTER_SECRET", "LICENCE_PEPPER"]) {
    secrets.push(String(environment[name]));
  }
});

describe("no phone, licence, code, token, signature or secret", () => {
  it("is in the log", () => {
    const text = lines.join("\n");
    expect(text).toContain('"event":"message_sent"');
    expect(text).toContain('"event":"message_failed"');
    expect(text).toContain('"event":"store_unavailable"');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it("makes a log line anything but one JSON object", () => {
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), event: expect.any(String) });
  });

  it("is in what is stored", async () => {
    const state = await runInDurableObject(stateStub(), (_, { storage }) =>
      ["spent", "session", "code", "usage"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
    );
    expect(state.every((rows) => rows.length > 0)).toBe(true);
    const { keys } = await environment.REGISTER.list();
    const register = await Promise.all(
      keys.map(async ({ name }) => [name, atob((await environment.REGISTER.get(name))!)]),
    );
    expect(register.length).toBeGreaterThan(3);
    const text = JSON.stringify([state, register]);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
