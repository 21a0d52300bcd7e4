import { platform } from "#platform";
import { cidOfDigest } from "@chartkey/protocol/cid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { TABLE_NAMES } from "../src/state/schema.ts";
import {
  ask,
  deliver,
  importSample,
  latestCode,
  MARLOWE,
  newWallet,
  setWorld,
  signIn,
  signInMessage,
  signRequests,
  solve,
  wrongCode,
} from "./support/client.ts";

const { authority, registrationNumber, phone } = MARLOWE;
/** Network addresses are personal data, too. */
const address = "203.0.113.77";
/** A link for somebody without a wallet: what it leads to, and who reads it. */
const FILE = `0x${"5ea1ed".repeat(10)}abcd` as const;
const PASSCODE = "K7QM2XHD";
const wrongPasscode = "ZZZZ9999";
const RECIPIENT = "Riverside practice";
const SECRETS = [
  "ATTESTER_PRIVATE_KEY",
  "LICENCE_PEPPER",
  "REGISTER_SECRET",
  "WORKER_SECRET",
  "TWILIO_AUTH_TOKEN",
  "PINATA_JWT",
];
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

  const registrar = newWallet();
  await setWorld({ registrars: [registrar.address.toLowerCase()] });
  const invitation = { authority, registrationNumber, hospital: 1, account: newWallet().address };
  expect((await ask("POST", "/v1/invitations", invitation, await signIn(registrar))).status).toBe(201);

  const patient = newWallet();
  await setWorld({ chartHolders: [patient.address.toLowerCase()] });
  const asPatient = await signIn(patient);
  const upload = `${patient.address.toLowerCase()}${"5c".repeat(12)}`;
  await ask("POST", "/v1/tickets", { report: upload, blobs: [{ size: 1 }] }, asPatient);
  const keyvalues = (await signRequests()).at(-1)!.body["keyvalues"] as Record<string, string>;
  await setWorld({ pins: [{ id: "1", cid: cidOfDigest(FILE), keyvalues }] });
  const link = { upload, parts: [FILE], passcode: PASSCODE, lifetime: 3600 };
  const made = await ask("POST", "/v1/links", link, asPatient);
  expect(made.status).toBe(201);
  const reading = { recipient: RECIPIENT, passcode: wrongPasscode };
  for (const opening of [reading, { ...reading, passcode: PASSCODE }])
    await ask("POST", `/v1/links/manifest?link=${made.body.token}`, opening, { address });
  secrets.push(
    made.body.token,
    PASSCODE,
    wrongPasscode,
    RECIPIENT,
    FILE.slice(2),
    patient.address.slice(2).toLowerCase(),
  );
  await ask("DELETE", "/v1/session", undefined, asPatient);

  const other = await signIn(newWallet());
  await setWorld({ down: ["twilio", "pinata", "rpc"] });
  await ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, other);
  await deliver();
  await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, other);
  await setWorld({ down: ["pinata"] });
  await ask("POST", "/v1/tickets", { report: null, blobs: [{ size: 1 }] }, other);
  await setWorld({ down: [], pins: [] });
  await ask("GET", `/v1/${phone}/${registrationNumber}`);
  await ask("POST", "/v1/codes", { authority, registrationNumber, altcha: await solve() }, { token: other, address });

  secrets.push(
    phone,
    phone.slice(1),
    address,
    registrationNumber,
    registrationNumber.replace("-", ""),
    "Marlowe",
    code,
    token,
    other,
  );
  secrets.push(signature.slice(2), attested.body.signature.slice(2));
  for (const name of SECRETS) {
    secrets.push(String(platform.variables[name]));
  }
});

describe("no phone, licence, code, token, signature, network address or secret", () => {
  it("is in the log", () => {
    const text = lines.join("\n");
    expect(text).toContain('"event":"message_sent"');
    expect(text).toContain('"event":"message_failed"');
    expect(text).toContain('"event":"attestation_signed"');
    expect(text).toContain('"event":"store_unavailable"');
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it("makes a log line anything but one JSON object", () => {
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), event: expect.any(String) });
  });

  it("is in what is stored", async () => {
    const state = await Promise.all(TABLE_NAMES.map((table) => platform.rows(`SELECT * FROM ${table}`)));
    expect(state.every((rows) => rows.length > 0)).toBe(true);
    const keys = await platform.register.keys();
    const register = await Promise.all(keys.map(async (key) => [key, atob((await platform.register.get(key))!)]));
    expect(register.length).toBeGreaterThan(3);
    const text = JSON.stringify([state, register]);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
