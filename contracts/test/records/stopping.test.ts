import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, zeroHash, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { authoriserOf } from "../support/authoriser.ts";
import { DAY, goTo, now, YEAR } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { startRecovery } from "../support/recoveries.ts";
import { recover } from "../support/recover.ts";
import { consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { viewsOf } from "../support/views.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const NONE = 0;
const EVERYBODY_ELSE = [
  "doctor",
  "harbourDoctor",
  "registrar",
  "admin",
  "attester",
  "pauser",
  "otherPatient",
  "stranger",
] as const;

const canRead = ({ stranger }: World, report: Hex, account: { address: Address }) =>
  stranger.records.read.canRead([report, account.address]);

/** The patient shares the report and everything else with the doctor at Harbour. */
async function shareAll({ patient, harbourDoctor, chart, report }: World) {
  await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
  await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
}

/** A report of the patient's own, beside the doctor's. */
async function addOwn({ patient, chart }: World) {
  const consentEpoch = await patient.records.read.consentEpochOf([chart]);
  await patient.records.write.addReport([newReport(chart, 0, { consentEpoch })]);
  return idOf(patient, chart, chart);
}

const stopsOf = ({ harbourDoctor, chart, report }: World) =>
  ({
    "stopping one report": ({ records }: Caller) => records.write.stopConsent([report, harbourDoctor.address]),
    "stopping several reports": ({ records }: Caller) => records.write.stopConsents([[report], harbourDoctor.address]),
    "stopping everything": ({ records }: Caller) => records.write.stopEverything([chart, harbourDoctor.address]),
  }) as const;
type Caller = Pick<World["patient"], "records">;
const STOPS = ["stopping one report", "stopping several reports", "stopping everything"] as const;

for (const stop of STOPS) {
  describe(stop, () => {
    for (const name of EVERYBODY_ELSE) {
      it(`is refused to the ${name}, who is neither the chart's holder nor its authoriser`, async () => {
        const all = await world();
        await expectRefusal(stopsOf(all)[stop](all[name]), "ConsentNotHolder", [all.chart, all[name].address]);
      });
    }

    it("is refused to the authoriser of another chart", async () => {
      const all = await world();
      const other = authoriserOf(all.otherPatient).address;
      await expectRefusal(stopsOf(all)[stop](await inTheNameOf(other, all.contracts)), "ConsentNotHolder", [
        all.chart,
        other,
      ]);
    });

    it("is refused to a former holder", async () => {
      const all = await world();
      await recover(all, all.newcomer);
      await expectRefusal(stopsOf(all)[stop](all.patient), "ConsentNotHolder", [all.chart, all.patient.address]);
    });

    it("is refused to a former authoriser", async () => {
      const all = await world();
      const former = authoriserOf(all.patient).address;
      await all.patient.registry.write.proposeAuthoriser([authoriserOf(all.stranger).address]);
      await goTo((await now()) + 30n * DAY);
      await all.stranger.registry.write.completeAuthoriser([all.chart]);
      await expectRefusal(stopsOf(all)[stop](await inTheNameOf(former, all.contracts)), "ConsentNotHolder", [
        all.chart,
        former,
      ]);
    });

    it("is the authoriser's too, at once, and names them as the actor", async () => {
      const all = await world();
      await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
      const authoriser = authoriserOf(all.patient).address;
      const [event] = await eventsOf(stopsOf(all)[stop](await inTheNameOf(authoriser, all.contracts)));

      expect(event?.args).toMatchObject({ chart: all.chart, actor: authoriser });
      expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
    });

    describe("succeeds for the patient in every state", () => {
      for (const [state, prepare] of Object.entries({
        "never granted": async () => {},
        granted: async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
        },
        expired: async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
          await goTo((await now()) + 30n * DAY);
        },
        requested: async ({ harbourDoctor, report }: World) => {
          await harbourDoctor.records.write.requestConsent([report, 1]);
        },
        "stopped before": async ({ patient, harbourDoctor, report }: World) => {
          await patient.records.write.stopConsent([report, harbourDoctor.address]);
        },
        "everything stopped before": async (all: World) => {
          await shareAll(all);
          await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
        },
        "with the doctor's attestation revoked": async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
          await all.attester.registry.write.revokeAttestation([all.harbourDoctor.address]);
        },
        "with the doctor's attestation lapsed": async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
          await goTo((await now()) + YEAR);
        },
        "with the doctor's appointment ended": async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
          await all.harbourRegistrar.registry.write.revokeRole([doctorRole(HARBOUR), all.harbourDoctor.address]);
        },
        "with a newer key of the doctor": async (all: World) => {
          await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
          await all.harbourDoctor.registry.write.publishKey([await keyPublication(all.harbourDoctor, { version: 2 })]);
        },
        "with the patient out of care": async ({ patient }: World) => {
          await patient.registry.write.leaveCare([NORTHFIELD]);
        },
        "with the report retracted": async ({ doctor, report }: World) => {
          await doctor.records.write.retractReport([report, 1]);
        },
        "with the report erased": async ({ patient, report }: World) => {
          await patient.records.write.eraseReport([report]);
        },
        "with the network paused": async ({ pauser }: World) => {
          await pauser.registry.write.pause();
        },
        "with the chart frozen by a recovery": async ({ patient, newcomer, chart }: World) => {
          await startRecovery(chart, authoriserOf(patient), newcomer);
        },
      })) {
        it(state, async () => {
          const all = await world();
          await prepare(all);
          await stopsOf(all)[stop](all.patient);
          expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
        });
      }
    });
  });
}

describe("stopping one report", () => {
  it("closes it to that doctor at once, and announces it", async () => {
    const { patient, harbourDoctor, chart, report, ...all } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    const events = await eventsOf(patient.records.write.stopConsent([report, harbourDoctor.address]));

    expect(events).toEqual([
      {
        name: "ConsentStopped",
        args: { report, chart, grantee: harbourDoctor.address, actor: patient.address, counter: 3 },
      },
    ]);
    expect(await all.stranger.records.read.canRead([report, harbourDoctor.address])).toBe(false);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 3, true]);
  });

  it("counts by two, again and again", async () => {
    const { patient, harbourDoctor, report } = await world();
    for (const counter of [2, 4, 6]) {
      const [event] = await eventsOf(patient.records.write.stopConsent([report, harbourDoctor.address]));
      expect(event?.args).toMatchObject({ counter });
    }
  });

  it("leaves other doctors, other reports and the standing consent's terms alone", async () => {
    const all = await world();
    const { patient, doctor, harbourDoctor, chart, report } = all;
    await shareAll(all);
    const own = await addOwn(all);
    const standing = await patient.records.read.standingConsentOf([chart, harbourDoctor.address]);
    await patient.records.write.stopConsent([report, harbourDoctor.address]);

    expect(await canRead(all, report, doctor)).toBe(true);
    expect(await canRead(all, own, harbourDoctor)).toBe(true);
    expect(await patient.records.read.standingConsentOf([chart, harbourDoctor.address])).toEqual(standing);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(1);
  });

  it("holds for a report that is added only later, for its author too", async () => {
    const all = await world();
    const { patient, doctor, chart } = all;
    const commitment = padHex("0xc1", { size: 32 });
    const later = idOf(doctor, chart, doctor.address, commitment);
    await patient.records.write.stopConsent([later, doctor.address]);
    await doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment })]);
    expect(await canRead(all, later, doctor)).toBe(false);
  });

  it("is refused for a report of no chart", async () => {
    const { patient, doctor } = await world();
    await expectRefusal(patient.records.write.stopConsent([zeroHash, doctor.address]), "ConsentNotHolder", [
      padHex("0x", { size: 20 }),
      patient.address,
    ]);
  });

  it("is possible with accounts that are no doctors", async () => {
    const all = await world();
    for (const address of [all.registrar.address, all.stranger.address, all.contracts.records, zeroAddress]) {
      await all.patient.records.write.stopConsent([all.report, address]);
      expect(await canRead(all, all.report, { address })).toBe(false);
    }
  });

  it("does not keep patients from reading, when they stop themselves", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.patient.address]);
    await all.patient.records.write.stopEverything([all.chart, all.patient.address]);
    expect(await canRead(all, all.report, all.patient)).toBe(true);
  });
});

describe("stopping several reports", () => {
  it("is refused when it names none", async () => {
    const { patient, harbourDoctor } = await world();
    await expectRefusal(patient.records.write.stopConsents([[], harbourDoctor.address]), "ConsentEmpty");
  });

  it("is refused whole when one report is of another chart", async () => {
    const all = await world();
    const { patient, otherPatient, harbourDoctor, chart, report } = all;
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    const others = idOf(patient, otherChart, otherChart);
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);

    await expectRefusal(
      patient.records.write.stopConsents([[report, others], harbourDoctor.address]),
      "ConsentOtherChart",
      [chart, others],
    );
    await expectRefusal(
      otherPatient.records.write.stopConsents([[others, report], harbourDoctor.address]),
      "ConsentOtherChart",
      [otherChart, report],
    );
    expect(await canRead(all, report, harbourDoctor)).toBe(true);
  });

  it("equals stopping them one by one: same events, same views", async () => {
    const expiry = (await now()) + 7n * DAY;
    const outcomeOf = async (stop: (all: World, reports: Hex[]) => Promise<unknown>) => {
      const all = await world();
      await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor, { expiry })]);
      const reports = [all.report, await addOwn(all)];
      return { events: await stop(all, reports), views: await viewsOf(all, reports) };
    };

    const atOnce = await outcomeOf(({ patient, harbourDoctor }, reports) =>
      eventsOf(patient.records.write.stopConsents([reports, harbourDoctor.address])),
    );
    const oneByOne = await outcomeOf(async ({ patient, harbourDoctor }, reports) => {
      const events = [];
      for (const report of reports) {
        events.push(...(await eventsOf(patient.records.write.stopConsent([report, harbourDoctor.address]))));
      }
      return events;
    });
    expect(atOnce).toEqual(oneByOne);
    expect(atOnce.events).toHaveLength(2);
  });

  it("equals stopping twice when a report is named twice", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.stopConsents([[report, report], harbourDoctor.address]);
    expect(await patient.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 4, true]);
  });
});

describe("stopping everything", () => {
  it("ends standing consent, every consent to a report and authorship, and announces it", async () => {
    const all = await world();
    const { patient, doctor, chart, report } = all;
    await patient.records.write.grantConsents([await consent(report, doctor)]);
    await patient.records.write.grantStandingConsent([await standingConsent(chart, doctor)]);
    const own = await addOwn(all);
    const events = await eventsOf(patient.records.write.stopEverything([chart, doctor.address]));

    expect(events).toEqual([
      {
        name: "EverythingStopped",
        args: { chart, grantee: doctor.address, actor: patient.address, counter: 3, generation: 1, consentEpoch: 2 },
      },
    ]);
    for (const which of [report, own]) expect(await canRead(all, which, doctor)).toBe(false);
    expect(await patient.records.read.standingConsentOf([chart, doctor.address])).toEqual([0n, NONE, 3, 1]);
    expect(await patient.records.read.consentOf([report, doctor.address])).toEqual([0n, NONE, 1, false]);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(2);
  });

  it("keeps the consent epoch where there was no standing consent", async () => {
    const { patient, harbourDoctor, chart } = await world();
    for (const [counter, generation] of [
      [2, 1],
      [4, 2],
    ]) {
      const [event] = await eventsOf(patient.records.write.stopEverything([chart, harbourDoctor.address]));
      expect(event?.args).toMatchObject({ counter, generation, consentEpoch: 0 });
    }
    expect(await patient.records.read.consentEpochOf([chart])).toBe(0);
  });

  it("begins the next consent epoch also where the standing consent had run out", async () => {
    const { patient, harbourDoctor, chart } = await world();
    await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
    await goTo((await now()) + 30n * DAY);
    await patient.records.write.stopEverything([chart, harbourDoctor.address]);
    expect(await patient.records.read.consentEpochOf([chart])).toBe(2);
  });

  it("leaves other doctors and other charts alone", async () => {
    const all = await world();
    const { patient, otherPatient, doctor, harbourDoctor, chart, report } = all;
    const otherChart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await otherPatient.records.write.addReport([newReport(otherChart, 0)]);
    await otherPatient.records.write.grantStandingConsent([await standingConsent(otherChart, harbourDoctor)]);
    await shareAll(all);
    await patient.records.write.stopEverything([chart, harbourDoctor.address]);

    expect(await canRead(all, report, doctor)).toBe(true);
    expect(await canRead(all, idOf(patient, otherChart, otherChart), harbourDoctor)).toBe(true);
    expect(await patient.records.read.consentEpochOf([otherChart])).toBe(1);
  });

  it("leaves open requests open", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, 1]);
    await patient.records.write.stopEverything([chart, harbourDoctor.address]);
    expect((await patient.records.read.requestOf([report, harbourDoctor.address]))[0]).toBe(1);
  });

  it("is refused for a chart that does not exist", async () => {
    const { patient, harbourDoctor } = await world();
    for (const chart of [zeroAddress, padHex("0xaa", { size: 20 })]) {
      await expectRefusal(patient.records.write.stopEverything([chart, harbourDoctor.address]), "ConsentNotHolder", [
        chart,
        patient.address,
      ]);
    }
  });

  it("lets an assigned doctor read what they add afterwards", async () => {
    const all = await world();
    const { patient, doctor, chart } = all;
    const commitment = padHex("0xc1", { size: 32 });
    await patient.records.write.stopEverything([chart, doctor.address]);
    await doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment })]);
    expect(await canRead(all, idOf(doctor, chart, doctor.address, commitment), doctor)).toBe(true);
    expect(await canRead(all, all.report, doctor)).toBe(false);
  });

  it("holds for a doctor who is attested again", async () => {
    const all = await world();
    await shareAll(all);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await attest(all.attester, all.harbourDoctor);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });
});
