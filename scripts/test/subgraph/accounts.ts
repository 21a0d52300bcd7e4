import { concat, numberToHex } from "viem";
import { describe, expect, it } from "vitest";
import {
  attest,
  attester,
  authoriserOf,
  chartOf,
  doctorB,
  doctorE,
  lower,
  network,
  patient,
  publishKey,
} from "./world.ts";

describe("patients, keys and attestations", () => {
  it("a registered patient has a chart and the key published with it", async () => {
    expect(
      await network.ask(`{
        account(id: "${lower(patient)}") {
          chart { id holder { id } authoriser { id } signatureEpoch consentEpoch registered { name logIndex } }
          key { version published { name logIndex actor { id } account { id } } }
        }
      }`),
    ).toEqual({
      account: {
        chart: {
          id: chartOf(patient),
          holder: { id: lower(patient) },
          authoriser: { id: lower(authoriserOf(patient)) },
          signatureEpoch: 0,
          consentEpoch: 0,
          registered: { name: "PatientRegistered", logIndex: 0 },
        },
        key: {
          version: 1,
          published: {
            name: "KeyPublished",
            logIndex: 1,
            actor: { id: lower(patient) },
            account: { id: lower(patient) },
          },
        },
      },
    });
  });

  it("a newer key becomes the account's, and the older one stays", async () => {
    const key = await publishKey(doctorB, 2);

    expect(
      await network.ask(`{
        account(id: "${lower(doctorB)}") {
          key { id version encryptionAddress bundle keyring possession accountSignature }
          keys(orderBy: version) { version }
        }
      }`),
    ).toEqual({
      account: {
        key: {
          id: concat([lower(doctorB), numberToHex(2, { size: 4 })]),
          version: 2,
          encryptionAddress: key.encryptionAddress,
          bundle: key.bundle,
          keyring: key.keyring,
          possession: key.possession,
          accountSignature: key.accountSignature,
        },
        keys: [{ version: 1 }, { version: 2 }],
      },
    });
  });

  it("renewing keeps the generation, and after a revocation a new one starts", async () => {
    const { mined, registryAs, timeOf } = network;
    const first = await attest(doctorE, { specialty: "Cardiology" });
    const renewed = await attest(doctorE, { specialty: "Paediatric cardiology" });
    const revoked = await mined(registryAs(attester).write.revokeAttestation([doctorE.address]));
    const fields = `specialty generation issuedAt validUntil licenceTag attester { id } revokedAt revoked { name actor { id } account { id } }`;
    const question = `{
      account(id: "${lower(doctorE)}") { attestation { ${fields} } attestations(orderBy: issuedAt) { generation revokedAt } }
    }`;

    expect(await network.ask(question)).toEqual({
      account: {
        attestation: {
          specialty: "Paediatric cardiology",
          generation: 1,
          issuedAt: renewed.issuedAt.toString(),
          validUntil: renewed.validUntil.toString(),
          licenceTag: renewed.licenceTag,
          attester: { id: lower(attester) },
          revokedAt: await timeOf(revoked),
          revoked: { name: "AttestationRevoked", actor: { id: lower(attester) }, account: { id: lower(doctorE) } },
        },
        attestations: [
          { generation: 1, revokedAt: null },
          { generation: 1, revokedAt: await timeOf(revoked) },
        ],
      },
    });
    expect(first.issuedAt).toBeLessThan(renewed.issuedAt);

    await attest(doctorE, { specialty: "Cardiology" });
    expect(await network.ask(question)).toMatchObject({
      account: { attestation: { specialty: "Cardiology", generation: 2, revokedAt: null, revoked: null } },
    });
  });
});
