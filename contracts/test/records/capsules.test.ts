import { padHex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { itLimitsCapsules } from "../support/capsules.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { CAPSULES } from "../support/reports.ts";
import { world } from "../support/world.ts";

const EVERYBODY_ELSE = [
  "doctor",
  "harbourDoctor",
  "registrar",
  "admin",
  "attester",
  "otherPatient",
  "stranger",
] as const;

describe("wrapping again for somebody", () => {
  for (const name of EVERYBODY_ELSE) {
    it(`is refused to the ${name}, who is not the patient`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].records.write.publishCapsules([all.chart, all.doctor.address, 1, CAPSULES]),
        "ReportNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("is refused to the recovery authoriser", async () => {
    const all = await world();
    const authoriser = authoriserOf(all.patient);
    const { records } = await inTheNameOf(authoriser.address, all.contracts);
    await expectRefusal(
      records.write.publishCapsules([all.chart, all.doctor.address, 1, CAPSULES]),
      "ReportNotHolder",
      [all.chart, authoriser.address],
    );
  });

  for (const chart of [zeroAddress, padHex("0xaa", { size: 20 })]) {
    it(`is refused for the chart ${chart}, which does not exist`, async () => {
      const { patient, doctor } = await world();
      await expectRefusal(
        patient.records.write.publishCapsules([chart, doctor.address, 1, CAPSULES]),
        "ReportNotHolder",
        [chart, patient.address],
      );
    });
  }

  for (const version of [0, 1]) {
    it(`is refused for key ${version} of a recipient who never published one`, async () => {
      const { patient, stranger, chart } = await world();
      await expectRefusal(
        patient.records.write.publishCapsules([chart, stranger.address, version, CAPSULES]),
        "CapsulesStaleKey",
        [0, version],
      );
    });
  }

  for (const version of [0, 1, 3]) {
    it(`is refused for key ${version} of a recipient who has the second`, async () => {
      const { patient, doctor, chart } = await world();
      await doctor.registry.write.publishKey([await keyPublication(doctor, { version: 2 })]);
      await expectRefusal(
        patient.records.write.publishCapsules([chart, doctor.address, version, CAPSULES]),
        "CapsulesStaleKey",
        [2, version],
      );
    });
  }

  itLimitsCapsules(({ patient, doctor, chart }, capsules) =>
    patient.records.write.publishCapsules([chart, doctor.address, 1, capsules]),
  );

  it("announces for whom, and which of their keys", async () => {
    const { patient, doctor, chart } = await world();
    await doctor.registry.write.publishKey([await keyPublication(doctor, { version: 2 })]);
    const events = await eventsOf(patient.records.write.publishCapsules([chart, doctor.address, 2, CAPSULES]));
    expect(events).toEqual([
      {
        name: "CapsulesPublished",
        args: {
          chart,
          recipient: doctor.address,
          actor: patient.address,
          recipientKeyVersion: 2,
          capsules: CAPSULES,
        },
      },
    ]);
  });

  it("changes no consent, even for somebody who may read nothing", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.publishCapsules([chart, harbourDoctor.address, 1, CAPSULES]);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, 0, 0, false]);
    expect(await patient.records.read.standingConsentOf([chart, harbourDoctor.address])).toEqual([0n, 0, 0, 0]);
  });
});

describe("wrapping again for oneself", () => {
  for (const version of [0, 1]) {
    it(`is refused for key ${version} to an account that never published one`, async () => {
      const { stranger } = await world();
      await expectRefusal(stranger.records.write.publishOwnCapsules([version, CAPSULES]), "CapsulesStaleKey", [
        0,
        version,
      ]);
    });
  }

  for (const version of [0, 1, 3]) {
    it(`is refused for key ${version} to an account that has the second`, async () => {
      const { doctor } = await world();
      await doctor.registry.write.publishKey([await keyPublication(doctor, { version: 2 })]);
      await expectRefusal(doctor.records.write.publishOwnCapsules([version, CAPSULES]), "CapsulesStaleKey", [
        2,
        version,
      ]);
    });
  }

  itLimitsCapsules(({ doctor }, capsules) => doctor.records.write.publishOwnCapsules([1, capsules]));

  for (const name of ["doctor", "patient"] as const) {
    it(`is announced by the ${name} for their account, in no chart's name`, async () => {
      const all = await world();
      const events = await eventsOf(all[name].records.write.publishOwnCapsules([1, CAPSULES]));
      expect(events).toEqual([
        { name: "OwnCapsulesPublished", args: { account: all[name].address, keyVersion: 1, capsules: CAPSULES } },
      ]);
    });
  }
});
