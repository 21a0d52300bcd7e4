import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, zeroHash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { goTo, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { CAPSULES, COMMITMENT, consent, idOf, newReport, PAYLOAD } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const OTHER_COMMITMENT = padHex("0xc1", { size: 32 });
const NO_AUTHOR = padHex("0x", { size: 20 });
const MAX_CAPSULES = 32_768;
const OWN = 0;

const bytes = (size: number): Hex => (size === 0 ? "0x" : padHex("0x01", { size }));

describe("adding a report", () => {
  describe("given someone who is not assigned to the patient", () => {
    for (const name of ["harbourDoctor", "registrar", "admin", "attester", "otherPatient", "stranger"] as const) {
      for (const hospital of [OWN, NORTHFIELD, HARBOUR]) {
        it(`is refused to the ${name} under hospital ${hospital}`, async () => {
          const all = await world();
          await expectRefusal(
            all[name].records.write.addReport([newReport(all.chart, hospital)]),
            "ReportNotAssigned",
            [all.chart, all[name].address, hospital],
          );
        });
      }
    }

    it("is refused even when the patient shared a report with them", async () => {
      const { patient, harbourDoctor, chart, report } = await world();
      await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
      await expectRefusal(harbourDoctor.records.write.addReport([newReport(chart, HARBOUR)]), "ReportNotAssigned");
    });
  });

  describe("given the assigned doctor", () => {
    it("is refused under another hospital or none", async () => {
      const { doctor, chart } = await world();
      for (const hospital of [OWN, HARBOUR]) {
        const added = newReport(chart, hospital, { commitment: OTHER_COMMITMENT });
        await expectRefusal(doctor.records.write.addReport([added]), "ReportNotAssigned", [
          chart,
          doctor.address,
          hospital,
        ]);
      }
    });

    it("is refused once the assignment ended", async () => {
      const { doctor, registrar, chart } = await world();
      await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");
    });

    it("is refused once the patient left the hospital", async () => {
      const { doctor, patient, chart } = await world();
      await patient.registry.write.leaveCare([NORTHFIELD]);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");
    });

    it("is refused once the attestation lapsed, and after it came back", async () => {
      const { doctor, attester, chart } = await world();
      await goTo((await now()) + YEAR + 1n);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");

      await attest(attester, doctor);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");
    });

    it("is refused once the appointment ended", async () => {
      const { doctor, registrar, chart } = await world();
      await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");
    });

    it("is refused to a chart that does not exist", async () => {
      const { doctor } = await world();
      const chart = padHex("0xaa", { size: 20 });
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ChartUnknown", [chart]);
    });

    it("is refused when the capsules were made for another key of the patient", async () => {
      const { doctor, patient, chart } = await world();
      await patient.registry.write.publishKey([await keyPublication(patient, { version: 2 })]);
      await expectRefusal(
        doctor.records.write.addReport([newReport(chart, NORTHFIELD)]),
        "ReportStaleHolderKey",
        [2, 1],
      );
    });

    it("is refused a second time with the same commitment", async () => {
      const { doctor, chart, report } = await world();
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportAlreadyAdded", [
        report,
      ]);
    });

    for (const [name, change] of Object.entries({
      commitment: { commitment: zeroHash },
      payload: { payload: zeroHash },
    })) {
      it(`is refused without a ${name}`, async () => {
        const { doctor, chart } = await world();
        await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD, change)]), "ReportIncomplete");
      });
    }

    for (const length of [0, 31, MAX_CAPSULES + 1]) {
      it(`is refused with ${length} bytes of capsules`, async () => {
        const { doctor, chart } = await world();
        await expectRefusal(
          doctor.records.write.addReport([newReport(chart, NORTHFIELD, { capsules: bytes(length) })]),
          "ReportCapsulesLength",
          [BigInt(length)],
        );
      });
    }

    it("keeps author, first epoch and mark, and emits all of it", async () => {
      const { doctor, chart } = await world();
      const commitment = OTHER_COMMITMENT;
      const added = newReport(chart, NORTHFIELD, {
        commitment,
        explicitOnly: true,
        capsules: bytes(MAX_CAPSULES),
      });
      const report = idOf(doctor, chart, doctor.address, commitment);
      const events = await eventsOf(doctor.records.write.addReport([added]));

      expect(events).toEqual([
        {
          name: "ReportAdded",
          args: { ...added, report, author: doctor.address.toLowerCase(), actor: doctor.address },
        },
      ]);
      expect(await doctor.records.read.reportOf([report])).toEqual([doctor.address.toLowerCase(), 1, true]);
    });
  });

  describe("given the patient", () => {
    it("is refused under a hospital", async () => {
      const { patient, chart } = await world();
      await expectRefusal(patient.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned", [
        chart,
        patient.address,
        NORTHFIELD,
      ]);
    });

    it("adds to their own chart, with the chart as the author", async () => {
      const { patient, chart } = await world();
      const added = newReport(chart, OWN);
      const report = idOf(patient, chart, chart);
      const events = await eventsOf(patient.records.write.addReport([added]));

      expect(events).toEqual([
        { name: "ReportAdded", args: { ...added, report, author: chart, actor: patient.address } },
      ]);
      expect(await patient.records.read.reportOf([report])).toEqual([chart, 1, false]);
    });

    it("adds beside a doctor's report with the same commitment", async () => {
      const { patient, doctor, chart, report } = await world();
      await patient.records.write.addReport([newReport(chart, OWN)]);
      expect((await doctor.records.read.reportOf([report]))[0]).toBe(doctor.address.toLowerCase());
    });
  });
});

describe("adding a remark", () => {
  const EPOCH = 1;

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

  it("is refused without commitment or payload", async () => {
    const { doctor, report } = await world();
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, zeroHash, PAYLOAD, CAPSULES]),
      "ReportIncomplete",
    );
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, zeroHash, CAPSULES]),
      "ReportIncomplete",
    );
  });

  it("is refused with capsules of an impossible length", async () => {
    const { doctor, report } = await world();
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, bytes(31)]),
      "ReportCapsulesLength",
      [31n],
    );
  });

  it("is refused to a doctor with whom the patient stopped sharing", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.stopConsent([report, doctor.address]);
    await expectRefusal(
      doctor.records.write.addRemark([report, EPOCH, COMMITMENT, PAYLOAD, CAPSULES]),
      "ReportNotReader",
    );
  });

  for (const name of ["patient", "doctor", "harbourDoctor"] as const) {
    it(`succeeds for the ${name}, who may read the report`, async () => {
      const all = await world();
      await all.patient.records.write.grantConsent([await consent(all.report, all.harbourDoctor)]);
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
});

describe("a report that does not exist", () => {
  it("has no author", async () => {
    const { stranger } = await world();
    expect(await stranger.records.read.reportOf([zeroHash])).toEqual([NO_AUTHOR, 0, false]);
  });
});
