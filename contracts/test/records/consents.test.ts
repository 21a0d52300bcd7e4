import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, zeroHash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { attest } from "../support/attestations.ts";
import { DAY, goTo, nextAt, now, YEAR } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { consent, idOf, newReport } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const MAX_CONSENT = 5n * 366n * DAY;
const MAX_CAPSULES = 32_768;
const NONE = 0;
const TREAT = purposeIndex("TREAT");

const canRead = (report: Hex, account: Actor) => account.records.read.canRead([report, account.address]);

describe("granting a consent", () => {
  it("is refused for a report that does not exist", async () => {
    const { patient, harbourDoctor } = await world();
    await expectRefusal(patient.records.write.grantConsent([await consent(zeroHash, harbourDoctor)]), "ReportUnknown", [
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
    it(`is refused to the ${name}, who is not the chart's holder`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].records.write.grantConsent([await consent(all.report, all.harbourDoctor)]),
        "ConsentNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  describe("given a grantee", () => {
    for (const name of ["registrar", "attester", "admin", "otherPatient", "stranger"] as const) {
      it(`is refused for the ${name}, who is not an active doctor`, async () => {
        const all = await world();
        await expectRefusal(
          all.patient.records.write.grantConsent([await consent(all.report, all[name])]),
          "ConsentGranteeNotActive",
          [all[name].address],
        );
      });
    }

    for (const name of ["registry", "records"] as const) {
      it(`is refused for the ${name} contract`, async () => {
        const { patient, harbourDoctor, contracts, report } = await world();
        const grantee = contracts[name];
        await expectRefusal(
          patient.records.write.grantConsent([await consent(report, harbourDoctor, { grantee })]),
          "ConsentGranteeNotActive",
        );
      });
    }

    it("is refused for a doctor who is attested and not appointed", async () => {
      const { patient, attester, newcomer, report } = await world();
      await attest(attester, newcomer);
      await expectRefusal(
        patient.records.write.grantConsent([await consent(report, newcomer)]),
        "ConsentGranteeNotActive",
      );
    });

    it("is refused for a doctor who is appointed and no longer attested", async () => {
      const { patient, attester, harbourDoctor, report } = await world();
      await attester.registry.write.revokeAttestation([harbourDoctor.address]);
      await expectRefusal(
        patient.records.write.grantConsent([await consent(report, harbourDoctor)]),
        "ConsentGranteeNotActive",
      );
    });

    it("is refused for a doctor who never published a key", async () => {
      const { patient, attester, registrar, newcomer, report } = await world();
      await attest(attester, newcomer);
      await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
      await expectRefusal(
        patient.records.write.grantConsent([await consent(report, newcomer, { granteeKeyVersion: 0 })]),
        "KeyMissing",
        [newcomer.address],
      );
    });

    it("is refused when the capsules were made for another of their keys", async () => {
      const { patient, harbourDoctor, report } = await world();
      await harbourDoctor.registry.write.publishKey([await keyPublication(harbourDoctor, { version: 2 })]);
      await expectRefusal(
        patient.records.write.grantConsent([await consent(report, harbourDoctor)]),
        "ConsentStaleGranteeKey",
        [2, 1],
      );
    });
  });

  it("is refused without a purpose", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectRefusal(
      patient.records.write.grantConsent([await consent(report, harbourDoctor, { purpose: NONE })]),
      "ConsentInvalidPurpose",
    );
  });

  it("is refused when it ends at once", async () => {
    const { patient, harbourDoctor, report } = await world();
    const expiry = (await now()) + 10n;
    await nextAt(expiry);
    await expectRefusal(
      patient.records.write.grantConsent([await consent(report, harbourDoctor, { expiry })]),
      "ConsentInvalidExpiry",
      [expiry],
    );
  });

  it("is refused beyond the longest time a consent may last", async () => {
    const { patient, harbourDoctor, report } = await world();
    const at = (await now()) + 10n;
    await nextAt(at);
    await expectRefusal(
      patient.records.write.grantConsent([await consent(report, harbourDoctor, { expiry: at + MAX_CONSENT + 1n })]),
      "ConsentInvalidExpiry",
    );
    await nextAt(at + 1n);
    await patient.records.write.grantConsent([await consent(report, harbourDoctor, { expiry: at + 1n + MAX_CONSENT })]);
  });

  for (const length of [1, 31, MAX_CAPSULES + 1]) {
    it(`is refused with ${length} bytes of capsules`, async () => {
      const { patient, harbourDoctor, report } = await world();
      const capsules = padHex("0x01", { size: length });
      await expectRefusal(
        patient.records.write.grantConsent([await consent(report, harbourDoctor, { capsules })]),
        "ReportCapsulesLength",
        [BigInt(length)],
      );
    });
  }

  it("opens that one report to that one doctor, and announces its terms and capsules", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    const own = idOf(patient, chart, chart);
    await patient.records.write.addReport([newReport(chart, 0)]);

    const granted = await consent(report, harbourDoctor);
    const events = await eventsOf(patient.records.write.grantConsent([granted]));

    expect(events).toEqual([
      {
        name: "ConsentGranted",
        args: { ...granted, chart, actor: patient.address, counter: 1, attestationGeneration: 1 },
      },
    ]);
    expect(await canRead(report, harbourDoctor)).toBe(true);
    expect(await canRead(own, harbourDoctor)).toBe(false);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([
      granted.expiry,
      TREAT,
      1,
      false,
    ]);
  });

  it("again replaces the terms, also by a shorter time", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
    const expiry = (await now()) + DAY;
    const purpose = purposeIndex("COC");
    await patient.records.write.grantConsent([await consent(report, harbourDoctor, { expiry, purpose })]);

    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([expiry, purpose, 2, false]);
    await goTo(expiry + 1n);
    expect(await canRead(report, harbourDoctor)).toBe(false);
  });
});

describe("stopping a consent", () => {
  it("is refused for a report that does not exist", async () => {
    const { patient, doctor } = await world();
    await expectRefusal(patient.records.write.stopConsent([zeroHash, doctor.address]), "ReportUnknown", [zeroHash]);
  });

  for (const name of ["doctor", "registrar", "admin", "attester", "otherPatient", "stranger"] as const) {
    it(`is refused to the ${name}, who is not the chart's holder`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].records.write.stopConsent([all.report, all.harbourDoctor.address]),
        "ConsentNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("closes the report to that doctor at once, and announces it", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
    const events = await eventsOf(patient.records.write.stopConsent([report, harbourDoctor.address]));

    expect(events).toEqual([
      {
        name: "ConsentStopped",
        args: { report, chart, grantee: harbourDoctor.address, actor: patient.address, counter: 3 },
      },
    ]);
    expect(await canRead(report, harbourDoctor)).toBe(false);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 3, true]);
  });

  it("leaves other doctors' consents and other reports alone", async () => {
    const { patient, doctor, harbourDoctor, chart, report } = await world();
    const own = idOf(patient, chart, chart);
    await patient.records.write.addReport([newReport(chart, 0)]);
    await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
    await patient.records.write.grantConsent([await consent(own, harbourDoctor)]);
    await patient.records.write.stopConsent([report, harbourDoctor.address]);

    expect(await canRead(report, doctor)).toBe(true);
    expect(await canRead(own, harbourDoctor)).toBe(true);
  });

  describe("succeeds for the patient in every state", () => {
    type World = Awaited<ReturnType<typeof world>>;
    const grant = async ({ patient, harbourDoctor, report }: World) =>
      patient.records.write.grantConsent([await consent(report, harbourDoctor)]);

    for (const [name, prepare] of Object.entries({
      "never granted": async () => {},
      expired: async (all: World) => {
        await grant(all);
        await goTo((await now()) + 30n * DAY);
      },
      "stopped before": async ({ patient, harbourDoctor, report }: World) => {
        await patient.records.write.stopConsent([report, harbourDoctor.address]);
      },
      "with the doctor's attestation revoked": async (all: World) => {
        await grant(all);
        await all.attester.registry.write.revokeAttestation([all.harbourDoctor.address]);
      },
      "with the doctor's appointment ended": async (all: World) => {
        await grant(all);
        await all.harbourRegistrar.registry.write.revokeRole([doctorRole(HARBOUR), all.harbourDoctor.address]);
      },
      "with a newer key of the doctor": async (all: World) => {
        await grant(all);
        await all.harbourDoctor.registry.write.publishKey([await keyPublication(all.harbourDoctor, { version: 2 })]);
      },
      "with the patient out of care": async (all: World) => {
        await grant(all);
        await all.patient.registry.write.leaveCare([NORTHFIELD]);
      },
    })) {
      it(name, async () => {
        const all = await world();
        await prepare(all);
        await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
        expect(await canRead(all.report, all.harbourDoctor)).toBe(false);
      });
    }

    it("with accounts that are no doctors", async () => {
      const { patient, registrar, stranger, contracts, report } = await world();
      for (const grantee of [registrar.address, stranger.address, contracts.records, zeroAddress]) {
        await patient.records.write.stopConsent([report, grantee]);
        expect(await patient.records.read.canRead([report, grantee])).toBe(false);
      }
    });

    it("with themselves, who can read all the same", async () => {
      const { patient, report } = await world();
      await patient.records.write.stopConsent([report, patient.address]);
      expect(await canRead(report, patient)).toBe(true);
    });
  });
});

describe("reading", () => {
  it("is always the holder's", async () => {
    const { patient, report } = await world();
    expect(await canRead(report, patient)).toBe(true);
  });

  it("is nobody's for a report that does not exist", async () => {
    const { patient, chart } = await world();
    expect(await canRead(zeroHash, patient)).toBe(false);
    expect(await canRead(padHex(chart, { size: 32, dir: "right" }), patient)).toBe(false);
  });

  for (const name of ["registrar", "harbourRegistrar", "admin", "attester", "otherPatient", "harbourDoctor"] as const) {
    it(`is not the ${name}'s`, async () => {
      const all = await world();
      expect(await canRead(all.report, all[name])).toBe(false);
    });
  }

  it("does not come with an assignment", async () => {
    const { patient, doctor, chart } = await world();
    await patient.records.write.addReport([newReport(chart, 0)]);
    expect(await canRead(idOf(patient, chart, chart), doctor)).toBe(false);
  });

  describe("given a consent", () => {
    it("lasts to its last second", async () => {
      const { patient, harbourDoctor, report } = await world();
      const granted = await consent(report, harbourDoctor);
      await patient.records.write.grantConsent([granted]);

      await goTo(granted.expiry);
      expect(await canRead(report, harbourDoctor)).toBe(true);
      await goTo(granted.expiry + 1n);
      expect(await canRead(report, harbourDoctor)).toBe(false);
    });

    it("rests while the doctor has no appointment", async () => {
      const { patient, harbourDoctor, harbourRegistrar, report } = await world();
      await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
      await harbourRegistrar.registry.write.revokeRole([doctorRole(HARBOUR), harbourDoctor.address]);
      expect(await canRead(report, harbourDoctor)).toBe(false);
    });

    it("continues through a renewal of the attestation", async () => {
      const { patient, harbourDoctor, attester, report } = await world();
      await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
      await attest(attester, harbourDoctor);
      expect(await canRead(report, harbourDoctor)).toBe(true);
    });

    it("stays ended when a revoked attestation is replaced by a new one", async () => {
      const { patient, harbourDoctor, attester, report } = await world();
      await patient.records.write.grantConsent([await consent(report, harbourDoctor)]);
      await attester.registry.write.revokeAttestation([harbourDoctor.address]);
      await attest(attester, harbourDoctor);
      expect(await canRead(report, harbourDoctor)).toBe(false);
    });

    it("stays ended when a lapsed attestation is replaced by a new one", async () => {
      const { patient, harbourDoctor, attester, report } = await world();
      const expiry = (await now()) + 2n * YEAR;
      await patient.records.write.grantConsent([await consent(report, harbourDoctor, { expiry })]);
      await goTo((await now()) + YEAR + 1n);
      await attest(attester, harbourDoctor);
      expect(await canRead(report, harbourDoctor)).toBe(false);
    });
  });

  describe("given authorship", () => {
    it("is the author's, without any grant", async () => {
      const { doctor, report } = await world();
      expect(await canRead(report, doctor)).toBe(true);
    });

    it("stays the author's when the assignment ends", async () => {
      const { doctor, registrar, chart, report } = await world();
      await registrar.registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
      expect(await canRead(report, doctor)).toBe(true);
    });

    it("ends with the attestation it was written under", async () => {
      const { doctor, attester, report } = await world();
      await attester.registry.write.revokeAttestation([doctor.address]);
      expect(await canRead(report, doctor)).toBe(false);
      await attest(attester, doctor);
      expect(await canRead(report, doctor)).toBe(false);
    });

    it("ends when the patient stops it", async () => {
      const { doctor, patient, report } = await world();
      await patient.records.write.stopConsent([report, doctor.address]);
      expect(await canRead(report, doctor)).toBe(false);
    });

    it("outlives the expiry of a consent", async () => {
      const { doctor, patient, report } = await world();
      await patient.records.write.grantConsent([await consent(report, doctor)]);
      await goTo((await now()) + 30n * DAY);
      expect(await canRead(report, doctor)).toBe(true);
    });

    it("is not the patient's account's, but the chart's, for reports that patients add", async () => {
      const { patient, chart } = await world();
      await patient.records.write.addReport([newReport(chart, 0)]);
      expect((await patient.records.read.reportOf([idOf(patient, chart, chart)]))[0]).toBe(chart);
    });
  });

  describe("given a stop", () => {
    for (const name of ["harbourDoctor", "doctor"] as const) {
      it(`comes back to the ${name} with a new grant`, async () => {
        const all = await world();
        await all.patient.records.write.stopConsent([all.report, all[name].address]);
        await all.patient.records.write.grantConsent([await consent(all.report, all[name])]);
        expect(await canRead(all.report, all[name])).toBe(true);
      });
    }

    it("stays ended for a doctor who is attested again", async () => {
      const { patient, doctor, attester, report } = await world();
      await patient.records.write.stopConsent([report, doctor.address]);
      await attest(attester, doctor);
      expect(await canRead(report, doctor)).toBe(false);
    });
  });
});

describe("the records", () => {
  it("ask the registry they were deployed for", async () => {
    const { stranger, contracts } = await world();
    expect(await stranger.records.read.registry()).toBe(contracts.registry);
  });
});
