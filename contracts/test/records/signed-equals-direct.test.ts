import { recordsAbi } from "@chartkey/protocol/generated/records";
import { encodeFunctionData, padHex, type Hash, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { authoriserOf } from "../support/authoriser.ts";
import { chain, nextAt, now } from "../support/chain.ts";
import { inTheNameOf } from "../support/contract-accounts.ts";
import { eventsOf } from "../support/events.ts";
import {
  CAPSULES,
  COMMITMENT,
  consent,
  correction,
  idOf,
  newReport,
  PAYLOAD,
  standingConsent,
} from "../support/reports.ts";
import {
  signAndSend,
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
  type SignedAct,
} from "../support/signed-acts.ts";
import { viewsOf } from "../support/views.ts";
import { world } from "../support/world.ts";

/** Shared with, asked by and announced to the doctor at Harbour: a world where something is left to decide. */
async function build() {
  const all = await world();
  const { patient, harbourDoctor, chart, report } = all;
  await patient.records.write.addReport([newReport(chart, 0)]);
  const own = idOf(patient, chart, chart);
  await patient.records.write.grantConsents([await consent(own, harbourDoctor)]);
  await patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]);
  await harbourDoctor.records.write.requestConsent([report, 1]);
  return { ...all, own };
}

const prepare = () => chain.networkHelpers.loadFixture(build);

type Prepared = Awaited<ReturnType<typeof build>>;
type Caller = Pick<Prepared["patient"], "records">;
type Act = { direct: (all: Prepared, caller: Caller) => Promise<Hash>; signed: (all: Prepared) => Promise<SignedAct> };

const bothOf = async ({ report, own, harbourDoctor }: Prepared) => ({
  ...(await consent(report, harbourDoctor)),
  shares: [
    { report, counter: 0, capsules: CAPSULES },
    { report: own, counter: 1, capsules: padHex("0xcb", { size: 64 }) },
  ],
});
const standingOf = ({ chart, harbourDoctor }: Prepared) =>
  standingConsent(chart, harbourDoctor, { counter: 1, consentEpoch: 1 });

const GRANTS: Record<string, Act> = {
  "sharing one report": {
    direct: async (all, { records }) => records.write.grantConsents([await consent(all.report, all.harbourDoctor)]),
    signed: async (all) => signedConsent(all, await consent(all.report, all.harbourDoctor)),
  },
  "sharing several reports": {
    direct: async (all, { records }) => records.write.grantConsents([await bothOf(all)]),
    signed: async (all) => signedConsent(all, await bothOf(all)),
  },
  "sharing everything": {
    direct: async (all, { records }) => records.write.grantStandingConsent([await standingOf(all)]),
    signed: async (all) => signedStandingConsent(all, await standingOf(all)),
  },
};

const STOPS: Record<string, Act> = {
  "stopping one report": {
    direct: (all, { records }) => records.write.stopConsent([all.own, all.harbourDoctor.address]),
    signed: (all) => signedStop(all, [{ report: all.own, counter: 1 }], all.harbourDoctor.address),
  },
  "stopping several reports": {
    direct: (all, { records }) => records.write.stopConsents([[all.report, all.own], all.harbourDoctor.address]),
    signed: (all) =>
      signedStop(
        all,
        [
          { report: all.report, counter: 0 },
          { report: all.own, counter: 1 },
        ],
        all.harbourDoctor.address,
      ),
  },
  "stopping everything": {
    direct: (all, { records }) => records.write.stopEverything([all.chart, all.harbourDoctor.address]),
    signed: ({ harbourDoctor, ...all }) =>
      signedStopOfEverything(
        { harbourDoctor, ...all },
        { chart: all.chart, grantee: harbourDoctor.address, counter: 1 },
      ),
  },
};

const request = (direct: Act["direct"], call: (all: Prepared) => Hex): Act => ({
  direct,
  signed: (all) => signedRequest(all, call(all)),
});

const later = (all: Prepared) =>
  newReport(all.chart, 0, { commitment: padHex("0xc9", { size: 32 }), consentEpoch: 1, explicitOnly: true });
const REQUESTS: Record<string, Act> = {
  "adding a report": request(
    (all, { records }) => records.write.addReport([later(all)]),
    (all) => encodeFunctionData({ abi: recordsAbi, functionName: "addReport", args: [later(all)] }),
  ),
  "correcting a report": request(
    (all, { records }) => records.write.correctReport([correction(all.own, 0, { consentEpoch: 1 })]),
    (all) =>
      encodeFunctionData({
        abi: recordsAbi,
        functionName: "correctReport",
        args: [correction(all.own, 0, { consentEpoch: 1 })],
      }),
  ),
  "rekeying a report": request(
    (all, { records }) => records.write.rekeyReport([all.report, 1, [PAYLOAD], CAPSULES]),
    (all) =>
      encodeFunctionData({
        abi: recordsAbi,
        functionName: "rekeyReport",
        args: [all.report, 1, [PAYLOAD], CAPSULES],
      }),
  ),
  "adding a remark": request(
    (all, { records }) => records.write.addRemark([all.report, 1, COMMITMENT, PAYLOAD, CAPSULES]),
    (all) =>
      encodeFunctionData({
        abi: recordsAbi,
        functionName: "addRemark",
        args: [all.report, 1, COMMITMENT, PAYLOAD, CAPSULES],
      }),
  ),
  "retracting a report": request(
    (all, { records }) => records.write.retractReport([all.own, 3]),
    (all) => encodeFunctionData({ abi: recordsAbi, functionName: "retractReport", args: [all.own, 3] }),
  ),
  "erasing a report": request(
    (all, { records }) => records.write.eraseReport([all.report]),
    (all) => encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [all.report] }),
  ),
  "declining a request": request(
    (all, { records }) => records.write.declineRequest([all.report, all.harbourDoctor.address]),
    (all) =>
      encodeFunctionData({
        abi: recordsAbi,
        functionName: "declineRequest",
        args: [all.report, all.harbourDoctor.address],
      }),
  ),
  "wrapping again for somebody": request(
    (all, { records }) => records.write.publishCapsules([all.chart, all.doctor.address, 1, CAPSULES]),
    (all) =>
      encodeFunctionData({
        abi: recordsAbi,
        functionName: "publishCapsules",
        args: [all.chart, all.doctor.address, 1, CAPSULES],
      }),
  ),
  "wrapping again for oneself": request(
    (_, { records }) => records.write.publishOwnCapsules([1, CAPSULES]),
    () => encodeFunctionData({ abi: recordsAbi, functionName: "publishOwnCapsules", args: [1, CAPSULES] }),
  ),
};

/** Events and views after one act, the first after `prepare`, at a time that is always the same. */
async function outcomeOf(act: (all: Prepared) => Promise<Hash>) {
  const all = await prepare();
  await nextAt((await now()) + 60n);
  const before = await viewsOf(all, [all.report, all.own, laterId(all)]);
  const events = await eventsOf(act(all));
  return { before, events, after: await viewsOf(all, [all.report, all.own, laterId(all)]) };
}

const laterId = (all: Prepared) => idOf(all.patient, all.chart, all.chart, later(all).commitment);

describe("what a patient signs and a stranger sends", () => {
  for (const [name, { direct, signed }] of Object.entries({ ...GRANTS, ...STOPS, ...REQUESTS })) {
    it(`leaves the same events and views as the patient's own call: ${name}`, async () => {
      const called = await outcomeOf((all) => direct(all, all.patient));
      const sent = await outcomeOf(async (all) => signAndSend(await signed(all), all.patient));
      expect(sent).toEqual(called);
      expect(sent.events).not.toEqual([]);
    });
  }
});

describe("what a recovery authoriser signs and a stranger sends", () => {
  for (const [name, { direct, signed }] of Object.entries(STOPS)) {
    it(`leaves the same events and views as the authoriser's own call: ${name}`, async () => {
      const called = await outcomeOf(async (all) =>
        direct(all, await inTheNameOf(authoriserOf(all.patient).address, all.contracts)),
      );
      const sent = await outcomeOf(async (all) => signAndSend(await signed(all), authoriserOf(all.patient)));
      expect(sent).toEqual(called);
      expect(sent.after).not.toEqual(sent.before);
    });
  }
});
