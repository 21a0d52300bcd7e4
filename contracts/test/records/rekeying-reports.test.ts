import { padHex, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { itLimitsCapsules } from "../support/capsules.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { CAPSULES, consent, correction, idOf, newReport } from "../support/reports.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const LIVE = 0;
const RETRACTED = 1;
const ERASED = 2;
const PAYLOADS = [padHex("0xb1", { size: 32 }), padHex("0xb2", { size: 32 }), padHex("0xb3", { size: 32 })] as const;

describe("rekeying a report", () => {
  it("is refused for a report that does not exist", async () => {
    const { patient } = await world();
    await expectRefusal(patient.records.write.rekeyReport([zeroHash, 1, [PAYLOADS[0]], CAPSULES]), "ReportUnknown", [
      zeroHash,
    ]);
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
      await expectRefusal(
        all[name].records.write.rekeyReport([all.report, 1, [PAYLOADS[0]], CAPSULES]),
        "ReportNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("is refused once the report was erased", async () => {
    const { patient, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(patient.records.write.rekeyReport([report, 1, [PAYLOADS[0]], CAPSULES]), "ReportNotLive", [
      report,
      ERASED,
    ]);
  });

  for (const epoch of [0, 2]) {
    it(`is refused when it names epoch ${epoch} instead of the first`, async () => {
      const { patient, report } = await world();
      await expectRefusal(
        patient.records.write.rekeyReport([report, epoch, [PAYLOADS[0]], CAPSULES]),
        "ReportStaleEpoch",
        [1, epoch],
      );
    });
  }

  for (const given of [0, 1, 3]) {
    it(`is refused with ${given} payloads for two versions`, async () => {
      const { doctor, patient, report } = await world();
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
      await expectRefusal(
        patient.records.write.rekeyReport([report, 1, PAYLOADS.slice(0, given), CAPSULES]),
        "ReportPayloadsMismatch",
        [2n, BigInt(given)],
      );
    });
  }

  for (const [name, payloads] of Object.entries({
    first: [zeroHash, PAYLOADS[1]],
    last: [PAYLOADS[0], zeroHash],
  })) {
    it(`is refused when the ${name} payload is missing`, async () => {
      const { doctor, patient, report } = await world();
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
      await expectRefusal(patient.records.write.rekeyReport([report, 1, payloads, CAPSULES]), "ReportIncomplete");
    });
  }

  itLimitsCapsules(({ patient, report }, capsules) =>
    patient.records.write.rekeyReport([report, 1, [PAYLOADS[0]], capsules]),
  );

  it("begins the next epoch with a payload for each version, and announces all of it", async () => {
    const { doctor, patient, chart, report } = await world();
    await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
    const payloads = PAYLOADS.slice(0, 2);
    const events = await eventsOf(patient.records.write.rekeyReport([report, 1, payloads, CAPSULES]));

    expect(events).toEqual([
      {
        name: "ReportRekeyed",
        args: { report, chart, actor: patient.address, epoch: 2, payloads, capsules: CAPSULES },
      },
    ]);
    expect(await patient.records.read.reportOf([report])).toEqual([doctor.address.toLowerCase(), 2, 2, LIVE, false]);
  });

  it("is refused a second time for the same epoch", async () => {
    const { patient, report } = await world();
    await patient.records.write.rekeyReport([report, 1, [PAYLOADS[0]], CAPSULES]);
    await expectRefusal(
      patient.records.write.rekeyReport([report, 1, [PAYLOADS[1]], CAPSULES]),
      "ReportStaleEpoch",
      [2, 1],
    );
    await patient.records.write.rekeyReport([report, 2, [PAYLOADS[1]], CAPSULES]);
    expect((await patient.records.read.reportOf([report]))[1]).toBe(3);
  });

  it("is possible for a report that was retracted, which the patient still reads", async () => {
    const { doctor, patient, report } = await world();
    await doctor.records.write.retractReport([report, 1]);
    await patient.records.write.rekeyReport([report, 1, [PAYLOADS[0]], CAPSULES]);
    expect((await patient.records.read.reportOf([report])).slice(1, 4)).toEqual([2, 1, RETRACTED]);
  });

  it("is possible for the patient's own report", async () => {
    const { patient, chart } = await world();
    await patient.records.write.addReport([newReport(chart, 0)]);
    const own = idOf(patient, chart, chart);
    await patient.records.write.rekeyReport([own, 1, [PAYLOADS[0]], CAPSULES]);
    expect((await patient.records.read.reportOf([own]))[1]).toBe(2);
  });

  it("changes nobody's reading", async () => {
    const { doctor, patient, harbourDoctor, stranger, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    await patient.records.write.rekeyReport([report, 1, [PAYLOADS[0]], CAPSULES]);
    for (const reader of [doctor, patient, harbourDoctor]) {
      expect(await patient.records.read.canRead([report, reader.address])).toBe(true);
    }
    expect(await patient.records.read.canRead([report, stranger.address])).toBe(false);
  });
});
