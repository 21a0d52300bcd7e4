import { shareReports, stopSharingReports } from "@chartkey/protocol/consent-forms";
import { reportIdOf } from "@chartkey/protocol/report-id";
import { concat, type Hex } from "viem";
import { beforeAll, describe, expect, it } from "vitest";
import {
  addReport,
  authoriserOf,
  chartOf,
  digest,
  doctorA,
  doctorB,
  doctorC,
  doctorD,
  grant,
  grantStanding,
  inline,
  lower,
  network,
  otherPatient,
} from "./world.ts";

const chart = (): Hex => chartOf(otherPatient);

describe("consents to reports", () => {
  let report: Hex;
  let another: Hex;

  beforeAll(async () => {
    report = await addReport(doctorA, "a shared report", { hospital: 1 });
    another = await addReport(doctorA, "another shared report", { hospital: 1 });
  });

  it("a consent follows grant, newer grant, stop and regrant, and keeps every grant", async () => {
    const { mined, recordsAs, timeOf } = network;
    const stop = async () => mined(recordsAs(otherPatient).write.stopConsent([report, doctorB.address]));
    const question = `{
      consents(where: { report: "${report}", grantee: "${lower(doctorB)}" }) {
        chart { id } expiry purpose stopped counter attestationGeneration decidedAt
        decided { name actor { id } account { id } grant { counter } }
        grant { capsules granteeKeyVersion }
        grants(orderBy: counter) { counter purpose capsules grantedAt endedAt ended { name } }
      }
    }`;
    const granted = (counter: number) => ({
      name: "ConsentGranted",
      actor: { id: lower(otherPatient) },
      account: { id: lower(doctorB) },
      grant: { counter },
    });
    const nothing = { expiry: "0", purpose: "NONE", stopped: true, attestationGeneration: 0 };

    const first = await grant([report], doctorB, { name: "one" });
    const second = await grant([report], doctorB, { purpose: "HRESCH", name: "two" });
    const grants = [
      {
        counter: 1,
        purpose: "TREAT",
        capsules: inline("capsules one"),
        grantedAt: await timeOf(first.receipt),
        endedAt: await timeOf(second.receipt),
        ended: { name: "ConsentGranted" },
      },
      {
        counter: 2,
        purpose: "HRESCH",
        capsules: inline("capsules two"),
        grantedAt: await timeOf(second.receipt),
        endedAt: null as string | null,
        ended: null as { name: string } | null,
      },
    ];
    expect(await network.ask(question)).toEqual({
      consents: [
        {
          chart: { id: chart() },
          expiry: second.expiry.toString(),
          purpose: "HRESCH",
          stopped: false,
          counter: 2,
          attestationGeneration: 1,
          decidedAt: await timeOf(second.receipt),
          decided: granted(2),
          grant: { capsules: inline("capsules two"), granteeKeyVersion: 2 },
          grants,
        },
      ],
    });

    const stopped = await timeOf(await stop());
    await stop();
    const stoppedGrants = [grants[0], { ...grants[1], endedAt: stopped, ended: { name: "ConsentStopped" } }];
    expect(await network.ask(question)).toMatchObject({
      consents: [
        { ...nothing, counter: 6, decided: { name: "ConsentStopped", grant: { counter: 2 } }, grants: stoppedGrants },
      ],
    });

    const third = await grant([report], doctorB, { name: "three" });
    expect(await network.ask(question)).toMatchObject({
      consents: [
        {
          expiry: third.expiry.toString(),
          purpose: "TREAT",
          stopped: false,
          counter: 7,
          decided: granted(7),
          grant: { capsules: inline("capsules three") },
          grants: [...stoppedGrants, { counter: 7, endedAt: null }],
        },
      ],
    });
  });

  it("stopping a doctor who was never granted anything is a decision without a grant", async () => {
    const { mined, recordsAs } = network;
    await mined(recordsAs(otherPatient).write.stopConsent([report, doctorA.address]));

    expect(
      await network.ask(`{
        consents(where: { report: "${report}", grantee: "${lower(doctorA)}" }) { stopped counter grant { id } grants { id } decided { grant { id } } }
      }`),
    ).toEqual({ consents: [{ stopped: true, counter: 2, grant: null, grants: [], decided: { grant: null } }] });
  });

  it("several reports shared at once are a consent each, by one transaction", async () => {
    const { receipt } = await grant([report, another], doctorC, { name: "both" });

    const answer = await network.ask(`{
      consents(where: { grantee: "${lower(doctorC)}" }) {
        report { id } counter pairGeneration pair { id generation } grant { pairGeneration capsules granted { transaction } }
      }
    }`);
    const pair = { id: concat([chart(), lower(doctorC)]), generation: 0 };
    const granted = { transaction: receipt.transactionHash };
    const expected = [report, another].map((id) => ({
      report: { id },
      counter: 1,
      pairGeneration: 0,
      pair,
      grant: { pairGeneration: 0, capsules: inline("capsules both"), granted },
    }));
    expect(answer).toEqual({ consents: expect.arrayContaining(expected) });
  });

  it("what a patient signed has the patient as actor, whoever sent it", async () => {
    const { location, mined, now, recordsAs } = network;
    const until = (await now()) + 86_400n;
    const deadline = until;
    const shares = [{ report: another, counter: 0, capsules: inline("signed") }];
    const form = shareReports(location, {
      chart: chart(),
      reader: doctorD.address,
      purpose: "COC",
      until,
      reports: shares,
      readerKeyVersion: 1,
      generation: 0,
      epoch: 0,
      deadline,
    });
    const granted = { grantee: doctorD.address, expiry: until, purpose: 3, granteeKeyVersion: 1, shares };
    const signature = await otherPatient.signTypedData(form);
    await mined(recordsAs(doctorD).write.grantConsentsFor([granted, deadline, signature]));
    const stops = [{ report: another, counter: 1 }];
    const stop = stopSharingReports(location, {
      chart: chart(),
      reader: doctorD.address,
      reports: stops,
      epoch: 0,
      deadline,
    });
    const stopped = await authoriserOf(otherPatient).signTypedData(stop);
    await mined(recordsAs(doctorB).write.stopConsentsFor([stops, doctorD.address, deadline, stopped]));

    expect(
      await network.ask(`{
        auditEvents(where: { account: "${lower(doctorD)}", report: "${another}" }, orderBy: id) { name actor { id } sender { id } }
      }`),
    ).toEqual({
      auditEvents: [
        { name: "ConsentGranted", actor: { id: lower(otherPatient) }, sender: { id: lower(doctorD) } },
        { name: "ConsentStopped", actor: { id: lower(authoriserOf(otherPatient)) }, sender: { id: lower(doctorB) } },
      ],
    });
  });

  describe("given a report was stopped before it was added", () => {
    const commitment = digest("commitment of a late report");
    let late: Hex;
    let stoppedAt: string;
    const consents = (): string => `{
      consents(where: { report: "${late}" }) { grantee { id } stopped counter decidedAt decided { name report { id } } grant { id } }
    }`;
    const stops = (): string => `{
      expectedReports { id chart { id } stops { grantee { id } counter decidedAt decided { name report { id } grant { id } } } }
    }`;

    beforeAll(async () => {
      const { location, mined, recordsAs, timeOf } = network;
      late = reportIdOf(location, { chart: chart(), author: doctorA.address, commitment });
      await mined(recordsAs(otherPatient).write.stopConsent([late, doctorA.address]));
      const sent = recordsAs(otherPatient).write.stopConsent([late, doctorA.address]);
      stoppedAt = await timeOf(await mined(sent));
    });

    it("the stop waits, and no list of reports or consents shows one that is not there", async () => {
      expect(await network.ask(stops())).toEqual({
        expectedReports: [
          {
            id: late,
            chart: { id: chart() },
            stops: [
              {
                grantee: { id: lower(doctorA) },
                counter: 4,
                decidedAt: stoppedAt,
                decided: { name: "ConsentStopped", report: null, grant: null },
              },
            ],
          },
        ],
      });
      expect(await network.ask(consents())).toEqual({ consents: [] });
      expect(await network.ask(`{ report(id: "${late}") { id } }`)).toEqual({ report: null });
    });

    it("the report has that decision as soon as it is added", async () => {
      expect(await addReport(doctorA, "a late report", { hospital: 1 })).toBe(late);

      expect(await network.ask(consents())).toEqual({
        consents: [
          {
            grantee: { id: lower(doctorA) },
            stopped: true,
            counter: 4,
            decidedAt: stoppedAt,
            decided: { name: "ConsentStopped", report: { id: late } },
            grant: null,
          },
        ],
      });
      expect(await network.ask("{ expectedReports { id } earlyStops { id } }")).toEqual({
        expectedReports: [],
        earlyStops: [],
      });
    });
  });
});

describe("consents to everything", () => {
  const question = (): string => `{
    pair(id: "${concat([chart(), lower(doctorC)])}") {
      chart { id consentEpoch } grantee { id } generation expiry purpose counter attestationGeneration decidedAt
      decided { name actor { id } account { id } chart { id } standingGrant { counter } }
      grant { counter }
      grants(orderBy: counter) { counter expiry purpose granteeKeyVersion consentEpoch capsules grantedAt endedAt ended { name } }
      stops(orderBy: generation) { generation stoppedAt stopped { name } }
      consents(orderBy: id) { expiry stopped pairGeneration grants(orderBy: counter) { pairGeneration endedAt } }
    }
  }`;
  const decided = (name: string, counter: number) => ({
    name,
    actor: { id: lower(otherPatient) },
    account: { id: lower(doctorC) },
    chart: { id: chart() },
    standingGrant: { counter },
  });

  it("a standing consent is one decision for all reports, and a newer one replaces its terms", async () => {
    const { timeOf } = network;
    const first = await grantStanding(doctorC, "first");
    const second = await grantStanding(doctorC, "second");

    const terms = { purpose: "TREAT", granteeKeyVersion: 1 };
    expect(await network.ask(question())).toMatchObject({
      pair: {
        chart: { id: chart(), consentEpoch: 2 },
        grantee: { id: lower(doctorC) },
        generation: 0,
        expiry: second.expiry.toString(),
        purpose: "TREAT",
        counter: 2,
        attestationGeneration: 1,
        decidedAt: await timeOf(second.receipt),
        decided: decided("StandingConsentGranted", 2),
        grant: { counter: 2 },
        grants: [
          {
            ...terms,
            counter: 1,
            expiry: first.expiry.toString(),
            consentEpoch: 1,
            capsules: inline("first"),
            grantedAt: await timeOf(first.receipt),
            endedAt: await timeOf(second.receipt),
            ended: { name: "StandingConsentGranted" },
          },
          { ...terms, counter: 2, consentEpoch: 2, capsules: inline("second"), endedAt: null, ended: null },
        ],
        stops: [],
      },
    });
  });

  it("stopping everything begins a generation that no earlier consent or authorship names", async () => {
    const { mined, recordsAs, timeOf } = network;
    const stopAll = async () => mined(recordsAs(otherPatient).write.stopEverything([chart(), doctorC.address]));
    const stopped = await stopAll();
    const again = await stopAll();

    expect(await network.ask(question())).toMatchObject({
      pair: {
        chart: { consentEpoch: 3 },
        generation: 2,
        expiry: "0",
        purpose: "NONE",
        counter: 6,
        attestationGeneration: 0,
        decided: decided("EverythingStopped", 2),
        grants: [{}, { endedAt: await timeOf(stopped), ended: { name: "EverythingStopped" } }],
        stops: [
          { generation: 1, stoppedAt: await timeOf(stopped), stopped: { name: "EverythingStopped" } },
          { generation: 2, stoppedAt: await timeOf(again), stopped: { name: "EverythingStopped" } },
        ],
        consents: [
          { stopped: false, pairGeneration: 0, grants: [{ pairGeneration: 0, endedAt: null }] },
          { stopped: false, pairGeneration: 0, grants: [{ pairGeneration: 0, endedAt: null }] },
        ],
      },
    });
  });

  it("a consent granted afterwards names the generation it is given under", async () => {
    const report = await addReport(doctorA, "a report for later", { hospital: 1 });
    await grant([report], doctorC, { name: "after all" });

    expect(
      await network.ask(`{
        consents(where: { report: "${report}" }) { pairGeneration pair { generation } grant { pairGeneration } }
      }`),
    ).toEqual({ consents: [{ pairGeneration: 2, pair: { generation: 2 }, grant: { pairGeneration: 2 } }] });
  });

  it("a report written after everything was stopped with its author names that generation", async () => {
    const { mined, recordsAs } = network;
    await mined(recordsAs(otherPatient).write.stopEverything([chart(), doctorA.address]));
    const report = await addReport(doctorA, "a report by somebody stopped", { hospital: 1 });

    expect(await network.ask(`{ report(id: "${report}") { pairGeneration pair { generation } } }`)).toEqual({
      report: { pairGeneration: 1, pair: { generation: 1 } },
    });
    expect(await recordsAs(doctorA).read.canRead([report, doctorA.address])).toBe(true);
  });
});
