import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { consent, idOf, newReport, standingConsent } from "../support/reports.ts";
import { signAndSend, signedConsent, signedStop, signedStopOfEverything } from "../support/signed-acts.ts";
import { sign } from "../support/signer.ts";
import { world, type World } from "../support/world.ts";

const canRead = ({ stranger, report, harbourDoctor }: World) =>
  stranger.records.read.canRead([report, harbourDoctor.address]);

/** The doctor at Harbour reads the report, by a consent with counter 1. */
async function shared() {
  const all = await world();
  await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
  return all;
}

const grantAgain = async ({ patient, report, harbourDoctor }: World, counter: number) =>
  patient.records.write.grantConsents([await consent(report, harbourDoctor, { counter })]);

const stopAt = (all: World, counter: number) =>
  signedStop(all, [{ report: all.report, counter }], all.harbourDoctor.address);

describe("a signed stop", () => {
  it("is refused when it names no report", async () => {
    const all = await world();
    const act = await signedStop(all, [], all.harbourDoctor.address);
    await expectRefusal(signAndSend(act, all.patient), "ConsentEmpty");
  });

  it("is refused when it was signed ahead, at the counter that the next grant will leave", async () => {
    const all = await shared();
    await expectRefusal(signAndSend(await stopAt(all, 2), all.patient), "ConsentStaleCounter", [1, 2]);
  });

  it("holds at the counter it was signed at", async () => {
    const all = await shared();
    const events = await eventsOf(signAndSend(await stopAt(all, 1), all.patient));
    expect(events).toEqual([
      {
        name: "ConsentStopped",
        args: {
          report: all.report,
          chart: all.chart,
          grantee: all.harbourDoctor.address,
          actor: all.patient.address,
          counter: 3,
        },
      },
    ]);
    expect(await canRead(all)).toBe(false);
  });

  it("holds after one grant more, so that a doctor cannot make it void by sending an unused grant first", async () => {
    const all = await shared();
    const unused = await signedConsent(all, await consent(all.report, all.harbourDoctor, { counter: 1 }));
    const stop = await stopAt(all, 1);
    const stopSignature = await sign(all.patient, stop.form);
    await unused.send(await sign(all.patient, unused.form), all.harbourDoctor);
    expect(await canRead(all)).toBe(true);

    await stop.send(stopSignature);
    expect(await canRead(all)).toBe(false);
    expect((await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address]))[2]).toBe(4);
  });

  it("is void after two grants more", async () => {
    const all = await shared();
    const stop = await stopAt(all, 1);
    const signature = await sign(all.patient, stop.form);
    await grantAgain(all, 1);
    await grantAgain(all, 2);
    await expectRefusal(stop.send(signature), "ConsentStaleCounter", [3, 1]);
  });

  it("is used once, so that it does not undo a later grant", async () => {
    const all = await shared();
    const stop = await stopAt(all, 1);
    const signature = await sign(all.patient, stop.form);
    await stop.send(signature);
    await expectRefusal(stop.send(signature), "ConsentStaleCounter", [3, 1]);
    await grantAgain(all, 3);
    await expectRefusal(stop.send(signature), "ConsentStaleCounter", [4, 1]);
    expect(await canRead(all)).toBe(true);
  });

  it("is used once when it was sent after one grant more, too", async () => {
    const all = await shared();
    const stop = await stopAt(all, 1);
    const signature = await sign(all.patient, stop.form);
    await grantAgain(all, 1);
    await stop.send(signature);
    await expectRefusal(stop.send(signature), "ConsentStaleCounter", [4, 1]);
  });

  it("is void after another stop, which ended the same", async () => {
    const all = await shared();
    const stop = await stopAt(all, 1);
    const signature = await sign(all.patient, stop.form);
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    await expectRefusal(stop.send(signature), "ConsentStaleCounter", [3, 1]);
    expect(await canRead(all)).toBe(false);
  });

  it("holds after everything was stopped, which has another counter", async () => {
    const all = await shared();
    const stop = await stopAt(all, 1);
    const signature = await sign(all.patient, stop.form);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await stop.send(signature);
    expect((await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address]))[3]).toBe(true);
  });

  it("makes every grant void that was signed before", async () => {
    const all = await shared();
    const granted = await signedConsent(all, await consent(all.report, all.harbourDoctor, { counter: 1 }));
    const signature = await sign(all.patient, granted.form);
    await signAndSend(await stopAt(all, 1), all.patient);
    await expectRefusal(granted.send(signature), "ConsentStaleCounter", [3, 1]);
    expect(await canRead(all)).toBe(false);
  });

  it("is refused for another doctor than the one it names", async () => {
    const all = await shared();
    const signature = await sign(all.patient, (await stopAt(all, 1)).form);
    const altered = await signedStop(all, [{ report: all.report, counter: 1 }], all.doctor.address);
    await expectRefusal(altered.send(signature), "SignatureInvalid", [all.patient.address]);
  });

  it("holds for a report that is not there yet, or erased", async () => {
    const all = await shared();
    await all.patient.records.write.eraseReport([all.report]);
    await signAndSend(await stopAt(all, 1), all.patient);
    const later = idOf(all.patient, all.chart, all.chart);
    const stop = await signedStop(all, [{ report: later, counter: 0 }], all.harbourDoctor.address);
    const [event] = await eventsOf(signAndSend(stop, all.patient));
    expect(event?.args).toMatchObject({ report: later, counter: 2 });
  });
});

describe("a signed stop for several reports", () => {
  /** Both the doctor's report and one of the patient's own are shared with the doctor at Harbour. */
  async function bothShared() {
    const all = await shared();
    await all.patient.records.write.addReport([newReport(all.chart, 0)]);
    const own = idOf(all.patient, all.chart, all.chart);
    await all.patient.records.write.grantConsents([await consent(own, all.harbourDoctor)]);
    return { ...all, own };
  }

  it("stops each, in order", async () => {
    const all = await bothShared();
    const stops = [
      { report: all.report, counter: 1 },
      { report: all.own, counter: 1 },
    ];
    const events = await eventsOf(
      signAndSend(await signedStop(all, stops, all.harbourDoctor.address), authoriserOf(all.patient)),
    );
    expect(events.map(({ args }) => args)).toMatchObject([
      { report: all.report, counter: 3 },
      { report: all.own, counter: 3 },
    ]);
  });

  it("is refused whole when one counter is stale", async () => {
    const all = await bothShared();
    const stops = [
      { report: all.report, counter: 1 },
      { report: all.own, counter: 2 },
    ];
    const act = await signedStop(all, stops, all.harbourDoctor.address);
    await expectRefusal(signAndSend(act, all.patient), "ConsentStaleCounter", [1, 2]);
    expect(await canRead(all)).toBe(true);
  });

  it("is refused whole when a report is named twice with the same counter", async () => {
    const all = await bothShared();
    const stop = { report: all.report, counter: 1 };
    const act = await signedStop(all, [stop, stop], all.harbourDoctor.address);
    await expectRefusal(signAndSend(act, all.patient), "ConsentStaleCounter", [3, 1]);
    expect(await canRead(all)).toBe(true);
  });

  it("is refused whole when one report is of another chart", async () => {
    const all = await bothShared();
    const otherChart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
    const others = idOf(all.otherPatient, otherChart, otherChart);
    const stops = [
      { report: all.report, counter: 1 },
      { report: others, counter: 0 },
    ];
    const act = await signedStop(all, stops, all.harbourDoctor.address);
    await expectRefusal(signAndSend(act, all.patient), "ConsentOtherChart", [all.chart, others]);
    expect(await canRead(all)).toBe(true);
  });

  it("is refused when somebody leaves a report out", async () => {
    const all = await bothShared();
    const stops = [
      { report: all.report, counter: 1 },
      { report: all.own, counter: 1 },
    ];
    const signature = await sign(all.patient, (await signedStop(all, stops, all.harbourDoctor.address)).form);
    const shortened = await signedStop(all, stops.slice(1), all.harbourDoctor.address);
    await expectRefusal(shortened.send(signature), "SignatureInvalid", [all.patient.address]);
  });
});

describe("a signed stop of everything", () => {
  const everythingAt = ({ chart, harbourDoctor, ...all }: World, counter: number) =>
    signedStopOfEverything({ chart, harbourDoctor, ...all }, { chart, grantee: harbourDoctor.address, counter });

  const grantAll = async ({ patient, harbourDoctor, chart }: World, counter: number, consentEpoch: number) =>
    patient.records.write.grantStandingConsent([
      await standingConsent(chart, harbourDoctor, { counter, consentEpoch }),
    ]);

  it("is refused when it was signed ahead", async () => {
    const all = await world();
    await expectRefusal(signAndSend(await everythingAt(all, 1), all.patient), "ConsentStaleCounter", [0, 1]);
  });

  it("holds at the counter it was signed at", async () => {
    const all = await shared();
    const events = await eventsOf(signAndSend(await everythingAt(all, 0), all.patient));
    expect(events).toEqual([
      {
        name: "EverythingStopped",
        args: {
          chart: all.chart,
          grantee: all.harbourDoctor.address,
          actor: all.patient.address,
          counter: 2,
          generation: 1,
          consentEpoch: 0,
        },
      },
    ]);
    expect(await canRead(all)).toBe(false);
  });

  it("holds after one standing consent more", async () => {
    const all = await world();
    const act = await everythingAt(all, 0);
    const signature = await sign(all.patient, act.form);
    await grantAll(all, 0, 0);
    await act.send(signature);
    expect(await canRead(all)).toBe(false);
    expect((await all.patient.records.read.standingConsentOf([all.chart, all.harbourDoctor.address]))[2]).toBe(3);
  });

  it("is void after two standing consents more", async () => {
    const all = await world();
    const act = await everythingAt(all, 0);
    const signature = await sign(all.patient, act.form);
    await grantAll(all, 0, 0);
    await grantAll(all, 1, 1);
    await expectRefusal(act.send(signature), "ConsentStaleCounter", [2, 0]);
  });

  it("is used once", async () => {
    const all = await world();
    const act = await everythingAt(all, 0);
    const signature = await sign(all.patient, act.form);
    await act.send(signature);
    await expectRefusal(act.send(signature), "ConsentStaleCounter", [2, 0]);
    await grantAll(all, 2, 0);
    await expectRefusal(act.send(signature), "ConsentStaleCounter", [3, 0]);
  });

  it("is not made void by any number of consents to single reports", async () => {
    const all = await shared();
    const act = await everythingAt(all, 0);
    const signature = await sign(all.patient, act.form);
    await grantAgain(all, 1);
    await grantAgain(all, 2);
    await act.send(signature);
    expect(await canRead(all)).toBe(false);
  });

  it("is refused for another doctor, or another chart, than the one it names", async () => {
    const all = await world();
    const { chart, doctor, harbourDoctor, otherPatient } = all;
    const signature = await sign(all.patient, (await everythingAt(all, 0)).form);
    const otherDoctor = await signedStopOfEverything(all, { chart, grantee: doctor.address });
    await expectRefusal(otherDoctor.send(signature), "SignatureInvalid", [all.patient.address]);
    const otherChart = await signedStopOfEverything(all, {
      chart: await otherPatient.registry.read.chartOf([otherPatient.address]),
      grantee: harbourDoctor.address,
    });
    await expectRefusal(otherChart.send(signature), "SignatureInvalid", [otherPatient.address]);
  });
});
