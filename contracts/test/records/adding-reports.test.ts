import { recordsAbi } from "@chartkey/protocol/generated/records";
import { doctorRole } from "@chartkey/protocol/role-id";
import { concat, encodeAbiParameters, keccak256, padHex, slice, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { itLimitsCapsules } from "../support/capsules.ts";
import { goTo, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { COMMITMENT, consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const OTHER_COMMITMENT = padHex("0xc1", { size: 32 });
const OWN = 0;
const LIVE = 0;

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

    it("is refused even to a doctor with whom the patient shares everything", async () => {
      const { patient, harbourDoctor, chart, report } = await world();
      await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
      await expectRefusal(
        harbourDoctor.records.write.addReport([newReport(chart, HARBOUR, { consentEpoch: 1 })]),
        "ReportNotAssigned",
        [chart, harbourDoctor.address, HARBOUR],
      );
    });
  });

  describe("given the assigned doctor", () => {
    for (const hospital of [OWN, HARBOUR]) {
      it(`is refused under hospital ${hospital}, where they are not assigned`, async () => {
        const { doctor, chart } = await world();
        const added = newReport(chart, hospital, { commitment: OTHER_COMMITMENT });
        await expectRefusal(doctor.records.write.addReport([added]), "ReportNotAssigned", [
          chart,
          doctor.address,
          hospital,
        ]);
      });
    }

    it("is refused to another patient's chart", async () => {
      const { doctor, otherPatient } = await world();
      const chart = await otherPatient.registry.read.chartOf([otherPatient.address]);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned", [
        chart,
        doctor.address,
        NORTHFIELD,
      ]);
    });

    it("is refused once the assignment ended", async () => {
      const { doctor, registrar, chart } = await world();
      await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
      await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportNotAssigned");
    });

    it("is refused while care is suspended", async () => {
      const { doctor, registrar, chart } = await world();
      const added = newReport(chart, NORTHFIELD, { commitment: OTHER_COMMITMENT });
      await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
      await expectRefusal(doctor.records.write.addReport([added]), "ReportNotAssigned");

      await registrar.registry.write.resumeCare([chart, NORTHFIELD]);
      await doctor.records.write.addReport([added]);
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

    for (const chart of [zeroAddress, padHex("0xaa", { size: 20 })]) {
      it(`is refused to the chart ${chart}, which does not exist`, async () => {
        const { doctor } = await world();
        await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ChartUnknown", [chart]);
      });
    }

    it("is refused when the capsules were made for an older key of the patient", async () => {
      const { doctor, patient, chart } = await world();
      await patient.registry.write.publishKey([await keyPublication(patient, { version: 2 })]);
      await expectRefusal(
        doctor.records.write.addReport([newReport(chart, NORTHFIELD)]),
        "ReportStaleHolderKey",
        [2, 1],
      );
    });

    for (const holderKeyVersion of [0, 2]) {
      it(`is refused when the capsules were made for key ${holderKeyVersion} of the patient, who has the first`, async () => {
        const { doctor, chart } = await world();
        await expectRefusal(
          doctor.records.write.addReport([newReport(chart, NORTHFIELD, { holderKeyVersion })]),
          "ReportStaleHolderKey",
          [1, holderKeyVersion],
        );
      });
    }

    it("is refused when somebody became a standing reader since the capsules were made", async () => {
      const { doctor, patient, harbourDoctor, chart } = await world();
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
      await expectRefusal(
        doctor.records.write.addReport([newReport(chart, NORTHFIELD)]),
        "ReportStaleConsentEpoch",
        [1, 0],
      );
    });

    it("is refused when somebody ceased to be a standing reader since the capsules were made", async () => {
      const { doctor, patient, harbourDoctor, chart } = await world();
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
      await patient.records.write.stopEverything([chart, harbourDoctor.address]);
      await expectRefusal(
        doctor.records.write.addReport([newReport(chart, NORTHFIELD, { consentEpoch: 1 })]),
        "ReportStaleConsentEpoch",
        [2, 1],
      );
    });

    it("is refused when it names a consent epoch that has not begun", async () => {
      const { doctor, chart } = await world();
      await expectRefusal(
        doctor.records.write.addReport([newReport(chart, NORTHFIELD, { consentEpoch: 1 })]),
        "ReportStaleConsentEpoch",
        [0, 1],
      );
    });

    for (const [state, prepare] of Object.entries({
      live: async () => {},
      retracted: ({ doctor, report }: World) => doctor.records.write.retractReport([report, 1]),
      erased: ({ patient, report }: World) => patient.records.write.eraseReport([report]),
    })) {
      it(`is refused a second time with the same commitment, the first being ${state}`, async () => {
        const all = await world();
        await prepare(all);
        await expectRefusal(
          all.doctor.records.write.addReport([newReport(all.chart, NORTHFIELD)]),
          "ReportAlreadyAdded",
          [all.report],
        );
      });
    }

    for (const [name, change] of Object.entries({
      commitment: { commitment: zeroHash },
      payload: { payload: zeroHash },
    })) {
      it(`is refused without a ${name}`, async () => {
        const { doctor, chart } = await world();
        await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD, change)]), "ReportIncomplete");
      });
    }

    itLimitsCapsules(({ doctor, chart }, capsules) =>
      doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment: OTHER_COMMITMENT, capsules })]),
    );

    for (const explicitOnly of [false, true]) {
      it(`keeps author, first epoch, first version and the mark ${explicitOnly}, and announces all of it`, async () => {
        const { doctor, chart } = await world();
        const commitment = OTHER_COMMITMENT;
        const { consentEpoch, ...added } = newReport(chart, NORTHFIELD, { commitment, explicitOnly });
        const report = idOf(doctor, chart, doctor.address, commitment);
        const author = doctor.address.toLowerCase();
        const events = await eventsOf(doctor.records.write.addReport([{ ...added, consentEpoch }]));

        expect(events).toEqual([{ name: "ReportAdded", args: { ...added, report, author, actor: doctor.address } }]);
        expect(await doctor.records.read.reportOf([report])).toEqual([author, 1, 1, LIVE, explicitOnly]);
      });
    }

    it("is accepted again under the present consent epoch", async () => {
      const { doctor, patient, harbourDoctor, chart } = await world();
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
      const added = newReport(chart, NORTHFIELD, { commitment: OTHER_COMMITMENT, consentEpoch: 1 });
      await doctor.records.write.addReport([added]);

      const report = idOf(doctor, chart, doctor.address, OTHER_COMMITMENT);
      expect(await doctor.records.read.canRead([report, harbourDoctor.address])).toBe(true);
    });

    it("is accepted beside another doctor's report with the same commitment", async () => {
      const { registrar, attester, newcomer, chart } = await world();
      await attest(attester, newcomer);
      await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
      await registrar.registry.write.assignDoctor([chart, newcomer.address, NORTHFIELD]);
      await newcomer.records.write.addReport([newReport(chart, NORTHFIELD)]);

      const copy = idOf(newcomer, chart, newcomer.address);
      expect((await newcomer.records.read.reportOf([copy]))[0]).toBe(newcomer.address.toLowerCase());
    });
  });

  describe("given the patient", () => {
    for (const hospital of [NORTHFIELD, HARBOUR]) {
      it(`is refused under hospital ${hospital}`, async () => {
        const { patient, chart } = await world();
        await expectRefusal(patient.records.write.addReport([newReport(chart, hospital)]), "ReportNotAssigned", [
          chart,
          patient.address,
          hospital,
        ]);
      });
    }

    it("is refused when the capsules were made for another of their keys", async () => {
      const { patient, chart } = await world();
      await expectRefusal(
        patient.records.write.addReport([newReport(chart, OWN, { holderKeyVersion: 2 })]),
        "ReportStaleHolderKey",
        [1, 2],
      );
    });

    it("is refused under another consent epoch", async () => {
      const { patient, chart } = await world();
      await expectRefusal(
        patient.records.write.addReport([newReport(chart, OWN, { consentEpoch: 1 })]),
        "ReportStaleConsentEpoch",
        [0, 1],
      );
    });

    it("is refused a second time with the same commitment", async () => {
      const { patient, chart } = await world();
      await patient.records.write.addReport([newReport(chart, OWN)]);
      await expectRefusal(patient.records.write.addReport([newReport(chart, OWN)]), "ReportAlreadyAdded", [
        idOf(patient, chart, chart),
      ]);
    });

    it("adds to their own chart, with the chart as the author", async () => {
      const { patient, chart } = await world();
      const { consentEpoch, ...added } = newReport(chart, OWN, { explicitOnly: true });
      const report = idOf(patient, chart, chart);
      const events = await eventsOf(patient.records.write.addReport([{ ...added, consentEpoch }]));

      expect(events).toEqual([
        { name: "ReportAdded", args: { ...added, report, author: chart, actor: patient.address } },
      ]);
      expect(await patient.records.read.reportOf([report])).toEqual([chart, 1, 1, LIVE, true]);
    });

    it("adds beside a doctor's report with the same commitment", async () => {
      const { patient, doctor, chart, report } = await world();
      await patient.records.write.addReport([newReport(chart, OWN)]);
      expect((await doctor.records.read.reportOf([report]))[0]).toBe(doctor.address.toLowerCase());
    });
  });
});

describe("the id of a report", () => {
  it("is its chart, and a hash over chain, contract, author and first commitment", async () => {
    const { doctor, contracts, chart, report } = await world();
    const hash = keccak256(
      encodeAbiParameters(
        [{ type: "uint256" }, { type: "address" }, { type: "bytes20" }, { type: "bytes32" }],
        [31337n, contracts.records, doctor.address, COMMITMENT],
      ),
    );
    expect(report).toBe(concat([chart, slice(hash, 0, 12)]));
    expect((await doctor.records.read.reportOf([report]))[0]).toBe(doctor.address.toLowerCase());
  });

  it("is given back to a contract that adds it", async () => {
    const { patient, chart } = await world();
    const { result } = await patient.records.simulate.addReport([newReport(chart, OWN)], { account: patient.address });
    expect(result).toBe(idOf(patient, chart, chart));
  });

  it("means nothing while nobody added it", async () => {
    const { stranger, chart } = await world();
    const nothing = [zeroAddress, 0, 0, LIVE, false];
    expect(await stranger.records.read.reportOf([zeroHash])).toEqual(nothing);
    expect(await stranger.records.read.reportOf([padHex(chart, { size: 32, dir: "right" })])).toEqual(nothing);
  });
});

describe("the records", () => {
  it("ask the registry they were deployed for", async () => {
    const { stranger, contracts } = await world();
    expect(await stranger.records.read.registry()).toBe(contracts.registry);
  });

  it("take no ether, by whatever function or none", async () => {
    const mutabilities: string[] = recordsAbi.flatMap((entry) =>
      "stateMutability" in entry ? entry.stateMutability : [],
    );
    expect(mutabilities).not.toContain("payable");
    const { stranger, contracts } = await world();
    await expect(stranger.wallet.sendTransaction({ to: contracts.records, value: 1n })).rejects.toThrow("reverted");
  });
});
