import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { itLimitsCapsules } from "../support/capsules.ts";
import { goTo } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { CAPSULES, COMMITMENT, consent, PAYLOAD, standingConsent } from "../support/reports.ts";
import { world } from "../support/world.ts";

const EPOCH = 1;

describe("adding a remark", () => {
  it("is refused to a report that does not exist", async () => {
    const { patient } = await world();
    await expectRefusal(
      patient.records.write.addRemark([zeroHash, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportUnknown",
      [zeroHash],
    );
  });

  for (const name of ["harbourDoctor", "registrar", "admin", "attester", "otherPatient", "stranger"] as const) {
    it(`is refused to the ${name}, who may not read the report`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].records.write.addRemark([all.report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
        "ReportNotReader",
        [all.report, all[name].address],
      );
    });
  }

  it("is refused to a doctor with whom the patient stopped sharing", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.stopConsent([report, doctor.address]);
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportNotReader",
      [report, doctor.address],
    );
  });

  it("is refused to a doctor whose consent has run out", async () => {
    const { patient, harbourDoctor, report } = await world();
    const granted = await consent(report, harbourDoctor);
    await patient.records.write.grantConsents([granted]);
    await goTo(granted.expiry);
    await expectRefusal(
      harbourDoctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportNotReader",
      [report, harbourDoctor.address],
    );
  });

  it("is refused to the author once the report was retracted, and not to the patient", async () => {
    const { doctor, patient, report } = await world();
    await doctor.records.write.retractReport([report, 1]);
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportNotReader",
      [report, doctor.address],
    );
    await patient.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]);
  });

  for (const name of ["patient", "doctor"] as const) {
    it(`is refused to the ${name} once the report was erased`, async () => {
      const all = await world();
      await all.patient.records.write.eraseReport([all.report]);
      await expectRefusal(
        all[name].records.write.addRemark([all.report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
        "ReportNotReader",
        [all.report, all[name].address],
      );
    });
  }

  for (const epoch of [0, 2]) {
    it(`is refused when it names epoch ${epoch} instead of the current one`, async () => {
      const { doctor, report } = await world();
      await expectRefusal(
        doctor.records.write.addRemark([report, epoch, COMMITMENT, PAYLOAD, CAPSULES]),
        "ReportStaleEpoch",
        [1, epoch],
      );
    });
  }

  it("is refused for the epoch before a rekeying", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.rekeyReport([report, 1, [PAYLOAD], CAPSULES]);
    await expectRefusal(
      doctor.records.write.addRemark([report, 1, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportStaleEpoch",
      [2, 1],
    );
    await doctor.records.write.addRemark([report, 2, COMMITMENT, PAYLOAD, CAPSULES]);
  });

  it("is refused without a commitment", async () => {
    const { doctor, report } = await world();
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, zeroHash, PAYLOAD, CAPSULES]),
      "ReportIncomplete",
    );
  });

  it("is refused without a payload", async () => {
    const { doctor, report } = await world();
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, zeroHash, CAPSULES]),
      "ReportIncomplete",
    );
  });

  itLimitsCapsules(({ doctor, report }, capsules) =>
    doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, capsules]),
  );

  for (const name of ["patient", "doctor", "harbourDoctor"] as const) {
    it(`succeeds for the ${name}, who may read the report`, async () => {
      const all = await world();
      await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
      const remark = [all.report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES] as const;
      const events = await eventsOf(all[name].records.write.addRemark(remark));

      expect(events).toEqual([
        {
          name: "RemarkAdded",
          args: {
            report: all.report,
            chart: all.chart,
            actor: all[name].address,
            epoch: EPOCH,
            commitment: COMMITMENT,
            payload: PAYLOAD,
            capsules: CAPSULES,
          },
        },
      ]);
    });
  }

  it("succeeds for a standing reader", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    await harbourDoctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]);
  });

  it("changes neither version nor epoch of the report", async () => {
    const { doctor, report } = await world();
    const before = await doctor.records.read.reportOf([report]);
    await doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]);
    expect(await doctor.records.read.reportOf([report])).toEqual(before);
  });
});
