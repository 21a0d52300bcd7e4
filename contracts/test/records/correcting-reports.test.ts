import { doctorRole } from "@chartkey/protocol/role-id";
import { concat, encodeAbiParameters, hexToBigInt, keccak256, numberToHex, slice, zeroHash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { itLimitsCapsules } from "../support/capsules.ts";
import { chain, goTo, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { consent, correction, idOf, newReport, standingConsent } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const OWN = 0;
const LIVE = 0;
const RETRACTED = 1;
const ERASED = 2;
const MOST_VERSIONS = 255;

describe("correcting a report", () => {
  it("is refused for a report that does not exist", async () => {
    const { doctor } = await world();
    await expectRefusal(doctor.records.write.correctReport([correction(zeroHash, NORTHFIELD)]), "ReportUnknown", [
      zeroHash,
    ]);
  });

  it("is refused once the report was retracted", async () => {
    const { doctor, report } = await world();
    await doctor.records.write.retractReport([report, 1]);
    await expectRefusal(doctor.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotLive", [
      report,
      RETRACTED,
    ]);
  });

  it("is refused once the report was erased", async () => {
    const { doctor, patient, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(doctor.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotLive", [
      report,
      ERASED,
    ]);
  });

  describe("given a report that a doctor wrote", () => {
    for (const name of ["patient", "harbourDoctor", "registrar", "admin", "attester", "stranger"] as const) {
      for (const hospital of [OWN, NORTHFIELD]) {
        it(`is refused to the ${name}, who is not its author, under hospital ${hospital}`, async () => {
          const all = await world();
          await expectRefusal(
            all[name].records.write.correctReport([correction(all.report, hospital)]),
            "ReportNotAuthor",
            [all.report, all[name].address],
          );
        });
      }
    }

    it("is refused to another doctor who is assigned and may read it", async () => {
      const { patient, attester, registrar, newcomer, chart, report } = await world();
      await attest(attester, newcomer);
      await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
      await registrar.registry.write.assignDoctor([chart, newcomer.address, NORTHFIELD]);
      await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
      await patient.records.write.grantConsents([await consent(report, newcomer)]);
      await expectRefusal(newcomer.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotAuthor", [
        report,
        newcomer.address,
      ]);
    });

    for (const hospital of [OWN, HARBOUR]) {
      it(`is refused to its author under hospital ${hospital}, where they are not assigned`, async () => {
        const { doctor, chart, report } = await world();
        await expectRefusal(doctor.records.write.correctReport([correction(report, hospital)]), "ReportNotAssigned", [
          chart,
          doctor.address,
          hospital,
        ]);
      });
    }

    it("is refused to its author once the assignment ended", async () => {
      const { doctor, registrar, chart, report } = await world();
      await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
      await expectRefusal(doctor.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotAssigned", [
        chart,
        doctor.address,
        NORTHFIELD,
      ]);
    });

    it("is refused to its author once the attestation lapsed, until assigned anew", async () => {
      const { doctor, attester, registrar, chart, report } = await world();
      await goTo((await now()) + YEAR + 1n);
      await expectRefusal(doctor.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotAssigned");
      await attest(attester, doctor);
      await expectRefusal(doctor.records.write.correctReport([correction(report, NORTHFIELD)]), "ReportNotAssigned");

      await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
    });

    it("is refused when the capsules were made for an older key of the patient", async () => {
      const { doctor, patient, report } = await world();
      await patient.registry.write.publishKey([await keyPublication(patient, { version: 2 })]);
      await expectRefusal(
        doctor.records.write.correctReport([correction(report, NORTHFIELD)]),
        "ReportStaleHolderKey",
        [2, 1],
      );
    });

    it("is refused when the standing readers changed since the capsules were made", async () => {
      const { doctor, patient, harbourDoctor, chart, report } = await world();
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
      await expectRefusal(
        doctor.records.write.correctReport([correction(report, NORTHFIELD)]),
        "ReportStaleConsentEpoch",
        [1, 0],
      );
    });

    for (const version of [0, 1, 3]) {
      it(`is refused as version ${version} after the first`, async () => {
        const { doctor, report } = await world();
        await expectRefusal(
          doctor.records.write.correctReport([correction(report, NORTHFIELD, { version })]),
          "ReportStaleVersion",
          [1, version],
        );
      });
    }

    for (const epoch of [0, 2]) {
      it(`is refused when it names epoch ${epoch} instead of the first`, async () => {
        const { doctor, report } = await world();
        await expectRefusal(
          doctor.records.write.correctReport([correction(report, NORTHFIELD, { epoch })]),
          "ReportStaleEpoch",
          [1, epoch],
        );
      });
    }

    it("is refused when the patient rekeyed the report meanwhile", async () => {
      const { doctor, patient, report } = await world();
      const { payload, capsules, ...corrected } = correction(report, NORTHFIELD);
      await patient.records.write.rekeyReport([report, 1, [payload], capsules]);
      await expectRefusal(
        doctor.records.write.correctReport([{ ...corrected, payload, capsules }]),
        "ReportStaleEpoch",
        [2, 1],
      );
      await doctor.records.write.correctReport([{ ...corrected, payload, capsules, epoch: 2 }]);
    });

    for (const [name, change] of Object.entries({
      commitment: { commitment: zeroHash },
      payload: { payload: zeroHash },
    })) {
      it(`is refused without a ${name}`, async () => {
        const { doctor, report } = await world();
        await expectRefusal(
          doctor.records.write.correctReport([correction(report, NORTHFIELD, change)]),
          "ReportIncomplete",
        );
      });
    }

    itLimitsCapsules(({ doctor, report }, capsules) =>
      doctor.records.write.correctReport([correction(report, NORTHFIELD, { capsules })]),
    );

    it("adds a version, and announces all of it", async () => {
      const { doctor, chart, report } = await world();
      const { consentEpoch, ...corrected } = correction(report, NORTHFIELD);
      const events = await eventsOf(doctor.records.write.correctReport([{ ...corrected, consentEpoch }]));

      expect(events).toEqual([{ name: "ReportCorrected", args: { ...corrected, chart, actor: doctor.address } }]);
      expect(await doctor.records.read.reportOf([report])).toEqual([doctor.address.toLowerCase(), 1, 2, LIVE, false]);
    });

    it("follows another correction with the next version, and the epoch stays", async () => {
      const { doctor, report } = await world();
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
      await expectRefusal(
        doctor.records.write.correctReport([correction(report, NORTHFIELD)]),
        "ReportStaleVersion",
        [2, 2],
      );
      await doctor.records.write.correctReport([correction(report, NORTHFIELD, { version: 3 })]);
      expect((await doctor.records.read.reportOf([report])).slice(1, 3)).toEqual([1, 3]);
    });

    it("keeps the mark for explicit sharing only", async () => {
      const { doctor, chart } = await world();
      const added = newReport(chart, NORTHFIELD, { commitment: keccak256("0x05"), explicitOnly: true });
      await doctor.records.write.addReport([added]);
      const marked = idOf(doctor, chart, doctor.address, added.commitment);
      await doctor.records.write.correctReport([correction(marked, NORTHFIELD)]);
      expect((await doctor.records.read.reportOf([marked]))[4]).toBe(true);
    });

    it("is covered by a consent to the report", async () => {
      const { doctor, patient, harbourDoctor, report } = await world();
      await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
      expect(await doctor.records.read.canRead([report, harbourDoctor.address])).toBe(true);
    });

    it("is the author's even when the patient stopped sharing the report with them, and opens nothing", async () => {
      const { doctor, patient, report } = await world();
      await patient.records.write.stopConsent([report, doctor.address]);
      await doctor.records.write.correctReport([correction(report, NORTHFIELD)]);
      expect(await doctor.records.read.canRead([report, doctor.address])).toBe(false);
    });

    it("is possible under another hospital where its author is assigned", async () => {
      const { doctor, patient, harbourRegistrar, chart, report } = await world();
      await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), doctor.address]);
      await patient.registry.write.askForCare([HARBOUR]);
      await harbourRegistrar.registry.write.acceptCare([chart, HARBOUR]);
      await harbourRegistrar.registry.write.assignDoctor([chart, doctor.address, HARBOUR]);
      const [event] = await eventsOf(doctor.records.write.correctReport([correction(report, HARBOUR)]));
      expect(event?.args).toMatchObject({ hospital: HARBOUR });
    });

    it(`is possible up to version ${MOST_VERSIONS} and refused beyond`, async () => {
      const all = await world();
      const { doctor, report } = all;
      await setVersion(all, report, MOST_VERSIONS - 1);
      await doctor.records.write.correctReport([correction(report, NORTHFIELD, { version: MOST_VERSIONS })]);
      expect((await doctor.records.read.reportOf([report]))[2]).toBe(MOST_VERSIONS);

      await expectRefusal(
        doctor.records.write.correctReport([correction(report, NORTHFIELD, { version: MOST_VERSIONS + 1 })]),
        "ReportTooManyVersions",
        [report],
      );
    });
  });

  describe("given a report that the patient wrote", () => {
    const ofThePatient = async () => {
      const all = await world();
      await all.patient.records.write.addReport([newReport(all.chart, OWN)]);
      return { ...all, own: idOf(all.patient, all.chart, all.chart) };
    };

    for (const name of ["doctor", "harbourDoctor", "registrar", "otherPatient", "stranger"] as const) {
      for (const hospital of [OWN, NORTHFIELD]) {
        it(`is refused to the ${name} under hospital ${hospital}`, async () => {
          const all = await ofThePatient();
          await expectRefusal(
            all[name].records.write.correctReport([correction(all.own, hospital)]),
            "ReportNotAuthor",
            [all.own, all[name].address],
          );
        });
      }
    }

    it("is refused to the patient under a hospital", async () => {
      const { patient, own } = await ofThePatient();
      await expectRefusal(patient.records.write.correctReport([correction(own, NORTHFIELD)]), "ReportNotAuthor", [
        own,
        patient.address,
      ]);
    });

    it("adds a version, and announces all of it", async () => {
      const { patient, chart, own } = await ofThePatient();
      const { consentEpoch, ...corrected } = correction(own, OWN);
      const events = await eventsOf(patient.records.write.correctReport([{ ...corrected, consentEpoch }]));

      expect(events).toEqual([{ name: "ReportCorrected", args: { ...corrected, chart, actor: patient.address } }]);
      expect(await patient.records.read.reportOf([own])).toEqual([chart, 1, 2, LIVE, false]);
    });
  });
});

/** Puts a report's version where 253 corrections would have brought it, see `Report` in `Reading.sol`. */
async function setVersion({ contracts }: World, report: Hex, version: number): Promise<void> {
  const reportsSlot = 3n;
  const key = encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [report, reportsSlot]);
  const slot = hexToBigInt(keccak256(key));
  const { getStorageAt, setStorageAt } = chain.networkHelpers;
  const word = (await getStorageAt(contracts.records, slot)) as Hex;
  const byte = numberToHex(version, { size: 1 });
  await setStorageAt(contracts.records, slot, concat([slice(word, 0, 3), byte, slice(word, 4)]));
}
