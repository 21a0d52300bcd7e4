import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { eventsOf } from "../support/events.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import { register } from "../support/registrations.ts";
import { consent, standingConsent } from "../support/reports.ts";
import {
  signAndSend,
  signedConsent,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
} from "../support/signed-acts.ts";
import { signedRegistration } from "../support/signed-chart-acts.ts";
import { sign } from "../support/signer.ts";
import { world } from "../support/world.ts";

describe("a registration that somebody sends first", () => {
  it("registers the patient who signed it, with the key and recovery key they chose", async () => {
    const { newcomer, stranger } = await world();
    const key = await keyPublication(newcomer);
    const events = await eventsOf(register(stranger, newcomer, key));
    const chart = await newcomer.registry.read.chartOf([newcomer.address]);

    expect(events[0]).toEqual({
      name: "PatientRegistered",
      args: { chart, holder: newcomer.address, authoriser: authoriserOf(newcomer).address },
    });
    expect(await newcomer.registry.read.holderOf([chart])).toBe(newcomer.address);
    await expectRefusal(register(newcomer, newcomer, key), "ChartAlreadyRegistered", [chart, newcomer.address]);
  });

  it("cannot be given the sender's recovery key", async () => {
    const all = await world();
    const key = await keyPublication(all.newcomer);
    const { form, send } = await signedRegistration(all, all.newcomer, key);
    const signature = await sign(all.newcomer, form);
    const { deadline } = form.message as { deadline: bigint };

    await expectRefusal(
      all.stranger.registry.write.registerPatientFor([
        all.newcomer.address,
        key,
        authoriserOf(all.stranger).address,
        deadline,
        signature,
      ]),
      "SignatureInvalid",
      [all.newcomer.address],
    );
    await send(signature);
  });

  it("is no use to whoever copies the key in it", async () => {
    const { newcomer, stranger } = await world();
    const key = await keyPublication(newcomer);
    await expectRefusal(
      stranger.registry.write.registerPatient([key, authoriserOf(stranger).address]),
      "KeyAccountSignatureInvalid",
      [stranger.address],
    );
    await expectRefusal(stranger.registry.write.publishKey([key]), "KeyAccountSignatureInvalid", [stranger.address]);

    await newcomer.registry.write.registerPatient([key, authoriserOf(newcomer).address]);
    expect((await newcomer.registry.read.keyOf([newcomer.address]))[0]).toBe(1);
  });
});

describe("a signed stop", () => {
  it("holds when the doctor first sends a grant that was signed before and not used", async () => {
    const all = await world();
    const grant = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    const stop = await signedStop(all, [{ report: all.report, counter: 0 }], all.harbourDoctor.address);
    await signAndSend(grant, all.patient, all.harbourDoctor);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(true);

    await signAndSend(stop, all.patient);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
  });

  it("makes a grant void that was signed before and not used", async () => {
    const all = await world();
    const grant = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    const stop = await signedStop(all, [{ report: all.report, counter: 0 }], all.harbourDoctor.address);
    await signAndSend(stop, all.patient);
    await expectRefusal(signAndSend(grant, all.patient, all.harbourDoctor), "ConsentStaleCounter", [2, 0]);
  });

  it("cannot be sent a second time, to end what the patient grants later", async () => {
    const all = await world();
    const stop = await signedStop(all, [{ report: all.report, counter: 0 }], all.harbourDoctor.address);
    await signAndSend(stop, all.patient);
    await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor, { counter: 2 })]);
    await expectRefusal(signAndSend(stop, all.patient, all.otherPatient), "ConsentStaleCounter", [3, 0]);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(true);
  });
});

describe("a signed stop of everything", () => {
  it("holds when the doctor first sends a standing consent that was signed before and not used", async () => {
    const all = await world();
    const whole = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
    const stop = await signedStopOfEverything(all, { chart: all.chart, grantee: all.harbourDoctor.address });
    await signAndSend(whole, all.patient, all.harbourDoctor);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(true);

    await signAndSend(stop, all.patient);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
  });

  it("makes every grant void that was signed before: of reports and of the chart", async () => {
    const all = await world();
    const one = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    const whole = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
    const stop = await signedStopOfEverything(all, { chart: all.chart, grantee: all.harbourDoctor.address });
    const [forOne, forWhole] = [await sign(all.patient, one.form), await sign(all.patient, whole.form)];
    await signAndSend(stop, all.patient);

    await expectRefusal(one.send(forOne), "SignatureInvalid", [all.patient.address]);
    await expectRefusal(whole.send(forWhole), "ConsentStaleCounter", [2, 0]);
  });

  it("holds also after a grant of one report that was sent first", async () => {
    const all = await world();
    const grant = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    const stop = await signedStopOfEverything(all, { chart: all.chart, grantee: all.harbourDoctor.address });
    await signAndSend(grant, all.patient, all.harbourDoctor);
    await signAndSend(stop, all.patient);
    expect(await all.patient.records.read.canRead([all.report, all.harbourDoctor.address])).toBe(false);
  });
});
