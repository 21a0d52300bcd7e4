import { doctorRole } from "@chartkey/protocol/role-id";
import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { eventsOf } from "../support/events.ts";
import { expectBareRefusal, expectRefusal } from "../support/expect-refusal.ts";
import { consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const RETRACTED = 1;
const ERASED = 2;
const WRONG_PATIENT = 1;
const REASONS = [WRONG_PATIENT, 2, 3, 4, 5];
const BEYOND_REASONS = 6;

const withOwnReport = async () => {
  const all = await world();
  await all.patient.records.write.addReport([newReport(all.chart, 0)]);
  return { ...all, own: idOf(all.patient, all.chart, all.chart) };
};

describe("retracting a report", () => {
  it("is refused for a report that does not exist", async () => {
    const { doctor } = await world();
    await expectRefusal(doctor.records.write.retractReport([zeroHash, WRONG_PATIENT]), "ReportUnknown", [zeroHash]);
  });

  for (const name of ["patient", "harbourDoctor", "registrar", "admin", "attester", "stranger"] as const) {
    it(`is refused to the ${name}, when a doctor wrote the report`, async () => {
      const all = await world();
      await expectRefusal(all[name].records.write.retractReport([all.report, WRONG_PATIENT]), "ReportNotAuthor", [
        all.report,
        all[name].address,
      ]);
    });
  }

  for (const name of ["doctor", "harbourDoctor", "registrar", "otherPatient", "stranger"] as const) {
    it(`is refused to the ${name}, when the patient wrote the report`, async () => {
      const all = await withOwnReport();
      await expectRefusal(all[name].records.write.retractReport([all.own, WRONG_PATIENT]), "ReportNotHolder", [
        all.chart,
        all[name].address,
      ]);
    });
  }

  it("is refused without a reason", async () => {
    const { doctor, report } = await world();
    await expectRefusal(doctor.records.write.retractReport([report, 0]), "ReportInvalidReason");
  });

  it("is refused for a reason that is not in the list", async () => {
    const { doctor, report } = await world();
    await expectBareRefusal(doctor.records.write.retractReport([report, BEYOND_REASONS]));
  });

  it("is refused a second time", async () => {
    const { doctor, report } = await world();
    await doctor.records.write.retractReport([report, WRONG_PATIENT]);
    await expectRefusal(doctor.records.write.retractReport([report, WRONG_PATIENT]), "ReportNotLive", [
      report,
      RETRACTED,
    ]);
  });

  it("is refused once the report was erased", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(doctor.records.write.retractReport([report, WRONG_PATIENT]), "ReportNotLive", [report, ERASED]);
  });

  for (const reason of REASONS) {
    it(`leaves a tombstone and announces reason ${reason}`, async () => {
      const { doctor, chart, report } = await world();
      const events = await eventsOf(doctor.records.write.retractReport([report, reason]));

      expect(events).toEqual([{ name: "ReportRetracted", args: { report, chart, actor: doctor.address, reason } }]);
      expect(await doctor.records.read.reportOf([report])).toEqual([
        doctor.address.toLowerCase(),
        1,
        1,
        RETRACTED,
        false,
      ]);
    });
  }

  it("ends everyone's reading but the patient's", async () => {
    const { doctor, patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    await doctor.records.write.retractReport([report, WRONG_PATIENT]);

    for (const reader of [doctor, harbourDoctor]) {
      expect(await patient.records.read.canRead([report, reader.address])).toBe(false);
    }
    expect(await patient.records.read.canRead([report, patient.address])).toBe(true);
  });

  it("is possible for an author who is neither assigned, appointed nor attested any more", async () => {
    const { doctor, attester, registrar, chart, report } = await world();
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await attester.registry.write.revokeAttestation([doctor.address]);
    await doctor.records.write.retractReport([report, WRONG_PATIENT]);
    expect((await doctor.records.read.reportOf([report]))[3]).toBe(RETRACTED);
  });

  it("is possible for an author with whom the patient stopped sharing", async () => {
    const { doctor, patient, chart, report } = await world();
    await patient.records.write.stopEverything([chart, doctor.address]);
    await doctor.records.write.retractReport([report, WRONG_PATIENT]);
    expect((await doctor.records.read.reportOf([report]))[3]).toBe(RETRACTED);
  });

  it("is the patient's for their own report, and announces the patient as the actor", async () => {
    const { patient, chart, own } = await withOwnReport();
    const events = await eventsOf(patient.records.write.retractReport([own, WRONG_PATIENT]));
    expect(events).toEqual([
      { name: "ReportRetracted", args: { report: own, chart, actor: patient.address, reason: WRONG_PATIENT } },
    ]);
  });
});

describe("erasing a report", () => {
  it("is refused for a report that does not exist", async () => {
    const { patient } = await world();
    await expectRefusal(patient.records.write.eraseReport([zeroHash]), "ReportUnknown", [zeroHash]);
  });

  for (const name of [
    "doctor",
    "harbourDoctor",
    "registrar",
    "admin",
    "attester",
    "otherPatient",
    "stranger",
  ] as const) {
    it(`is refused to the ${name}, who is not the patient`, async () => {
      const all = await world();
      await expectRefusal(all[name].records.write.eraseReport([all.report]), "ReportNotHolder", [
        all.chart,
        all[name].address,
      ]);
    });
  }

  it("is refused a second time", async () => {
    const { patient, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(patient.records.write.eraseReport([report]), "ReportNotLive", [report, ERASED]);
  });

  it("ends everyone's reading, the patient's too, and announces it", async () => {
    const { doctor, patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    const events = await eventsOf(patient.records.write.eraseReport([report]));

    expect(events).toEqual([{ name: "ReportErased", args: { report, chart, actor: patient.address } }]);
    for (const reader of [doctor, patient, harbourDoctor]) {
      expect(await patient.records.read.canRead([report, reader.address])).toBe(false);
    }
  });

  it("leaves author, epoch and version on chain", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.eraseReport([report]);
    expect(await patient.records.read.reportOf([report])).toEqual([doctor.address.toLowerCase(), 1, 1, ERASED, false]);
  });

  it("is possible for a report that was retracted", async () => {
    const { doctor, patient, report } = await world();
    await doctor.records.write.retractReport([report, WRONG_PATIENT]);
    await patient.records.write.eraseReport([report]);
    expect((await patient.records.read.reportOf([report]))[3]).toBe(ERASED);
    expect(await patient.records.read.canRead([report, patient.address])).toBe(false);
  });

  it("is possible for the patient's own report, and for one of an author no longer assigned", async () => {
    const { patient, registrar, doctor, chart, report, own } = await withOwnReport();
    await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
    for (const erased of [report, own]) await patient.records.write.eraseReport([erased]);
    for (const erased of [report, own]) expect((await patient.records.read.reportOf([erased]))[3]).toBe(ERASED);
  });
});
