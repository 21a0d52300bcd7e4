import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { itLimitsCapsules } from "../support/capsules.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectBareRefusal, expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { CAPSULES, consent, idOf, newReport, type Grant, type Share } from "../support/reports.ts";
import { viewsOf } from "../support/views.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

const MAX_CONSENT = 5n * 366n * DAY;
const NONE = 0;
const TREAT = purposeIndex("TREAT");
const COC = purposeIndex("COC");
const PURPOSES = [1, 2, 3, 4, 5, 6];
const BEYOND_PURPOSES = 7;
const RETRACTED = 1;
const ERASED = 2;

describe("granting a consent", () => {
  it("is refused when it names no report", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor, { shares: [] })]),
      "ConsentEmpty",
    );
  });

  it("is refused for a report that does not exist, of a chart that does", async () => {
    const { patient, harbourDoctor, chart } = await world();
    const unknown = padHex(chart, { size: 32, dir: "right" });
    await expectRefusal(patient.records.write.grantConsents([await consent(unknown, harbourDoctor)]), "ReportUnknown", [
      unknown,
    ]);
  });

  it("is refused for a report of no chart at all", async () => {
    const { patient, harbourDoctor } = await world();
    await expectRefusal(
      patient.records.write.grantConsents([await consent(zeroHash, harbourDoctor)]),
      "ConsentNotHolder",
      [padHex("0x", { size: 20 }), patient.address],
    );
  });

  it("is refused once the report was retracted", async () => {
    const { doctor, patient, harbourDoctor, report } = await world();
    await doctor.records.write.retractReport([report, 1]);
    await expectRefusal(patient.records.write.grantConsents([await consent(report, harbourDoctor)]), "ReportNotLive", [
      report,
      RETRACTED,
    ]);
  });

  it("is refused once the report was erased", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(patient.records.write.grantConsents([await consent(report, harbourDoctor)]), "ReportNotLive", [
      report,
      ERASED,
    ]);
  });

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
        all[name].records.write.grantConsents([await consent(all.report, all.harbourDoctor)]),
        "ConsentNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("is refused to the recovery authoriser, who can only stop", async () => {
    const all = await world();
    const authoriser = authoriserOf(all.patient);
    const { records } = await inTheNameOf(authoriser.address, all.contracts);
    await expectRefusal(
      records.write.grantConsents([await consent(all.report, all.harbourDoctor)]),
      "ConsentNotHolder",
      [all.chart, authoriser.address],
    );
  });

  describe("given a grantee", () => {
    for (const name of ["registrar", "attester", "admin", "patient", "otherPatient", "stranger"] as const) {
      it(`is refused for the ${name}, who is not an active doctor`, async () => {
        const all = await world();
        await expectRefusal(
          all.patient.records.write.grantConsents([await consent(all.report, all[name])]),
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
          patient.records.write.grantConsents([await consent(report, harbourDoctor, { grantee })]),
          "ConsentGranteeNotActive",
        );
      });
    }

    it("is refused for a doctor who is attested and not appointed", async () => {
      const { patient, attester, newcomer, report } = await world();
      await attest(attester, newcomer);
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, newcomer)]),
        "ConsentGranteeNotActive",
        [newcomer.address],
      );
    });

    it("is refused for a doctor who is appointed and no longer attested", async () => {
      const { patient, attester, harbourDoctor, report } = await world();
      await attester.registry.write.revokeAttestation([harbourDoctor.address]);
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
        "ConsentGranteeNotActive",
        [harbourDoctor.address],
      );
    });

    it("is refused for a doctor who never published a key", async () => {
      const { patient, attester, registrar, newcomer, report } = await world();
      await attest(attester, newcomer);
      await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, newcomer, { granteeKeyVersion: 0 })]),
        "KeyMissing",
        [newcomer.address],
      );
    });

    it("is refused when the capsules were made for an older key of theirs", async () => {
      const { patient, harbourDoctor, report } = await world();
      await harbourDoctor.registry.write.publishKey([await keyPublication(harbourDoctor, { version: 2 })]);
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
        "ConsentStaleGranteeKey",
        [2, 1],
      );
    });

    for (const granteeKeyVersion of [0, 2]) {
      it(`is refused when the capsules were made for key ${granteeKeyVersion} of theirs, which is not there`, async () => {
        const { patient, harbourDoctor, report } = await world();
        await expectRefusal(
          patient.records.write.grantConsents([await consent(report, harbourDoctor, { granteeKeyVersion })]),
          "ConsentStaleGranteeKey",
          [1, granteeKeyVersion],
        );
      });
    }
  });

  it("is refused without a purpose", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor, { purpose: NONE })]),
      "ConsentInvalidPurpose",
    );
  });

  it("is refused for a purpose that is not in the list", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectBareRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor, { purpose: BEYOND_PURPOSES })]),
    );
  });

  for (const [when, seconds] of Object.entries({
    "long ago": -1_700_000_000n,
    "before it begins": -1n,
    "at once": 0n,
  })) {
    it(`is refused when it ends ${when}`, async () => {
      const { patient, harbourDoctor, report } = await world();
      const at = (await now()) + 10n;
      const expiry = at + seconds;
      await nextAt(at);
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor, { expiry })]),
        "ConsentInvalidExpiry",
        [expiry],
      );
    });
  }

  for (const [when, expiry] of Object.entries({ "in 34,000 years": 2n ** 40n, never: 2n ** 64n - 1n })) {
    it(`is refused when it ends ${when}`, async () => {
      const { patient, harbourDoctor, report } = await world();
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor, { expiry })]),
        "ConsentInvalidExpiry",
        [expiry],
      );
    });
  }

  it("is refused a second beyond the longest time a consent may last, and not at it", async () => {
    const { patient, harbourDoctor, report } = await world();
    const at = (await now()) + 10n;
    await nextAt(at);
    await expectRefusal(
      patient.records.write.grantConsents([await consent(report, harbourDoctor, { expiry: at + MAX_CONSENT + 1n })]),
      "ConsentInvalidExpiry",
      [at + MAX_CONSENT + 1n],
    );
    await goTo(at);
    await nextAt(at + 1n);
    await patient.records.write.grantConsents([
      await consent(report, harbourDoctor, { expiry: at + 1n + MAX_CONSENT }),
    ]);
    expect(await patient.records.read.MAX_CONSENT()).toBe(MAX_CONSENT);
  });

  it("is possible for a single second", async () => {
    const { patient, harbourDoctor, report } = await world();
    const at = (await now()) + 10n;
    await nextAt(at);
    await patient.records.write.grantConsents([await consent(report, harbourDoctor, { expiry: at + 1n })]);
    await goTo(at + 1n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(true);
    await goTo(at + 2n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  for (const counter of [1, 2, 2 ** 32 - 1]) {
    it(`is refused when it names counter ${counter} where nothing was decided before`, async () => {
      const { patient, harbourDoctor, report } = await world();
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor, { counter })]),
        "ConsentStaleCounter",
        [0, counter],
      );
    });
  }

  it("is refused a second time as it was", async () => {
    const { patient, harbourDoctor, report } = await world();
    const granted = await consent(report, harbourDoctor);
    await patient.records.write.grantConsents([granted]);
    await expectRefusal(patient.records.write.grantConsents([granted]), "ConsentStaleCounter", [1, 0]);
  });

  it("is refused with the counter from before a stop", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.stopConsent([report, harbourDoctor.address]);
    for (const counter of [0, 1]) {
      await expectRefusal(
        patient.records.write.grantConsents([await consent(report, harbourDoctor, { counter })]),
        "ConsentStaleCounter",
        [2, counter],
      );
    }
  });

  itLimitsCapsules(async ({ patient, harbourDoctor, report }, capsules) =>
    patient.records.write.grantConsents([await consent(report, harbourDoctor, { capsules })]),
  );

  it("opens that one report to that one doctor, and announces its terms and capsules", async () => {
    const { patient, doctor, harbourDoctor, chart, report } = await world();
    const own = idOf(patient, chart, chart);
    await patient.records.write.addReport([newReport(chart, 0)]);

    const { shares, ...terms } = await consent(own, harbourDoctor);
    const events = await eventsOf(patient.records.write.grantConsents([{ ...terms, shares }]));

    expect(events).toEqual([
      {
        name: "ConsentGranted",
        args: {
          ...terms,
          report: own,
          chart,
          actor: patient.address,
          counter: 1,
          attestationGeneration: 1,
          capsules: CAPSULES,
        },
      },
    ]);
    expect(await patient.records.read.consentOf([own, harbourDoctor.address])).toEqual([terms.expiry, TREAT, 1, false]);
    expect(await patient.records.read.canRead([own, harbourDoctor.address])).toBe(true);
    expect(await patient.records.read.canRead([own, doctor.address])).toBe(false);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  for (const purpose of PURPOSES) {
    it(`keeps purpose ${purpose}`, async () => {
      const { patient, harbourDoctor, report } = await world();
      await patient.records.write.grantConsents([await consent(report, harbourDoctor, { purpose })]);
      expect((await patient.records.read.consentOf([report, harbourDoctor.address]))[1]).toBe(purpose);
    });
  }

  it("changes neither standing consent nor consent epoch", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    expect(await patient.records.read.standingConsentOf([chart, harbourDoctor.address])).toEqual([0n, NONE, 0, 0]);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(0);
  });

  it("names the attestation under which the doctor was active", async () => {
    const { patient, attester, harbourDoctor, report } = await world();
    await attester.registry.write.revokeAttestation([harbourDoctor.address]);
    await attest(attester, harbourDoctor);
    const [event] = await eventsOf(patient.records.write.grantConsents([await consent(report, harbourDoctor)]));
    expect(event?.args).toMatchObject({ attestationGeneration: 2 });
  });

  it("again replaces the terms, also by a shorter time", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    const expiry = (await now()) + DAY;
    await patient.records.write.grantConsents([
      await consent(report, harbourDoctor, { expiry, purpose: COC, counter: 1 }),
    ]);

    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([expiry, COC, 2, false]);
    await goTo(expiry + 1n);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });

  it("is shown with its terms after it ran out, and opens nothing then", async () => {
    const { patient, harbourDoctor, report } = await world();
    const granted = await consent(report, harbourDoctor);
    await patient.records.write.grantConsents([granted]);
    await goTo(granted.expiry + 1n);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([
      granted.expiry,
      TREAT,
      1,
      false,
    ]);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(false);
  });
});

describe("granting several consents at once", () => {
  const OTHER_CAPSULES = padHex("0xcb", { size: 64 });

  /** A report by the doctor, one by the patient, and one of another patient. */
  async function withSeveral() {
    const all = await world();
    const { patient, otherPatient, chart } = all;
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await patient.records.write.addReport([newReport(chart, 0)]);
    await otherPatient.records.write.addReport([newReport(otherChart, 0)]);
    return { ...all, own: idOf(patient, chart, chart), others: idOf(patient, otherChart, otherChart) };
  }

  const grantOf = async (all: World, shares: Share[]): Promise<Grant> => ({
    ...(await consent(all.report, all.harbourDoctor)),
    shares,
  });

  /** A batch is whole or nothing: the good share in it stays undone too. */
  async function expectNothingGranted({ patient, harbourDoctor, report }: World) {
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 0, false]);
  }

  it("is refused whole when one report is of another chart", async () => {
    const all = await withSeveral();
    const granted = await grantOf(all, [
      { report: all.report, counter: 0, capsules: CAPSULES },
      { report: all.others, counter: 0, capsules: CAPSULES },
    ]);
    await expectRefusal(all.patient.records.write.grantConsents([granted]), "ConsentOtherChart", [
      all.chart,
      all.others,
    ]);
    await expectNothingGranted(all);
  });

  it("is refused when only the first report is of the patient's chart, and to either patient", async () => {
    const all = await withSeveral();
    const granted = await grantOf(all, [
      { report: all.others, counter: 0, capsules: CAPSULES },
      { report: all.report, counter: 0, capsules: CAPSULES },
    ]);
    await expectRefusal(all.patient.records.write.grantConsents([granted]), "ConsentNotHolder");
    await expectRefusal(all.otherPatient.records.write.grantConsents([granted]), "ConsentOtherChart");
    await expectNothingGranted(all);
  });

  it("is refused whole when a report is named twice with the same counter", async () => {
    const all = await withSeveral();
    const share = { report: all.report, counter: 0, capsules: CAPSULES };
    await expectRefusal(
      all.patient.records.write.grantConsents([await grantOf(all, [share, share])]),
      "ConsentStaleCounter",
      [1, 0],
    );
    await expectNothingGranted(all);
  });

  for (const [name, bad, error] of [
    ["does not exist", { report: "unknown" }, "ReportUnknown"],
    ["names another counter", { counter: 1 }, "ConsentStaleCounter"],
    ["has too few capsules", { capsules: "0x01" }, "ReportCapsulesLength"],
  ] as const) {
    it(`is refused whole when one report ${name}`, async () => {
      const all = await withSeveral();
      const unknown = padHex(all.chart, { size: 32, dir: "right" });
      const share = { report: all.own, counter: 0, capsules: CAPSULES, ...bad };
      const granted = await grantOf(all, [
        { report: all.report, counter: 0, capsules: CAPSULES },
        { ...share, report: share.report === "unknown" ? unknown : share.report },
      ]);
      await expectRefusal(all.patient.records.write.grantConsents([granted]), error);
      await expectNothingGranted(all);
    });
  }

  it("is refused whole when one report was retracted", async () => {
    const all = await withSeveral();
    await all.patient.records.write.retractReport([all.own, 1]);
    const granted = await grantOf(all, [
      { report: all.report, counter: 0, capsules: CAPSULES },
      { report: all.own, counter: 0, capsules: CAPSULES },
    ]);
    await expectRefusal(all.patient.records.write.grantConsents([granted]), "ReportNotLive", [all.own, RETRACTED]);
    await expectNothingGranted(all);
  });

  it("equals granting them one by one: same events, same views", async () => {
    const expiry = (await now()) + 7n * DAY;
    const outcomeOf = async (grant: (all: World, granted: Grant) => Promise<unknown>) => {
      const all = await withSeveral();
      await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
      const granted = await grantOf(all, [
        { report: all.report, counter: 2, capsules: CAPSULES },
        { report: all.own, counter: 0, capsules: OTHER_CAPSULES },
      ]);
      const events = await grant(all, { ...granted, expiry });
      return { events, views: await viewsOf(all, [all.report, all.own]) };
    };

    const atOnce = await outcomeOf(({ patient }, granted) => eventsOf(patient.records.write.grantConsents([granted])));
    const oneByOne = await outcomeOf(async ({ patient }, { shares, ...terms }) => {
      const events = [];
      for (const share of shares) {
        events.push(...(await eventsOf(patient.records.write.grantConsents([{ ...terms, shares: [share] }]))));
      }
      return events;
    });
    expect(atOnce).toEqual(oneByOne);
    expect(atOnce.events).toHaveLength(2);
  });
});
