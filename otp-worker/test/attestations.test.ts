import { platform } from "#platform";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { doctorAttestation } from "@chartkey/protocol/typed-data";
import { licenceTagOf } from "@chartkey/protocol/licence-tag";
import { recoverTypedDataAddress, type Address } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { openLicence } from "../src/register/seal-licence.ts";
import { signAttestation } from "../src/attestations/sign-attestation.ts";
import { readConfiguration } from "../src/configuration/read-configuration.ts";
import {
  ask,
  deliver,
  HALLOWELL,
  importSample,
  latestCode,
  newWallet,
  signIn,
  solve,
  wrongCode,
} from "./support/client.ts";

const { authority, registrationNumber, phone } = HALLOWELL;
const number = { authority, registrationNumber };
let wallet: PrivateKeyAccount;
let token: string;

beforeAll(async () => {
  await importSample();
  wallet = newWallet();
  token = await signIn(wallet);
  await ask("POST", "/v1/codes", { ...number, altcha: await solve() }, token);
  await deliver();
});

describe("an attestation", () => {
  it("is signed by the attester over what the register says", async () => {
    const { status, body } = await ask("POST", "/v1/attestations", { ...number, code: await latestCode(phone) }, token);
    expect(status).toBe(200);
    expect(body.attestation).toEqual({
      subject: wallet.address,
      licenceTag: await licenceTagOf(
        Buffer.from(platform.variables["LICENCE_PEPPER"]!, "hex"),
        authority,
        registrationNumber,
      ),
      professionalName: "Dr Lena Hallowell",
      specialty: "Cardiology",
      validUntil: expect.any(Number),
      issuedAt: expect.any(Number),
    });
    expect(Math.abs(body.attestation.issuedAt - Date.now() / 1000)).toBeLessThan(10);
    const signer = await recoverTypedDataAddress({
      ...doctorAttestation(
        { chainId: 1337, registry: platform.variables["REGISTRY_ADDRESS"] as Address },
        {
          ...body.attestation,
          validUntil: BigInt(body.attestation.validUntil),
          issuedAt: BigInt(body.attestation.issuedAt),
        },
      ),
      signature: body.signature,
    });
    expect(signer).toBe(privateKeyToAccount(platform.variables["ATTESTER_PRIVATE_KEY"] as `0x${string}`).address);
  });

  it("is the same when the same code is entered again in its session", async () => {
    const entry = { ...number, code: await latestCode(phone) };
    const first = await ask("POST", "/v1/attestations", entry, token);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    const second = await ask("POST", "/v1/attestations", entry, token);
    vi.useRealTimers();
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it("is the same for the rest of its session, however often it is asked for, and gives no more tries", async () => {
    const entry = { ...number, code: await latestCode(phone) };
    const first = await ask("POST", "/v1/attestations", entry, token);
    for (let i = 0; i < 10; i++) {
      expect((await ask("POST", "/v1/attestations", entry, token)).body).toEqual(first.body);
    }
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 60_000 });
    expect((await ask("POST", "/v1/attestations", entry, token)).body).toEqual(first.body);
    vi.useRealTimers();
    const wrong = { ...number, code: wrongCode(entry.code) };
    for (let i = 0; i < 5; i++) await ask("POST", "/v1/attestations", wrong, token);
    expect((await ask("POST", "/v1/attestations", entry, token)).body.error).toBe("too_many_tries");
  });

  it("is signed by the next key after a rotation, with the same licence tag", async () => {
    const licence = { professionalName: "Dr Nobody", specialty: "None", phone, validUntil: 1_900_000_000 };
    const facts = {
      subject: wallet.address,
      licenceTag: `0x${"11".repeat(32)}`,
      licence,
      issuedAt: 1_800_000_000,
    } as const;
    const next = `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex")}` as const;
    for (const key of [platform.variables["ATTESTER_PRIVATE_KEY"] as `0x${string}`, next]) {
      const configuration = readConfiguration({ ...platform.variables, ATTESTER_PRIVATE_KEY: key });
      const { attestation, signature } = await signAttestation(configuration, facts);
      const form = doctorAttestation({ chainId: 1337, registry: configuration.chain.registry }, attestation);
      expect(await recoverTypedDataAddress({ ...form, signature })).toBe(privateKeyToAccount(key).address);
    }
    const rotated = readConfiguration({ ...platform.variables, ATTESTER_PRIVATE_KEY: next });
    const before = readConfiguration(platform.variables);
    expect(rotated.licencePepper).toEqual(before.licencePepper);
    expect(rotated.registerKeys).toEqual(before.registerKeys);
    expect(rotated.codePepper).toEqual(before.codePepper);
  });

  it("ends with the licence, or after two years", async () => {
    const configuration = readConfiguration(platform.variables);
    const licence = { professionalName: "Dr Nobody", specialty: "None", phone, validUntil: 1_900_000_000 };
    const facts = { subject: wallet.address, licenceTag: `0x${"11".repeat(32)}`, licence } as const;
    const long = await signAttestation(configuration, { ...facts, issuedAt: 1_800_000_000 });
    expect(long.attestation.validUntil).toBe(1_800_000_000n + 63_072_000n);
    const short = await signAttestation(configuration, { ...facts, issuedAt: 1_880_000_000 });
    expect(short.attestation.validUntil).toBe(1_900_000_000n);
  });

  it("is not given for a licence that has run out", async () => {
    const { registerKeys } = readConfiguration(platform.variables);
    const [entry = ""] = await platform.register.keys();
    const licence = await openLicence(registerKeys.seal, entry, (await platform.register.get(entry))!);
    expect(licence.validUntil).toBeGreaterThan(Date.now() / 1000);
    const other = await signIn(newWallet());
    vi.useFakeTimers({ toFake: ["Date"], now: (licence.validUntil + 1) * 1000 });
    const late = await signIn(newWallet());
    await ask("POST", "/v1/codes", { ...number, altcha: await solve() }, late);
    await deliver();
    const { body } = await ask("POST", "/v1/attestations", { ...number, code: await latestCode(phone) }, late);
    vi.useRealTimers();
    expect(body.error).toBe("wrong_code");
    expect(other).toBeTruthy();
  });
});
