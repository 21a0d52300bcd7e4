import { PURPOSES, purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { DAY, nextAt, now } from "../support/chain.ts";
import { eventsOf } from "../support/events.ts";
import { expectBareRefusal, expectRefusal } from "../support/expect-refusal.ts";
import { keyPublication } from "../support/keys.ts";
import {
  CAPSULES,
  consent,
  idOf,
  newReport,
  standingConsent,
  type Grant,
  type StandingGrant,
} from "../support/reports.ts";
import { signAndSend, signedConsent, signedStandingConsent } from "../support/signed-acts.ts";
import { sign } from "../support/signer.ts";
import { NORTHFIELD, world, type World } from "../support/world.ts";

const OTHER_CAPSULES = padHex("0xcb", { size: 32 });
const COC = purposeIndex("COC");
const NONE = 0;
const BEYOND_PURPOSES = 7;

const canRead = ({ stranger, report, harbourDoctor }: World) =>
  stranger.records.read.canRead([report, harbourDoctor.address]);

/** A report of the patient's own, beside the doctor's. */
async function addOwn({ patient, chart }: World) {
  await patient.records.write.addReport([newReport(chart, 0)]);
  return idOf(patient, chart, chart);
}

describe("a signed consent", () => {
  describe("given somebody who sends something else than was signed", () => {
    const changes: Record<string, (all: World, granted: Grant) => Partial<Grant>> = {
      "another grantee": ({ doctor }) => ({ grantee: doctor.address }),
      "a later end": (_, { expiry }) => ({ expiry: expiry + 1n }),
      "an earlier end": (_, { expiry }) => ({ expiry: expiry - 1n }),
      "another purpose": () => ({ purpose: COC }),
      "swapped capsules": (_, { shares: [share] }) => ({ shares: [{ ...share!, capsules: OTHER_CAPSULES }] }),
      "another key version": () => ({ granteeKeyVersion: 2 }),
      "another counter": (_, { shares: [share] }) => ({ shares: [{ ...share!, counter: 1 }] }),
      "one report more": ({ own }: World & { own?: `0x${string}` }, { shares }) => ({
        shares: [...shares, { report: own!, counter: 0, capsules: CAPSULES }],
      }),
      "another report": ({ own }: World & { own?: `0x${string}` }) => ({
        shares: [{ report: own!, counter: 0, capsules: CAPSULES }],
      }),
      "the report twice": (_, { shares: [share] }) => ({ shares: [share!, { ...share!, counter: 1 }] }),
    };
    for (const [name, change] of Object.entries(changes)) {
      it(`is refused with ${name}`, async () => {
        const fixture = await world();
        const all = { ...fixture, own: await addOwn(fixture) };
        const granted = await consent(all.report, all.harbourDoctor);
        const signature = await sign(all.patient, (await signedConsent(all, granted)).form);
        const altered = await signedConsent(all, { ...granted, ...change(all, granted) });
        await expectRefusal(altered.send(signature), "SignatureInvalid", [all.patient.address]);
        expect(await canRead(all)).toBe(false);
      });
    }
  });

  it("is refused when it names no report", async () => {
    const all = await world();
    const act = await signedConsent(all, await consent(all.report, all.harbourDoctor, { shares: [] }));
    await expectRefusal(signAndSend(act, all.patient), "ConsentEmpty");
  });

  it("is refused whole when it names a report of another chart", async () => {
    const all = await world();
    const otherChart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
    const others = idOf(all.otherPatient, otherChart, otherChart);
    await all.otherPatient.records.write.addReport([newReport(otherChart, 0)]);
    const granted = await consent(all.report, all.harbourDoctor);
    const shares = [...granted.shares, { report: others, counter: 0, capsules: CAPSULES }];
    await expectRefusal(
      signAndSend(await signedConsent(all, { ...granted, shares }), all.patient),
      "ConsentOtherChart",
      [all.chart, others],
    );
    expect(await canRead(all)).toBe(false);
  });

  it("is refused without a purpose", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const signature = await sign(all.patient, (await signedConsent(all, granted)).form);
    const { deadline } = (await signedConsent(all, granted)).form.message as { deadline: bigint };
    await expectRefusal(
      all.stranger.records.write.grantConsentsFor([{ ...granted, purpose: NONE }, deadline, signature]),
      "ConsentInvalidPurpose",
    );
    await expectBareRefusal(
      all.stranger.records.write.grantConsentsFor([{ ...granted, purpose: BEYOND_PURPOSES }, deadline, signature]),
    );
  });

  for (const counter of [1, 2]) {
    it(`is refused with counter ${counter} where nothing was decided before`, async () => {
      const all = await world();
      const act = await signedConsent(all, await consent(all.report, all.harbourDoctor, { counter }));
      await expectRefusal(signAndSend(act, all.patient), "ConsentStaleCounter", [0, counter]);
    });
  }

  describe("given a decision since it was signed", () => {
    const signed = async () => {
      const all = await world();
      const act = await signedConsent(all, await consent(all.report, all.harbourDoctor));
      return { ...all, act, signature: await sign(all.patient, act.form) };
    };

    it("is void after a stop for the report", async () => {
      const all = await signed();
      await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
      await expectRefusal(all.act.send(all.signature), "ConsentStaleCounter", [2, 0]);
      expect(await canRead(all)).toBe(false);
    });

    it("is void after another grant of the report", async () => {
      const all = await signed();
      await all.patient.records.write.grantConsents([await consent(all.report, all.harbourDoctor)]);
      await expectRefusal(all.act.send(all.signature), "ConsentStaleCounter", [1, 0]);
    });

    it("is void after everything was stopped with the doctor", async () => {
      const all = await signed();
      await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
      await expectRefusal(all.act.send(all.signature), "SignatureInvalid", [all.patient.address]);
      expect(await canRead(all)).toBe(false);
    });

    it("holds after decisions about other doctors and other reports", async () => {
      const all = await signed();
      const own = await addOwn(all);
      await all.patient.records.write.stopConsent([own, all.harbourDoctor.address]);
      await all.patient.records.write.stopConsent([all.report, all.doctor.address]);
      await all.patient.records.write.stopEverything([all.chart, all.doctor.address]);
      await all.act.send(all.signature);
      expect(await canRead(all)).toBe(true);
    });

    it("is refused when the grantee has a newer key", async () => {
      const all = await signed();
      await all.harbourDoctor.registry.write.publishKey([await keyPublication(all.harbourDoctor, { version: 2 })]);
      await expectRefusal(all.act.send(all.signature), "ConsentStaleGranteeKey", [2, 1]);
    });

    it("is refused while the grantee is not an active doctor", async () => {
      const all = await signed();
      await all.attester.registry.write.revokeAttestation([all.harbourDoctor.address]);
      await expectRefusal(all.act.send(all.signature), "ConsentGranteeNotActive", [all.harbourDoctor.address]);
    });

    it("is refused once the report was retracted", async () => {
      const all = await signed();
      await all.doctor.records.write.retractReport([all.report, 1]);
      await expectRefusal(all.act.send(all.signature), "ReportNotLive", [all.report, 1]);
    });
  });

  for (const name of PURPOSES.slice(1)) {
    it(`is in the words of its purpose, ${name}`, async () => {
      const all = await world();
      const purpose = purposeIndex(name);
      const granted = await consent(all.report, all.harbourDoctor, { purpose });
      await signAndSend(await signedConsent(all, granted), all.patient);
      expect((await all.patient.records.read.consentOf([all.report, all.harbourDoctor.address]))[1]).toBe(purpose);
    });
  }

  it("does not last longer for being sent late", async () => {
    const all = await world();
    const granted = await consent(all.report, all.harbourDoctor);
    const act = await signedConsent(all, granted, granted.expiry + DAY);
    const signature = await sign(all.patient, act.form);
    await nextAt(granted.expiry);
    await expectRefusal(act.send(signature), "ConsentInvalidExpiry", [granted.expiry]);
  });

  it("binds the present generation, and no earlier or later one", async () => {
    const all = await world();
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    const act = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    expect(act.form.message["generation"]).toBe(1);
    for (const generation of [0, 2]) {
      const message = { ...act.form.message, generation };
      await expectRefusal(act.send(await sign(all.patient, { ...act.form, message })), "SignatureInvalid");
    }
    await signAndSend(act, all.patient);
    expect(await canRead(all)).toBe(true);
  });
});

describe("a signed standing consent", () => {
  describe("given somebody who sends something else than was signed", () => {
    const changes: Record<string, (all: World, granted: StandingGrant) => Partial<StandingGrant>> = {
      "another grantee": ({ doctor }) => ({ grantee: doctor.address }),
      "a later end": (_, { expiry }) => ({ expiry: expiry + 1n }),
      "another purpose": () => ({ purpose: COC }),
      "swapped capsules": () => ({ capsules: OTHER_CAPSULES }),
      "another key version": () => ({ granteeKeyVersion: 2 }),
      "another counter": () => ({ counter: 1 }),
      "another consent epoch": () => ({ consentEpoch: 1 }),
    };
    for (const [name, change] of Object.entries(changes)) {
      it(`is refused with ${name}`, async () => {
        const all = await world();
        const granted = await standingConsent(all.chart, all.harbourDoctor);
        const signature = await sign(all.patient, (await signedStandingConsent(all, granted)).form);
        const altered = await signedStandingConsent(all, { ...granted, ...change(all, granted) });
        await expectRefusal(altered.send(signature), "SignatureInvalid", [all.patient.address]);
        expect(await canRead(all)).toBe(false);
      });
    }

    it("is refused for the chart of somebody who never signed it", async () => {
      const all = await world();
      const chart = await all.otherPatient.registry.read.chartOf([all.otherPatient.address]);
      const granted = await standingConsent(all.chart, all.harbourDoctor);
      const signature = await sign(all.patient, (await signedStandingConsent(all, granted)).form);
      const altered = await signedStandingConsent(all, { ...granted, chart });
      await expectRefusal(altered.send(signature), "SignatureInvalid", [all.otherPatient.address]);
    });
  });

  it("is refused without a purpose", async () => {
    const all = await world();
    const granted = await standingConsent(all.chart, all.harbourDoctor, { purpose: NONE });
    await expectRefusal(
      all.stranger.records.write.grantStandingConsentFor([granted, (await now()) + DAY, "0x"]),
      "ConsentInvalidPurpose",
    );
    await expectBareRefusal(
      all.stranger.records.write.grantStandingConsentFor([
        { ...granted, purpose: BEYOND_PURPOSES },
        (await now()) + DAY,
        "0x",
      ]),
    );
  });

  it("is void after everything was stopped with the doctor", async () => {
    const all = await world();
    const act = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
    const signature = await sign(all.patient, act.form);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await expectRefusal(act.send(signature), "ConsentStaleCounter", [2, 0]);
  });

  it("is void after another standing consent to the doctor", async () => {
    const all = await world();
    const granted = await standingConsent(all.chart, all.harbourDoctor);
    const act = await signedStandingConsent(all, granted);
    const signature = await sign(all.patient, act.form);
    await all.patient.records.write.grantStandingConsent([granted]);
    await expectRefusal(act.send(signature), "ConsentStaleCounter", [1, 0]);
  });

  it("is void after the set of standing readers changed by another doctor", async () => {
    const all = await world();
    const act = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
    const signature = await sign(all.patient, act.form);
    await all.patient.records.write.grantStandingConsent([await standingConsent(all.chart, all.doctor)]);
    await expectRefusal(act.send(signature), "ConsentStaleEpoch", [1, 0]);
  });

  it("says how often the standing readers changed and how often was decided about the doctor, each in its place", async () => {
    const all = await world();
    await all.patient.records.write.grantStandingConsent([await standingConsent(all.chart, all.doctor)]);
    const granted = await standingConsent(all.chart, all.harbourDoctor, { consentEpoch: 1, counter: 0 });
    const act = await signedStandingConsent(all, granted);
    await act.send(await sign(all.patient, act.form));
    expect(await canRead(all)).toBe(true);
  });

  it("does not lift a stop for one report that was made since", async () => {
    const all = await world();
    const act = await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor));
    const signature = await sign(all.patient, act.form);
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    await act.send(signature);
    expect(await canRead(all)).toBe(false);
  });
});

describe("a doctor who sends what patients signed", () => {
  it("can be the very grantee, who needs nobody else", async () => {
    const all = await world();
    const act = await signedConsent(all, await consent(all.report, all.harbourDoctor));
    const [event] = await eventsOf(signAndSend(act, all.patient, all.harbourDoctor));
    expect(event?.args).toMatchObject({ grantee: all.harbourDoctor.address, actor: all.patient.address });
    expect(await canRead(all)).toBe(true);
  });

  it("cannot use another doctor's consent for themself", async () => {
    const all = await world();
    await attest(all.attester, all.newcomer);
    await all.registrar.registry.write.grantRole([doctorRole(NORTHFIELD), all.newcomer.address]);
    await all.newcomer.registry.write.publishKey([await keyPublication(all.newcomer)]);
    const granted = await consent(all.report, all.harbourDoctor);
    const signature = await sign(all.patient, (await signedConsent(all, granted)).form);
    const stolen = await signedConsent(all, { ...granted, grantee: all.newcomer.address });
    await expectRefusal(stolen.send(signature, all.newcomer), "SignatureInvalid", [all.patient.address]);
  });
});
