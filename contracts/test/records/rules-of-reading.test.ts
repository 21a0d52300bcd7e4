import { doctorRole } from "@chartkey/protocol/role-id";
import { padHex, zeroAddress, zeroHash, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { attest } from "../support/attestations.ts";
import { DAY, goTo, now, YEAR } from "../support/chain.ts";
import { recover } from "../support/recover.ts";
import { consent, correction, idOf, newReport, standingConsent } from "../support/reports.ts";
import { HARBOUR, NORTHFIELD, world, type World } from "../support/world.ts";

const canRead = ({ stranger }: World, report: Hex, { address }: { address: Address }) =>
  stranger.records.read.canRead([report, address]);

const share = async ({ patient, harbourDoctor, report }: World, expiry?: bigint, counter = 0) =>
  patient.records.write.grantConsents([
    await consent(report, harbourDoctor, { counter, ...(expiry === undefined ? {} : { expiry }) }),
  ]);

const shareEverything = async ({ patient, harbourDoctor, chart }: World, expiry?: bigint, counter = 0) =>
  patient.records.write.grantStandingConsent([
    await standingConsent(chart, harbourDoctor, {
      counter,
      consentEpoch: await patient.records.read.consentEpochOf([chart]),
      ...(expiry === undefined ? {} : { expiry }),
    }),
  ]);

describe("reading", () => {
  it("is always the holder's", async () => {
    const all = await world();
    expect(await canRead(all, all.report, all.patient)).toBe(true);
  });

  it("is nobody's for a report that does not exist, not even the holder's", async () => {
    const all = await world();
    for (const report of [zeroHash, padHex(all.chart, { size: 32, dir: "right" })]) {
      expect(await canRead(all, report, all.patient)).toBe(false);
      expect(await canRead(all, report, { address: zeroAddress })).toBe(false);
    }
  });

  for (const name of [
    "registrar",
    "harbourRegistrar",
    "admin",
    "attester",
    "pauser",
    "otherPatient",
    "harbourDoctor",
    "newcomer",
    "stranger",
  ] as const) {
    it(`is not the ${name}'s`, async () => {
      const all = await world();
      expect(await canRead(all, all.report, all[name])).toBe(false);
    });
  }

  it("is neither contract's, nor the zero address's, nor the chart's id taken for an address", async () => {
    const all = await world();
    for (const address of [all.contracts.registry, all.contracts.records, zeroAddress, all.chart]) {
      expect(await canRead(all, all.report, { address })).toBe(false);
    }
  });

  it("does not come with an assignment", async () => {
    const all = await world();
    await all.patient.records.write.addReport([newReport(all.chart, 0)]);
    expect(await canRead(all, idOf(all.patient, all.chart, all.chart), all.doctor)).toBe(false);
  });

  it("does not come with a request", async () => {
    const all = await world();
    await all.harbourDoctor.records.write.requestConsent([all.report, 1]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });
});

describe("a consent to a report", () => {
  it("lasts to its last second", async () => {
    const all = await world();
    const expiry = (await now()) + 7n * DAY;
    await share(all, expiry);

    await goTo(expiry);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
    await goTo(expiry + 1n);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("rests while the doctor has no appointment, and goes on with the next one, at whatever hospital", async () => {
    const all = await world();
    await share(all);
    await all.harbourRegistrar.registry.write.revokeRole([doctorRole(HARBOUR), all.harbourDoctor.address]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
    await all.registrar.registry.write.grantRole([doctorRole(NORTHFIELD), all.harbourDoctor.address]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });

  it("goes on while one of two appointments is left", async () => {
    const all = await world();
    await share(all);
    await all.registrar.registry.write.grantRole([doctorRole(NORTHFIELD), all.harbourDoctor.address]);
    await all.harbourRegistrar.registry.write.revokeRole([doctorRole(HARBOUR), all.harbourDoctor.address]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });

  it("continues through a renewal of the attestation", async () => {
    const all = await world();
    await share(all, (await now()) + 2n * YEAR);
    await goTo((await now()) + YEAR - DAY);
    await attest(all.attester, all.harbourDoctor);
    await goTo((await now()) + 2n * DAY);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });

  it("counts to the last second of the attestation", async () => {
    const all = await world();
    await share(all, (await now()) + 2n * YEAR);
    const [validUntil] = await all.stranger.registry.read.attestationOf([all.harbourDoctor.address]);
    await goTo(validUntil);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
    await goTo(validUntil + 1n);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("stays ended when a lapsed attestation is followed by a new one", async () => {
    const all = await world();
    await share(all, (await now()) + 2n * YEAR);
    await goTo((await now()) + YEAR + 1n);
    await attest(all.attester, all.harbourDoctor);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("stays ended when a revoked attestation is followed by a new one, until granted again", async () => {
    const all = await world();
    await share(all);
    await all.attester.registry.write.revokeAttestation([all.harbourDoctor.address]);
    await attest(all.attester, all.harbourDoctor);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
    await share(all, undefined, 1);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });

  it("covers the corrections of the report", async () => {
    const all = await world();
    await share(all);
    await all.doctor.records.write.correctReport([correction(all.report, NORTHFIELD)]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });

  it("opens a report for explicit sharing only, which is what it is for", async () => {
    const all = await world();
    await all.patient.records.write.addReport([newReport(all.chart, 0, { explicitOnly: true })]);
    const own = idOf(all.patient, all.chart, all.chart);
    await all.patient.records.write.grantConsents([await consent(own, all.harbourDoctor)]);
    expect(await canRead(all, own, all.harbourDoctor)).toBe(true);
  });

  it("that ran out leaves a standing consent", async () => {
    const all = await world();
    await shareEverything(all, (await now()) + 30n * DAY);
    await share(all, (await now()) + DAY);
    await goTo((await now()) + 2n * DAY);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });
});

describe("a standing consent", () => {
  it("lasts to its last second", async () => {
    const all = await world();
    const expiry = (await now()) + 7n * DAY;
    await shareEverything(all, expiry);

    await goTo(expiry);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
    await goTo(expiry + 1n);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("stays ended when a revoked attestation is followed by a new one", async () => {
    const all = await world();
    await shareEverything(all);
    await all.attester.registry.write.revokeAttestation([all.harbourDoctor.address]);
    await attest(all.attester, all.harbourDoctor);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("opens what was shared one by one before an earlier stop of everything, and ends as a whole", async () => {
    const all = await world();
    await share(all);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await shareEverything(all, (await now()) + DAY, 2);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
    await goTo((await now()) + 2n * DAY);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("that ran out leaves a consent to the report", async () => {
    const all = await world();
    await share(all, (await now()) + 30n * DAY);
    await shareEverything(all, (await now()) + DAY);
    await goTo((await now()) + 2n * DAY);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });
});

describe("a stop for one report", () => {
  it("outranks a standing consent that was given before", async () => {
    const all = await world();
    await shareEverything(all);
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("outranks a standing consent that is given afterwards", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    await shareEverything(all);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("outranks authorship", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.doctor.address]);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("outranks a standing consent even after everything was stopped in between", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await shareEverything(all, undefined, 2);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(false);
  });

  it("stays when the doctor is attested anew", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.doctor.address]);
    await attest(all.attester, all.doctor);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  for (const name of ["harbourDoctor", "doctor"] as const) {
    it(`is lifted by a new grant for the report to the ${name}`, async () => {
      const all = await world();
      await all.patient.records.write.stopConsent([all.report, all[name].address]);
      await all.patient.records.write.grantConsents([await consent(all.report, all[name], { counter: 2 })]);
      expect(await canRead(all, all.report, all[name])).toBe(true);
    });
  }

  it("is lifted as a whole: the author's authorship counts again when that grant has run out", async () => {
    const all = await world();
    await all.patient.records.write.stopConsent([all.report, all.doctor.address]);
    await all.patient.records.write.grantConsents([await consent(all.report, all.doctor, { counter: 2 })]);
    await goTo((await now()) + 30n * DAY);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
  });

  it("is lifted as a whole: a standing consent counts again when that grant has run out", async () => {
    const all = await world();
    await shareEverything(all, (await now()) + 60n * DAY);
    await all.patient.records.write.stopConsent([all.report, all.harbourDoctor.address]);
    await share(all, (await now()) + DAY, 2);
    await goTo((await now()) + 30n * DAY);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
  });
});

describe("stopping everything with a doctor", () => {
  it("ends authorship of all that they wrote", async () => {
    const all = await world();
    await all.patient.records.write.stopEverything([all.chart, all.doctor.address]);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("does not revive authorship by a later standing consent that runs out", async () => {
    const all = await world();
    await all.patient.records.write.stopEverything([all.chart, all.doctor.address]);
    const granted = await standingConsent(all.chart, all.doctor, { counter: 2 });
    await all.patient.records.write.grantStandingConsent([granted]);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
    await goTo(granted.expiry + 1n);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("does not revive authorship by a later grant for the report that runs out", async () => {
    const all = await world();
    await all.patient.records.write.stopEverything([all.chart, all.doctor.address]);
    const granted = await consent(all.report, all.doctor);
    await all.patient.records.write.grantConsents([granted]);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
    await goTo(granted.expiry + 1n);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("leaves an explicit grant that is given afterwards, for that report alone", async () => {
    const all = await world();
    await shareEverything(all);
    await all.patient.records.write.stopEverything([all.chart, all.harbourDoctor.address]);
    await share(all);
    await all.patient.records.write.addReport([newReport(all.chart, 0, { consentEpoch: 2 })]);
    expect(await canRead(all, all.report, all.harbourDoctor)).toBe(true);
    expect(await canRead(all, idOf(all.patient, all.chart, all.chart), all.harbourDoctor)).toBe(false);
  });
});

describe("authorship", () => {
  it("lets a doctor read what they wrote, without any grant", async () => {
    const all = await world();
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
  });

  it("lasts when the assignment ends", async () => {
    const all = await world();
    await all.registrar.registry.write.endAssignment([all.chart, all.doctor.address, NORTHFIELD]);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
  });

  it("lasts when the patient leaves the hospital", async () => {
    const all = await world();
    await all.patient.registry.write.leaveCare([NORTHFIELD]);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
  });

  it("ends with the attestation it was written under", async () => {
    const all = await world();
    await all.attester.registry.write.revokeAttestation([all.doctor.address]);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
    await attest(all.attester, all.doctor);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("is not renewed by a correction under a later attestation", async () => {
    const all = await world();
    await all.attester.registry.write.revokeAttestation([all.doctor.address]);
    await attest(all.attester, all.doctor);
    await all.registrar.registry.write.assignDoctor([all.chart, all.doctor.address, NORTHFIELD]);
    await all.doctor.records.write.correctReport([correction(all.report, NORTHFIELD)]);
    expect(await canRead(all, all.report, all.doctor)).toBe(false);
  });

  it("outlives the expiry of a consent", async () => {
    const all = await world();
    await all.patient.records.write.grantConsents([await consent(all.report, all.doctor)]);
    await goTo((await now()) + 30n * DAY);
    expect(await canRead(all, all.report, all.doctor)).toBe(true);
  });

  it("counts for a report that is for explicit sharing only", async () => {
    const all = await world();
    const commitment = padHex("0xc1", { size: 32 });
    const added = newReport(all.chart, NORTHFIELD, { commitment, explicitOnly: true });
    await all.doctor.records.write.addReport([added]);
    expect(await canRead(all, idOf(all.doctor, all.chart, all.doctor.address, commitment), all.doctor)).toBe(true);
  });

  it("is not the patient's account's, but the chart's, for reports that patients add", async () => {
    const all = await world();
    await all.patient.records.write.addReport([newReport(all.chart, 0)]);
    await recover(all, all.newcomer);
    expect(await canRead(all, idOf(all.patient, all.chart, all.chart), all.patient)).toBe(false);
    expect(await canRead(all, idOf(all.patient, all.chart, all.chart), all.newcomer)).toBe(true);
  });
});

describe("a disavowed attester", () => {
  it("takes the reading of all whom they attested, by consent and by authorship", async () => {
    const all = await world();
    await share(all);
    await all.admin.registry.write.disavowAttester([all.attester.address, 1n]);
    for (const reader of [all.doctor, all.harbourDoctor]) {
      expect(await canRead(all, all.report, reader)).toBe(false);
    }
    expect(await canRead(all, all.report, all.patient)).toBe(true);
  });
});
