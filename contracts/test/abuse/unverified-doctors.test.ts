import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest } from "../support/attestations.ts";
import { goTo, now, YEAR } from "../support/chain.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { CAPSULES, consent, correction, newReport, PAYLOAD, standingConsent } from "../support/reports.ts";
import { signAndSend, signedConsent, signedStandingConsent } from "../support/signed-acts.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const COMMITMENT = padHex("0xc9", { size: 32 });

/** Everybody who is no active doctor, though close to it. Each has an encryption key. */
const unverified: Record<string, (all: World) => Promise<Actor>> = {
  "somebody never attested": async ({ newcomer }) => withKey(newcomer),
  "somebody attested and appointed nowhere": async ({ attester, newcomer }) => {
    await attest(attester, newcomer);
    return withKey(newcomer);
  },
  "a doctor whose attestation was revoked": async ({ attester, doctor }) => {
    await attester.registry.write.revokeAttestation([doctor.address]);
    return doctor;
  },
  "a doctor whose attestation has run out": async ({ doctor }) => {
    await goTo((await now()) + YEAR);
    return doctor;
  },
  "a doctor whose attester was disavowed": async ({ admin, attester, doctor }) => {
    await admin.registry.write.disavowAttester([attester.address, 1n]);
    return doctor;
  },
  "a doctor whose appointment ended": async ({ registrar, doctor }) => {
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    return doctor;
  },
};

for (const [who, become] of Object.entries(unverified)) {
  describe(who, () => {
    it("writes no report into a chart", async () => {
      const all = await world();
      const impostor = await become(all);
      for (const hospital of [0, NORTHFIELD, HARBOUR]) {
        const added = newReport(all.chart, hospital, { commitment: COMMITMENT });
        await expectRefusal(impostor.records.write.addReport([added]), "ReportNotAssigned", [
          all.chart,
          impostor.address,
          hospital,
        ]);
      }
    });

    it("writes no correction and no remark", async () => {
      const all = await world();
      const impostor = await become(all);
      const isAuthor = impostor.address === all.doctor.address;
      await expectRefusal(
        impostor.records.write.correctReport([correction(all.report, NORTHFIELD)]),
        isAuthor ? "ReportNotAssigned" : "ReportNotAuthor",
      );
      await expectRefusal(
        impostor.records.write.addRemark([all.report, 1, COMMITMENT, PAYLOAD, CAPSULES]),
        "ReportNotReader",
        [all.report, impostor.address],
      );
    });

    it("is not assigned, and asks for nothing", async () => {
      const all = await world();
      const impostor = await become(all);
      if (impostor.address !== all.doctor.address) {
        await expectRefusal(
          all.registrar.registry.write.assignDoctor([all.chart, impostor.address, NORTHFIELD]),
          "CareDoctorNotActive",
          [impostor.address, NORTHFIELD],
        );
      }
      expect(await impostor.registry.read.isAssigned([all.chart, impostor.address, NORTHFIELD])).toBe(false);
      await expectRefusal(
        impostor.records.write.requestConsent([all.report, purposeIndex("ETREAT")]),
        "RequestDoctorNotActive",
        [impostor.address],
      );
    });

    it("is given nothing, not even by the patient", async () => {
      const all = await world();
      const impostor = await become(all);
      const one = await consent(all.report, impostor);
      const whole = await standingConsent(all.chart, impostor);

      await expectRefusal(all.patient.records.write.grantConsents([one]), "ConsentGranteeNotActive", [
        impostor.address,
      ]);
      await expectRefusal(signAndSend(await signedConsent(all, one), all.patient), "ConsentGranteeNotActive");
      await expectRefusal(all.patient.records.write.grantStandingConsent([whole]), "ConsentGranteeNotActive");
      await expectRefusal(signAndSend(await signedStandingConsent(all, whole), all.patient), "ConsentGranteeNotActive");
      expect(await impostor.records.read.canRead([all.report, impostor.address])).toBe(false);
    });
  });
}

describe("a verified doctor of another hospital", () => {
  it("writes nothing into a chart, under whichever hospital", async () => {
    const { harbourDoctor, chart } = await world();
    for (const hospital of [0, NORTHFIELD, HARBOUR]) {
      await expectRefusal(harbourDoctor.records.write.addReport([newReport(chart, hospital)]), "ReportNotAssigned", [
        chart,
        harbourDoctor.address,
        hospital,
      ]);
    }
  });

  it("is not assigned where they are not appointed", async () => {
    const { registrar, harbourRegistrar, harbourDoctor, chart } = await world();
    await expectRefusal(
      registrar.registry.write.assignDoctor([chart, harbourDoctor.address, NORTHFIELD]),
      "CareDoctorNotActive",
      [harbourDoctor.address, NORTHFIELD],
    );
    await expectRefusal(
      harbourRegistrar.registry.write.assignDoctor([chart, harbourDoctor.address, HARBOUR]),
      "CareUnexpectedStatus",
    );
  });
});

describe("a grant to what is no person", () => {
  for (const contract of ["registry", "records"] as const) {
    it(`is refused: the ${contract} itself`, async () => {
      const { patient, contracts, report } = await world();
      const granted = await consent(report, patient, { grantee: contracts[contract] });
      await expectRefusal(patient.records.write.grantConsents([granted]), "ConsentGranteeNotActive");
    });
  }

  it("is refused: a patient, even the holder of the chart", async () => {
    const { patient, otherPatient, report } = await world();
    for (const grantee of [patient, otherPatient]) {
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, grantee)]),
        "ConsentGranteeNotActive",
        [grantee.address],
      );
    }
  });
});

async function withKey(account: Actor): Promise<Actor> {
  await account.registry.write.publishKey([await keyPublication(account)]);
  return account;
}
