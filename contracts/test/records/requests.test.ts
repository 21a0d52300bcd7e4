import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { DAY, goTo, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectBareRefusal, expectRefusal } from "../support/expect-refusal.ts";
import { consent, idOf, newReport } from "../support/reports.ts";
import { NORTHFIELD, world } from "../support/world.ts";

const NONE = 0;
const TREAT = purposeIndex("TREAT");
const COC = purposeIndex("COC");
const PURPOSES = [1, 2, 3, 4, 5, 6];
const BEYOND_PURPOSES = 7;
const RETRACTED = 1;
const ERASED = 2;
const REST = 30n * DAY;

describe("asking for a consent", () => {
  it("is refused for a report that does not exist", async () => {
    const { harbourDoctor } = await world();
    await expectRefusal(harbourDoctor.records.write.requestConsent([zeroHash, TREAT]), "ReportUnknown", [zeroHash]);
  });

  it("is refused once the report was retracted", async () => {
    const { doctor, harbourDoctor, report } = await world();
    await doctor.records.write.retractReport([report, 1]);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, TREAT]), "ReportNotLive", [
      report,
      RETRACTED,
    ]);
  });

  it("is refused once the report was erased", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.eraseReport([report]);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, TREAT]), "ReportNotLive", [report, ERASED]);
  });

  for (const name of ["patient", "otherPatient", "registrar", "admin", "attester", "stranger"] as const) {
    it(`is refused to the ${name}, who is not an active doctor`, async () => {
      const all = await world();
      await expectRefusal(all[name].records.write.requestConsent([all.report, TREAT]), "RequestDoctorNotActive", [
        all[name].address,
      ]);
    });
  }

  it("is refused to a doctor who is attested and not appointed", async () => {
    const { attester, newcomer, report } = await world();
    await attest(attester, newcomer);
    await expectRefusal(newcomer.records.write.requestConsent([report, TREAT]), "RequestDoctorNotActive", [
      newcomer.address,
    ]);
  });

  it("is refused to a doctor who is appointed and no longer attested", async () => {
    const { attester, harbourDoctor, report } = await world();
    await attester.registry.write.revokeAttestation([harbourDoctor.address]);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, TREAT]), "RequestDoctorNotActive", [
      harbourDoctor.address,
    ]);
  });

  it("is refused without a purpose", async () => {
    const { harbourDoctor, report } = await world();
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, NONE]), "ConsentInvalidPurpose");
  });

  it("is refused for a purpose that is not in the list", async () => {
    const { harbourDoctor, report } = await world();
    await expectBareRefusal(harbourDoctor.records.write.requestConsent([report, BEYOND_PURPOSES]));
  });

  for (const purpose of [TREAT, COC]) {
    it(`is refused while another request is open, now for purpose ${purpose}`, async () => {
      const { harbourDoctor, report } = await world();
      await harbourDoctor.records.write.requestConsent([report, TREAT]);
      await expectRefusal(harbourDoctor.records.write.requestConsent([report, purpose]), "RequestAlreadyOpen", [
        report,
        harbourDoctor.address,
      ]);
    });
  }

  for (const purpose of PURPOSES) {
    it(`waits for the patient's answer and announces purpose ${purpose}`, async () => {
      const { harbourDoctor, chart, report } = await world();
      const events = await eventsOf(harbourDoctor.records.write.requestConsent([report, purpose]));

      expect(events).toEqual([
        { name: "ConsentRequested", args: { report, chart, doctor: harbourDoctor.address, purpose } },
      ]);
      expect(await harbourDoctor.records.read.requestOf([report, harbourDoctor.address])).toEqual([purpose, 0n]);
    });
  }

  it("opens nothing and changes no counter", async () => {
    const { harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    expect(await harbourDoctor.records.read.canRead([report, harbourDoctor.address])).toBe(false);
    expect(await harbourDoctor.records.read.consentOf([report, harbourDoctor.address])).toEqual([0n, NONE, 0, false]);
  });

  it("leaves other doctors and other reports alone", async () => {
    const { doctor, patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.addReport([newReport(chart, 0)]);
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    for (const [which, who] of [
      [report, doctor],
      [idOf(patient, chart, chart), harbourDoctor],
    ] as const) {
      expect(await patient.records.read.requestOf([which, who.address])).toEqual([NONE, 0n]);
      await who.records.write.requestConsent([which, TREAT]);
    }
  });
});

describe("the patient's answer to a request", () => {
  it("by a grant closes it, whatever was asked for", async () => {
    const { patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, COC]);
    await patient.records.write.grantConsents([await consent(report, harbourDoctor, { purpose: TREAT })]);

    expect(await patient.records.read.requestOf([report, harbourDoctor.address])).toEqual([NONE, 0n]);
    await harbourDoctor.records.write.requestConsent([report, COC]);
  });

  it("by a stop closes it", async () => {
    const { patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, COC]);
    await patient.records.write.stopConsent([report, harbourDoctor.address]);
    expect(await patient.records.read.requestOf([report, harbourDoctor.address])).toEqual([NONE, 0n]);
  });

  it("can still be a refusal when the report was retracted or erased meanwhile", async () => {
    const { doctor, patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, COC]);
    await doctor.records.write.retractReport([report, 1]);
    await patient.records.write.eraseReport([report]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);
    expect((await patient.records.read.requestOf([report, harbourDoctor.address]))[0]).toBe(NONE);
  });
});

describe("declining a request", () => {
  it("is refused for a report that does not exist", async () => {
    const { patient, harbourDoctor } = await world();
    await expectRefusal(patient.records.write.declineRequest([zeroHash, harbourDoctor.address]), "ReportUnknown", [
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
    it(`is refused to the ${name}, who is not the patient`, async () => {
      const all = await world();
      await all.harbourDoctor.records.write.requestConsent([all.report, TREAT]);
      await expectRefusal(
        all[name].records.write.declineRequest([all.report, all.harbourDoctor.address]),
        "ReportNotHolder",
        [all.chart, all[name].address],
      );
    });
  }

  it("is refused when nothing was asked", async () => {
    const { patient, harbourDoctor, report } = await world();
    await expectRefusal(patient.records.write.declineRequest([report, harbourDoctor.address]), "RequestNotOpen", [
      report,
      harbourDoctor.address,
    ]);
  });

  it("is refused a second time", async () => {
    const { patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);
    await expectRefusal(patient.records.write.declineRequest([report, harbourDoctor.address]), "RequestNotOpen", [
      report,
      harbourDoctor.address,
    ]);
  });

  it("closes the request, and announces from when on the doctor can ask again", async () => {
    const { patient, harbourDoctor, chart, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    const at = (await now()) + 10n;
    await nextAt(at);
    const events = await eventsOf(patient.records.write.declineRequest([report, harbourDoctor.address]));

    expect(events).toEqual([
      {
        name: "RequestDeclined",
        args: { report, chart, doctor: harbourDoctor.address, actor: patient.address, notBefore: at + REST },
      },
    ]);
    expect(await patient.records.read.requestOf([report, harbourDoctor.address])).toEqual([NONE, at + REST]);
    expect(await patient.records.read.REQUEST_REST()).toBe(REST);
  });

  it("makes the doctor wait to the second, and then lets them ask again", async () => {
    const { patient, harbourDoctor, report } = await world();
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);
    const notBefore = (await now()) + REST;

    await nextAt(notBefore - 1n);
    await expectRefusal(harbourDoctor.records.write.requestConsent([report, COC]), "RequestTooSoon", [
      report,
      harbourDoctor.address,
      notBefore,
    ]);
    await goTo(notBefore - 1n);
    await nextAt(notBefore);
    await harbourDoctor.records.write.requestConsent([report, COC]);
    expect(await patient.records.read.requestOf([report, harbourDoctor.address])).toEqual([COC, notBefore]);
  });

  it("keeps no other doctor from asking, nor this one about another report", async () => {
    const { doctor, patient, harbourDoctor, chart, report } = await world();
    await patient.records.write.addReport([newReport(chart, 0)]);
    await harbourDoctor.records.write.requestConsent([report, TREAT]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);

    await doctor.records.write.requestConsent([report, TREAT]);
    await harbourDoctor.records.write.requestConsent([idOf(patient, chart, chart), TREAT]);
  });

  it("is no stop: what was granted before goes on, and the patient can still grant", async () => {
    const { patient, harbourDoctor, report } = await world();
    await patient.records.write.grantConsents([await consent(report, harbourDoctor)]);
    await harbourDoctor.records.write.requestConsent([report, COC]);
    await patient.records.write.declineRequest([report, harbourDoctor.address]);
    expect(await patient.records.read.canRead([report, harbourDoctor.address])).toBe(true);

    await patient.records.write.grantConsents([await consent(report, harbourDoctor, { counter: 1 })]);
  });

  it("is possible when the doctor is no longer active", async () => {
    const { patient, registrar, doctor, report } = await world();
    await doctor.records.write.requestConsent([report, TREAT]);
    await registrar.registry.write.revokeRole([doctorRole(NORTHFIELD), doctor.address]);
    await patient.records.write.declineRequest([report, doctor.address]);
    expect((await patient.records.read.requestOf([report, doctor.address]))[0]).toBe(NONE);
  });
});
