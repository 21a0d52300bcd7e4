import { padHex, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { CAPSULES, consent, idOf, newReport } from "../support/reports.ts";
import { settingsOf } from "../support/settings.ts";
import { signAndSend, signedConsent, signedStop } from "../support/signed-acts.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

const SECOND_COMMITMENT = padHex("0xc1", { size: 32 });

describe("sharing the same report twice in one call", () => {
  it("is refused whole when both name the same counter", async () => {
    const all = await world();
    const before = await settingsOf(all);
    const granted = await sharing(all, [
      [all.report, 0],
      [all.report, 0],
    ]);

    await expectRefusal(all.patient.records.write.grantConsents([granted]), "ConsentStaleCounter", [1, 0]);
    await expectRefusal(signAndSend(await signedConsent(all, granted), all.patient), "ConsentStaleCounter", [1, 0]);
    expect(await settingsOf(all)).toEqual(before);
  });

  it("counts as twice when they name one counter and the next", async () => {
    const all = await world();
    const granted = await sharing(all, [
      [all.report, 0],
      [all.report, 1],
    ]);
    await all.patient.records.write.grantConsents([granted]);
    const [, , counter] = await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address]);
    expect(counter).toBe(2);
  });
});

describe("sharing several reports in one call", () => {
  it("is refused whole when one of them is stale", async () => {
    const all = await world();
    const second = await secondReport(all);
    const before = await settingsOf(all);
    const granted = await sharing(all, [
      [all.report, 0],
      [second, 7],
    ]);
    await expectRefusal(all.patient.records.write.grantConsents([granted]), "ConsentStaleCounter", [0, 7]);
    expect(await settingsOf(all)).toEqual(before);
  });

  it("is refused whole when one of them is another patient's", async () => {
    const all = await world();
    const { patient, otherPatient } = all;
    const chart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    await otherPatient.records.write.addReport([newReport(chart, 0)]);
    const foreign = idOf(otherPatient, chart, chart);
    const before = await settingsOf(all);

    const mixed = await sharing(all, [
      [all.report, 0],
      [foreign, 0],
    ]);
    await expectRefusal(patient.records.write.grantConsents([mixed]), "ConsentOtherChart", [all.chart, foreign]);
    await expectRefusal(signAndSend(await signedConsent(all, mixed), patient), "ConsentOtherChart");
    const theirsFirst = await sharing(all, [
      [foreign, 0],
      [all.report, 0],
    ]);
    await expectRefusal(patient.records.write.grantConsents([theirsFirst]), "ConsentNotHolder", [
      chart,
      patient.address,
    ]);
    expect(await settingsOf(all)).toEqual(before);
    expect(await patient.records.read.canRead([foreign, all.harbourDoctor.address])).toBe(false);
  });

  it("is refused when it names none", async () => {
    const all = await world();
    await expectRefusal(all.patient.records.write.grantConsents([await sharing(all, [])]), "ConsentEmpty");
  });
});

describe("stopping the same report twice in one call", () => {
  it("counts as twice, and stays stopped", async () => {
    const { patient, doctor, report } = await world();
    await patient.records.write.stopConsents([[report, report], doctor.address]);
    const [, , counter, stopped] = await patient.records.read.consentOf([report, doctor.address]);
    expect([counter, stopped]).toEqual([4, true]);
  });

  it("is refused whole when it was signed for the same counter", async () => {
    const all = await world();
    const before = await settingsOf(all);
    const twice = await signedStop(
      all,
      [
        { report: all.report, counter: 0 },
        { report: all.report, counter: 0 },
      ],
      all.doctor.address,
    );
    await expectRefusal(signAndSend(twice, all.patient), "ConsentStaleCounter", [2, 0]);
    expect(await settingsOf(all)).toEqual(before);
  });

  it("is refused whole when one of them is another patient's", async () => {
    const all = await world();
    const { patient, otherPatient, doctor } = all;
    const chart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    const foreign: Hex = padHex(chart, { size: 32, dir: "right" });
    const before = await settingsOf(all);

    await expectRefusal(
      patient.records.write.stopConsents([[all.report, foreign], doctor.address]),
      "ConsentOtherChart",
      [all.chart, foreign],
    );
    const stops = [
      { report: all.report, counter: 0 },
      { report: foreign, counter: 0 },
    ];
    await expectRefusal(signAndSend(await signedStop(all, stops, doctor.address), patient), "ConsentOtherChart", [
      all.chart,
      foreign,
    ]);
    await expectRefusal(
      patient.records.write.stopConsents([[foreign, all.report], doctor.address]),
      "ConsentNotHolder",
    );
    expect(await settingsOf(all)).toEqual(before);
  });
});

describe("adding the same report twice", () => {
  it("is refused to its author", async () => {
    const { doctor, chart, report } = await world();
    await expectRefusal(doctor.records.write.addReport([newReport(chart, NORTHFIELD)]), "ReportAlreadyAdded", [report]);
  });

  it("is another report when another author adds it", async () => {
    const { patient, chart, report } = await world();
    const [added] = await eventsOf(patient.records.write.addReport([newReport(chart, 0)]));
    expect(added?.args).toMatchObject({ report: idOf(patient, chart, chart), author: chart });
    expect(idOf(patient, chart, chart)).not.toBe(report);
  });
});

async function secondReport({ doctor, chart }: World) {
  await doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment: SECOND_COMMITMENT })]);
  return idOf(doctor, chart, doctor.address, SECOND_COMMITMENT);
}

async function sharing({ harbourDoctor, report }: World, reports: [Hex, number][]) {
  const shares = reports.map(([id, counter]) => ({ report: id, counter, capsules: CAPSULES }));
  return consent(report, harbourDoctor, { shares });
}
