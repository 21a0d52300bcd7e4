import { bytesToHex } from "viem";
import { describe, expect, it } from "vitest";
import { keyBundleOf } from "../src/bundle.ts";
import { wrapContentKeys } from "../src/capsule.ts";
import { createKeyring } from "../src/keyring.ts";
import { ownKey } from "../src/key-publication.ts";
import { PART_SIZE } from "../src/payload-format.ts";
import { identityOfSeed, newSeed } from "../src/seed.ts";
import { newRecoveryCode, recoveryCodeSecret } from "../src/unlocker-recovery-code.ts";
import { doctor, patient, recordsLocation, registryLocation } from "./helpers/actors.ts";
import { derive, keysOf, openCapsule, openKeyring, openPayload } from "./helpers/second-implementation.ts";
import { sampleBytes, sealedRemark, sealedReport } from "./helpers/sealed-report.ts";

describe("an implementation made from the README with OpenSSL", () => {
  it("derives the same key bundle from a seed", () => {
    for (let run = 0; run < 20; run++) {
      const seed = newSeed();
      expect(keysOf(seed).bundle.equals(keyBundleOf(identityOfSeed(seed)))).toBe(true);
    }
  });

  it("opens capsules, with ECDH, ML-KEM and HKDF of its own", async () => {
    const { sealed } = await sealedReport(sampleBytes(10));
    const remark = await sealedRemark(sealed);
    const base = { report: sealed.report, version: 1, epoch: 1 };
    const capsule = await wrapContentKeys({
      location: recordsLocation,
      granter: doctor.account,
      recipient: ownKey(patient, patient.identity),
      keys: [
        { kind: "report", ...base, contentKey: sealed.contentKey },
        { kind: "remark", ...base, commitment: remark.sealed.commitment, contentKey: remark.sealed.contentKey },
      ],
    });
    const keys = openCapsule(patient.seed, Buffer.from(capsule)).map((key) => new Uint8Array(key));
    expect(keys).toEqual([sealed.contentKey, remark.sealed.contentKey]);
  });

  it("opens payloads and arrives at the same commitment", async () => {
    for (const length of [1, 5000, PART_SIZE, 2 * PART_SIZE + 1]) {
      const body = sampleBytes(length);
      const { sealed, store } = await sealedReport(body);
      const parts = sealed.partDigests.map((digest) => Buffer.from(store.blobs.get(digest)!));
      const opened = openPayload(Buffer.from(sealed.head), parts, sealed.contentKey);
      expect(opened.body.equals(body)).toBe(true);
      expect(bytesToHex(opened.commitment)).toBe(sealed.commitment);
      expect(JSON.parse(opened.metadata)).toMatchObject({ title: "Blood test", length });
    }
  });

  it("opens keyrings with any unlocker", async () => {
    const code = newRecoveryCode();
    const passkey = newSeed();
    const { sealed } = await createKeyring(
      { location: registryLocation, account: patient.account },
      {
        contents: {
          recoveryAuthoriser: newSeed(),
          keys: [{ account: patient.account, version: 1, seed: patient.seed }],
        },
        unlockers: [
          { kind: "recovery-code", parameters: new Uint8Array(), secret: recoveryCodeSecret(code), label: "On paper" },
          { kind: "passkey", parameters: Uint8Array.of(1, 2, 3), secret: passkey, label: "Telephone" },
        ],
      },
    );
    const fromCode = derive(Buffer.from(code), "unlocker/recovery-code");
    const contents = openKeyring(Buffer.from(sealed), 0, fromCode);
    expect(contents).toEqual(openKeyring(Buffer.from(sealed), 1, passkey));
    expect(
      contents
        .subarray(2 + 32 + 1 + 20 + 2 + 4)
        .subarray(0, 32)
        .equals(patient.seed),
    ).toBe(true);
    expect(contents.includes("Telephone")).toBe(true);
  });
});
