import { padHex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import {
  addOwnReportAndRequest,
  DOCTORS_CALLS,
  GRANTING_CALLS,
  OWN_CALLS,
  REPAIRING_CALLS,
  STOPPING_CALLS,
  WRITING_CALLS,
} from "../support/records-calls.ts";
import { recover } from "../support/recover.ts";
import { startRecovery } from "../support/recoveries.ts";
import { consent, correction, idOf, newReport, standingConsent } from "../support/reports.ts";
import { NORTHFIELD, world } from "../support/world.ts";

async function frozen() {
  const all = await world();
  await addOwnReportAndRequest(all);
  await startRecovery(all.chart, authoriserOf(all.patient), all.newcomer);
  return all;
}

describe("a chart that is frozen because a recovery is under way", () => {
  describe("refuses its holder, who may be a thief,", () => {
    it.each([...GRANTING_CALLS, ...WRITING_CALLS, ...REPAIRING_CALLS])("when $title", async ({ send }) => {
      const all = await frozen();
      await expectRefusal(send(all), "ChartFrozen", [all.chart]);
    });
  });

  describe("can still be narrowed,", () => {
    it.each([...STOPPING_CALLS, ...OWN_CALLS])("as when $title", async ({ send }) => {
      expect(await eventsOf(send(await frozen()))).not.toEqual([]);
    });
  });

  describe("does not keep doctors from their work,", () => {
    it.each(DOCTORS_CALLS)("as when $title", async ({ send }) => {
      expect(await eventsOf(send(await frozen()))).not.toEqual([]);
    });
  });

  describe("is itself again once the recovery was cancelled,", () => {
    it.each([...GRANTING_CALLS, ...WRITING_CALLS, ...REPAIRING_CALLS])("as when $title", async ({ send }) => {
      const all = await frozen();
      await all.patient.registry.write.cancelRecovery();
      expect(await eventsOf(send(all))).not.toEqual([]);
    });
  });

  it("changes nobody's reading", async () => {
    const { patient, doctor, newcomer, report } = await frozen();
    const canRead = ({ address }: { address: `0x${string}` }) => patient.records.read.canRead([report, address]);
    for (const reader of [patient, doctor]) expect(await canRead(reader)).toBe(true);
    expect(await canRead(newcomer)).toBe(false);
  });

  it("refuses the named holder until the recovery is complete", async () => {
    const { newcomer, harbourDoctor, chart, report } = await frozen();
    await expectRefusal(
      newcomer.records.write.grantConsents([await consent(report, harbourDoctor)]),
      "ConsentNotHolder",
      [chart, newcomer.address],
    );
  });
});

describe("a chart that was recovered", () => {
  async function recovered() {
    const all = await world();
    await addOwnReportAndRequest(all);
    await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
    await recover(all, all.newcomer);
    return { ...all, own: idOf(all.patient, all.chart, all.chart) };
  }

  it("is read by its new holder, and by the former one no more", async () => {
    const { patient, newcomer, report, own } = await recovered();
    for (const which of [report, own]) {
      expect(await patient.records.read.canRead([which, newcomer.address])).toBe(true);
      expect(await patient.records.read.canRead([which, patient.address])).toBe(false);
    }
  });

  it("keeps the consents that were given, and the authorship of doctors", async () => {
    const { patient, doctor, harbourDoctor, report } = await recovered();
    for (const reader of [doctor, harbourDoctor]) {
      expect(await patient.records.read.canRead([report, reader.address])).toBe(true);
    }
  });

  it("lets its new holder correct and retract what the former one wrote, who cannot", async () => {
    const { patient, newcomer, chart, own } = await recovered();
    await expectRefusal(patient.records.write.correctReport([correction(own, 0)]), "ReportNotAuthor", [
      own,
      patient.address,
    ]);
    await expectRefusal(patient.records.write.retractReport([own, 1]), "ReportNotHolder", [chart, patient.address]);
    await newcomer.records.write.correctReport([correction(own, 0)]);
    await newcomer.records.write.retractReport([own, 1]);
  });

  it("is shared by its new holder alone", async () => {
    const { patient, newcomer, doctor, harbourDoctor, chart, report } = await recovered();
    const standing = await standingConsent(chart, doctor);
    await expectRefusal(patient.records.write.grantStandingConsent([standing]), "ConsentNotHolder");
    await newcomer.records.write.grantStandingConsent([standing]);
    await newcomer.records.write.stopConsent([report, harbourDoctor.address]);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("asks doctors to wrap for its new holder's key", async () => {
    const { doctor, newcomer, chart } = await recovered();
    await newcomer.registry.write.publishKey([await keyPublication(newcomer, { version: 2 })]);
    const commitment = padHex("0xc1", { size: 32 });
    await expectRefusal(
      doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment })]),
      "ReportStaleHolderKey",
      [2, 1],
    );
    await doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment, holderKeyVersion: 2 })]);
  });
});
