import { purposeIndex } from "@chartkey/protocol/purpose";
import { padHex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { chain, DAY, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { refusalOf } from "../support/refusal.ts";
import { CAPSULES, newReport, PAYLOAD } from "../support/reports.ts";
import { rightfulCalls } from "../support/rightful-calls.ts";
import { HARBOUR, NORTHFIELD, world } from "../support/world.ts";

const TREAT = purposeIndex("TREAT");
const REQUEST_REST = 30n * DAY;

describe("somebody who would fill a patient's list", () => {
  it("of events, as a stranger, leaves none that names the patient, their chart or their report", async () => {
    const all = await world();
    const { stranger, patient, chart, report } = all;
    for (const { prepare, byAnyone } of rightfulCalls) {
      if (byAnyone) continue;
      const before = await chain.networkHelpers.takeSnapshot();
      const send = await prepare(all);
      expect(await refusalOf(send(stranger))).not.toBe("not refused");
      await before.restore();
    }
    await stranger.registry.write.registerPatient([await keyPublication(stranger), authoriserOf(stranger).address]);
    const own = await eventsOf(stranger.records.write.publishOwnCapsules([1, CAPSULES]));

    expect(own).toEqual([
      { name: "OwnCapsulesPublished", args: { account: stranger.address, keyVersion: 1, capsules: CAPSULES } },
    ]);
    for (const about of [patient.address, chart, report]) {
      expect(JSON.stringify(own).toLowerCase()).not.toContain(about.toLowerCase());
    }
  });

  it("of requests, as a doctor, has one open for each report", async () => {
    const { harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, TREAT]), "RequestAlreadyOpen", [
      report,
      harbourDoctor.address,
    ]);
  });

  it("of requests, after the patient said no, waits for a month", async () => {
    const { patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);
    const notBefore = (await now()) + REQUEST_REST;

    await nextAt(notBefore - 1n);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, TREAT]), "RequestTooSoon", [
      report,
      harbourDoctor.address,
      notBefore,
    ]);
    await nextAt(notBefore);
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
  });

  it("of requests, asks for no report that does not exist", async () => {
    const { harbourDoctor, chart } = await world();
    const invented = padHex(chart, { size: 32, dir: "right" });
    await expectRefusal(harbourDoctor.records.write.requestConsent([invented, TREAT]), "ReportUnknown", [invented]);
  });

  it("of remarks, must be a reader", async () => {
    const { harbourDoctor, otherPatient, report } = await world();
    for (const account of [harbourDoctor, otherPatient]) {
      await expectRefusal(
        account.records.write.addRemark([report, 1, padHex("0xc7", { size: 32 }), PAYLOAD, CAPSULES]),
        "ReportNotReader",
        [report, account.address],
      );
    }
  });

  it("of reports, as an assigned doctor, is done when the patient leaves the hospital", async () => {
    const { patient, doctor, chart } = await world();
    const another = (n: number) => newReport(chart, NORTHFIELD, { commitment: padHex(`0xe${n}`, { size: 32 }) });
    await doctor.records.write.addReport([another(1)]);
    await patient.registry.write.leaveCare([NORTHFIELD]);
    await expectRefusal(doctor.records.write.addReport([another(2)]), "ReportNotAssigned", [
      chart,
      doctor.address,
      NORTHFIELD,
    ]);
  });
});

describe("somebody who would fill a hospital's list", () => {
  it("as a patient, asks each hospital once", async () => {
    const { patient, chart } = await world();
    await patient.registry.write.askForCare([HARBOUR]);
    await expectRefusal(patient.registry.write.askForCare([HARBOUR]), "CareUnexpectedStatus", [chart, HARBOUR, 1]);
  });

  it("as a patient, asks no hospital that does not exist", async () => {
    const { patient } = await world();
    await expectRefusal(patient.registry.write.askForCare([77]), "RolesHospitalNotOpened", [77]);
  });

  it("as nobody in particular, must register first", async () => {
    const { stranger, doctor } = await world();
    for (const account of [stranger, doctor]) {
      await expectRefusal(account.registry.write.askForCare([HARBOUR]), "ChartNotHolder", [account.address]);
    }
  });
});
