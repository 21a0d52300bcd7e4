import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { keccak256, padHex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { itLimitsCapsules } from "../support/capsules.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectBareRefusal, expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { idOf, newReport, standingConsent, type StandingGrant } from "../support/reports.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const MAX_CONSENT = 5n * 366n * DAY;
const NONE = 0;
const TREAT = purposeIndex("TREAT");
const COC = purposeIndex("COC");
const PURPOSES = [1, 2, 3, 4, 5, 6];
const BEYOND_PURPOSES = 7;

describe("granting a standing consent", () => {
  for (const name of [
    "doctor",
    "harbourDoctor",
    "registrar",
    "admin",
    "attester",
    "pauser",
    "otherPatient",
    "stranger",
  ] as const) {
    it(`is refused to the ${name}, who is not the chart's holder`, async () => {
      const all = await world();
      await expectRefusal(
        all[name].records.write.grantStandingConsent([await standingConsent(all.chart, all.harbourDoctor)]),
        "ConsentNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("is refused to the recovery authoriser, who can only stop", async () => {
    const { patient, contracts, harbourDoctor, chart } = await world();
    const authoriser = authoriserOf(patient).address;
    const { records } = await inTheNameOf(authoriser, contracts);
    await expectRefusal(
      records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
      "ConsentNotHolder",
      [chart, authoriser],
    );
  });

  it("is refused for a chart that does not exist", async () => {
    const { patient, harbourDoctor } = await world();
    const chart = padHex("0xaa", { size: 20 });
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
      "ConsentNotHolder",
      [chart, patient.address],
    );
  });

  describe("given a grantee", () => {
    for (const name of ["registrar", "attester", "admin", "patient", "otherPatient", "stranger"] as const) {
      it(`is refused for the ${name}, who is not an active doctor`, async () => {
        const all = await world();
        await expectRefusal(
          all.patient.records.write.grantStandingConsent([await standingConsent(all.chart, all[name])]),
          "ConsentGranteeNotActive",
          [all[name].address],
        );
      });
    }

    it("is refused for a doctor who never published a key", async () => {
      const { patient, attester, registrar, newcomer, chart } = await world();
      await attest(attester, newcomer);
      await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, newcomer, { granteeKeyVersion: 0 })]),
        "KeyMissing",
        [newcomer.address],
      );
    });

    it("is refused when the capsules were made for an older key of theirs", async () => {
      const { patient, harbourDoctor, chart } = await world();
      await harbourDoctor.registry.write.publishKey([await keyPublication(harbourDoctor, { version: 2 })]);
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
        "ConsentStaleGranteeKey",
        [2, 1],
      );
    });
  });

  for (const [name, changes, error, values] of [
    ["without a purpose", { purpose: NONE }, "ConsentInvalidPurpose", []],
    ["when it ends in the past", { expiry: 1n }, "ConsentInvalidExpiry", [1n]],
    ["when it never ends", { expiry: 2n ** 64n - 1n }, "ConsentInvalidExpiry", [2n ** 64n - 1n]],
    ["when it names another counter", { counter: 1 }, "ConsentStaleCounter", [0, 1]],
    ["when it names another consent epoch", { consentEpoch: 1 }, "ConsentStaleEpoch", [0, 1]],
  ] satisfies [string, Partial<StandingGrant>, string, unknown[]][]) {
    it(`is refused ${name}`, async () => {
      const { patient, harbourDoctor, chart } = await world();
      await expectRefusal(
        patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, changes)]),
        error,
        values,
      );
    });
  }

  it("is refused for a purpose that is not in the list", async () => {
    const { patient, harbourDoctor, chart } = await world();
    const granted = await standingConsent(chart, harbourDoctor, { purpose: BEYOND_PURPOSES });
    await expectBareRefusal(patient.records.write.grantStandingConsent([granted]));
  });

  it("is refused when it ends at once, and possible for a single second", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    const at = (await now()) + 10n;
    await nextAt(at);
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { expiry: at })]),
      "ConsentInvalidExpiry",
      [at],
    );
    await goTo(at);
    await nextAt(at + 1n);
    await patient.records.write.grantStandingConsent([
      await standingConsent(chart, harbourDoctor, { expiry: at + 2n }),
    ]);
    await goTo(at + 2n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(true);
    await goTo(at + 3n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("is refused a second beyond the longest time a consent may last, and not at it", async () => {
    const { patient, harbourDoctor, chart } = await world();
    const at = (await now()) + 10n;
    const expiry = at + MAX_CONSENT + 1n;
    await nextAt(at);
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { expiry })]),
      "ConsentInvalidExpiry",
      [expiry],
    );
    await goTo(at);
    await nextAt(at + 1n);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { expiry })]);
  });

  it("is refused a second time as it was", async () => {
    const { patient, harbourDoctor, chart } = await world();
    const granted = await standingConsent(chart, harbourDoctor);
    await patient.records.write.grantStandingConsent([granted]);
    await expectRefusal(patient.records.write.grantStandingConsent([granted]), "ConsentStaleCounter", [1, 0]);
  });

  it("is refused with the counter from before everything was stopped", async () => {
    const { patient, harbourDoctor, chart } = await world();
    await patient.records.write.stopEverything([chart, harbourDoctor.address]);
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { counter: 1 })]),
      "ConsentStaleCounter",
      [2, 1],
    );
  });

  it("is refused when the set of standing readers changed meanwhile, by another doctor", async () => {
    const { patient, doctor, harbourDoctor, chart } = await world();
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
    await expectRefusal(
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
      "ConsentStaleEpoch",
      [1, 0],
    );
  });

  itLimitsCapsules(async ({ patient, harbourDoctor, chart }, capsules) =>
    patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { capsules })]),
  );

  it("begins the next consent epoch, and announces its terms and capsules", async () => {
    const { patient, harbourDoctor, chart } = await world();
    const granted = await standingConsent(chart, harbourDoctor);
    const events = await eventsOf(patient.records.write.grantStandingConsent([granted]));

    expect(events).toEqual([
      {
        name: "StandingConsentGranted",
        args: { ...granted, actor: patient.address, counter: 1, attestationGeneration: 1, consentEpoch: 1 },
      },
    ]);
    expect(await patient.records.read.standingConsentOf([chart, harbourDoctor.address])).toEqual([
      granted.expiry,
      TREAT,
      1,
      0,
    ]);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(1);
  });

  it("announces key version, counter and epoch each in its place", async () => {
    const { patient, doctor, harbourDoctor, chart } = await world();
    for (const version of [2, 3]) {
      await harbourDoctor.registry.write.publishKey([await keyPublication(harbourDoctor, { version })]);
    }
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
    const granted = await standingConsent(chart, harbourDoctor, { granteeKeyVersion: 3, consentEpoch: 1 });
    const [event] = await eventsOf(patient.records.write.grantStandingConsent([granted]));
    expect(event?.args).toMatchObject({ granteeKeyVersion: 3, counter: 1, attestationGeneration: 1, consentEpoch: 2 });
  });

  for (const purpose of PURPOSES) {
    it(`keeps purpose ${purpose}`, async () => {
      const { patient, harbourDoctor, chart } = await world();
      await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, { purpose })]);
      expect((await patient.records.read.standingConsentOf([chart, harbourDoctor.address]))[1]).toBe(purpose);
    });
  }

  it("opens all present and future reports of the chart, except those for explicit sharing only", async () => {
    const { patient, doctor, harbourDoctor, chart, report } = await world();
    const add = async (commitment: string, explicitOnly: boolean, consentEpoch: number) => {
      const added = newReport(chart, NORTHFIELD, {
        commitment: keccak256(`0x${commitment}`),
        explicitOnly,
        consentEpoch,
      });
      await doctor.records.write.addReport([added]);
      return idOf(doctor, chart, doctor.address, added.commitment);
    };
    const privateBefore = await add("01", true, 0);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    const privateAfter = await add("02", true, 1);
    const after = await add("03", false, 1);

    const canRead = (which: `0x${string}`) => patient.records.read.canRead([which, harbourDoctor.address]);
    expect(await canRead(report)).toBe(true);
    expect(await canRead(after)).toBe(true);
    expect(await canRead(privateBefore)).toBe(false);
    expect(await canRead(privateAfter)).toBe(false);
  });

  it("opens nothing to other doctors and nothing of other charts", async () => {
    const { patient, otherPatient, doctor, harbourDoctor, chart, report } = await world();
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await otherPatient.records.write.addReport([newReport(otherChart, 0)]);
    await patient.records.write.stopConsent([report, doctor.address]);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);

    const others = idOf(otherPatient, otherChart, otherChart);
    expect(await patient.records.read.canRead([report, doctor.address])).toBe(false);
    expect(await patient.records.read.canRead([others, harbourDoctor.address])).toBe(false);
    expect(await patient.records.read.consentEpochOf([otherChart])).toBe(0);
  });

  it("again replaces the terms, also by a shorter time", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    const expiry = (await now()) + DAY;
    const changes = { expiry, purpose: COC, counter: 1, consentEpoch: 1 };
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor, changes)]);

    expect(await patient.records.read.standingConsentOf([chart, harbourDoctor.address])).toEqual([expiry, COC, 2, 0]);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(2);
    await goTo(expiry + 1n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("is shown with its terms after it ran out, and opens nothing then", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    const granted = await standingConsent(chart, harbourDoctor);
    await patient.records.write.grantStandingConsent([granted]);
    await goTo(granted.expiry + 1n);
    expect((await patient.records.read.standingConsentOf([chart, harbourDoctor.address]))[0]).toBe(granted.expiry);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("leaves the terms, counters and requests of single reports alone", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, COC]);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 0, false]);
    expect(await patient.records.read.requestOf([report, harbourDoctor.address])).toEqual([COC, 0n]);
  });
});
