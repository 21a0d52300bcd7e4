import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { recover } from "../support/recover.ts";
import { register } from "../support/registrations.ts";
import { consent, newReport, standingConsent } from "../support/reports.ts";
import { settingsOf } from "../support/settings.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const ERASED = 2;

describe("registering again", () => {
  for (const how of ["directly", "by signature"] as const) {
    it(`is refused to a patient, ${how}, and wipes nothing`, async () => {
      const all = await world();
      const { patient, harbourDoctor, chart, report } = all;
      await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
      const before = await settingsOf(all);
      const key = await keyPublication(patient, { version: 2 });
      const again =
        how === "directly"
          ? patient.registry.write.registerPatient([key, authoriserOf(patient).address])
          : register(all.stranger, patient, key);

      await expectRefusal(again, "ChartAlreadyRegistered", [chart, patient.address]);
      expect(await settingsOf(all)).toEqual(before);
    });
  }

  it("is refused to somebody whose chart went to a new holder", async () => {
    const all = await world();
    await recover(all, all.newcomer);
    const before = await settingsOf(all);

    await expectRefusal(
      all.patient.registry.write.registerPatient([
        await keyPublication(all.patient, { version: 2 }),
        authoriserOf(all.stranger).address,
      ]),
      "ChartAlreadyRegistered",
      [all.chart, all.patient.address],
    );
    expect(await settingsOf(all)).toEqual(before);
  });

  it("is refused to the new holder, who has a chart", async () => {
    const all = await world();
    await recover(all, all.newcomer);
    const key = await keyPublication(all.newcomer, { version: 2 });
    await expectRefusal(
      all.newcomer.registry.write.registerPatient([key, authoriserOf(all.newcomer).address]),
      "ChartAlreadyRegistered",
      [all.chart, all.newcomer.address],
    );
  });

  it("does not bring back the first version of a key", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.publishKey([await keyPublication(patient)]), "KeyVersionMismatch", [
      patient.address,
      2,
      1,
    ]);
  });
});

describe("beginning again", () => {
  it("with the same report does not bring it back once it was erased", async () => {
    const { patient, doctor, chart, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportAlreadyAdded", [report]);
    expect((await doctor.records.read.reportOf([report]))[3]).toBe(ERASED);
  });

  it("with care at a hospital does not bring back its assignments", async () => {
    const { patient, registrar, doctor, chart } = await world();
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await patient.registry.write.askForCare([NORTHFIELD]);
    await registrar.registry.write.acceptCare([chart, NORTHFIELD]);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
  });

  it("as a doctor, after a revocation, brings back no consent, no assignment and no authorship", async () => {
    const { attester, patient, doctor, chart, report } = await world();
    await patient.records.write.grantConsents([await consent(report, doctor)]);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
    await attester.registry.write.revokeAttestation([doctor.address]);
    await attest(attester, doctor);

    expect(await doctor.registry.read.isActiveDoctor([doctor.address])).toBe(true);
    expect(await doctor.registry.read.isAssigned([chart, doctor.address, NORTHFIELD])).toBe(false);
    expect(await doctor.records.read.canRead([report, doctor.address])).toBe(false);
  });

  it("with a consent after a stop does not begin its counter again", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    await patient.records.write.stopConsent([report, harbourDoctor.address]);
    await expectRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
      "ConsentStaleCounter",
      [3, 0],
    );
  });
});
