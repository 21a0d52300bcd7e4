import { recordsAbi } from "@chartkey/protocol/generated/records";
import { encodeFunctionData, padHex, type ContractFunctionName, type Hash } from "viem";
import { CAPSULES, COMMITMENT, consent, correction, idOf, newReport, PAYLOAD, standingConsent } from "./reports.ts";
import {
  signAndSend,
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
} from "./signed-acts.ts";
import { NORTHFIELD, type World } from "./world.ts";

/** A call that changes the records, or is at least announced, in a world where it succeeds. */
export type RecordsCall = {
  title: string;
  function: ContractFunctionName<typeof recordsAbi, "nonpayable">;
  send: (all: World) => Promise<Hash>;
};

const LATER = padHex("0xc9", { size: 32 });

/** The patient added a report of their own, and the doctor at Harbour asked for the doctor's. */
export async function addOwnReportAndRequest({ patient, harbourDoctor, chart, report }: World): Promise<void> {
  await patient.records.write.addReport([newReport(chart, 0)]);
  await harbourDoctor.records.write.requestConsent([report, 1]);
}

const own = ({ patient, chart }: World) => idOf(patient, chart, chart);
const erasing = ({ report }: World) =>
  encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [report] });
const adding = ({ chart }: World) =>
  encodeFunctionData({
    abi: recordsAbi,
    functionName: "addReport",
    args: [newReport(chart, 0, { commitment: LATER })],
  });

/** What doctors do. */
export const DOCTORS_CALLS: RecordsCall[] = [
  {
    title: "a doctor adds a report",
    function: "addReport",
    send: ({ doctor, chart }) => doctor.records.write.addReport([newReport(chart, NORTHFIELD, { commitment: LATER })]),
  },
  {
    title: "a doctor corrects a report",
    function: "correctReport",
    send: ({ doctor, report }) => doctor.records.write.correctReport([correction(report, NORTHFIELD)]),
  },
  {
    title: "a doctor adds a remark",
    function: "addRemark",
    send: ({ doctor, report }) => doctor.records.write.addRemark([report, 1, COMMITMENT, PAYLOAD, CAPSULES]),
  },
  {
    title: "a doctor asks for a consent",
    function: "requestConsent",
    send: (all) => all.harbourDoctor.records.write.requestConsent([own(all), 1]),
  },
  {
    title: "a doctor retracts a report",
    function: "retractReport",
    send: ({ doctor, report }) => doctor.records.write.retractReport([report, 1]),
  },
  {
    title: "a doctor wraps again for themself",
    function: "publishOwnCapsules",
    send: ({ doctor }) => doctor.records.write.publishOwnCapsules([1, CAPSULES]),
  },
];

/** What patients stop. */
export const STOPPING_CALLS: RecordsCall[] = [
  {
    title: "the patient stops sharing a report",
    function: "stopConsent",
    send: ({ patient, doctor, report }) => patient.records.write.stopConsent([report, doctor.address]),
  },
  {
    title: "the patient stops sharing several reports",
    function: "stopConsents",
    send: (all) => all.patient.records.write.stopConsents([[all.report, own(all)], all.doctor.address]),
  },
  {
    title: "the patient signs a stop",
    function: "stopConsentsFor",
    send: async (all) =>
      signAndSend(await signedStop(all, [{ report: all.report, counter: 0 }], all.doctor.address), all.patient),
  },
  {
    title: "the patient stops sharing everything",
    function: "stopEverything",
    send: ({ patient, doctor, chart }) => patient.records.write.stopEverything([chart, doctor.address]),
  },
  {
    title: "the patient signs a stop of everything",
    function: "stopEverythingFor",
    send: async (all) =>
      signAndSend(await signedStopOfEverything(all, { chart: all.chart, grantee: all.doctor.address }), all.patient),
  },
];

/** What patients share. */
export const GRANTING_CALLS: RecordsCall[] = [
  {
    title: "the patient shares a report",
    function: "grantConsents",
    send: async ({ patient, harbourDoctor, report }) =>
      patient.records.write.grantConsents([await consent(report, harbourDoctor)]),
  },
  {
    title: "the patient signs a consent",
    function: "grantConsentsFor",
    send: async (all) =>
      signAndSend(await signedConsent(all, await consent(all.report, all.harbourDoctor)), all.patient),
  },
  {
    title: "the patient shares everything",
    function: "grantStandingConsent",
    send: async ({ patient, harbourDoctor, chart }) =>
      patient.records.write.grantStandingConsent([await standingConsent(chart, harbourDoctor)]),
  },
  {
    title: "the patient signs a standing consent",
    function: "grantStandingConsentFor",
    send: async (all) =>
      signAndSend(await signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor)), all.patient),
  },
];

/** What patients write. */
export const WRITING_CALLS: RecordsCall[] = [
  {
    title: "the patient adds a report",
    function: "addReport",
    send: ({ patient, chart }) => patient.records.write.addReport([newReport(chart, 0, { commitment: LATER })]),
  },
  {
    title: "the patient signs a request to add a report",
    function: "executeRequest",
    send: async (all) => signAndSend(await signedRequest(all, adding(all)), all.patient),
  },
  {
    title: "the patient corrects a report",
    function: "correctReport",
    send: (all) => all.patient.records.write.correctReport([correction(own(all), 0)]),
  },
  {
    title: "the patient adds a remark",
    function: "addRemark",
    send: ({ patient, report }) => patient.records.write.addRemark([report, 1, COMMITMENT, PAYLOAD, CAPSULES]),
  },
];

/** What patients narrow or repair, other than by stopping. */
export const REPAIRING_CALLS: RecordsCall[] = [
  {
    title: "the patient rekeys a report",
    function: "rekeyReport",
    send: ({ patient, report }) => patient.records.write.rekeyReport([report, 1, [PAYLOAD], CAPSULES]),
  },
  {
    title: "the patient retracts a report",
    function: "retractReport",
    send: (all) => all.patient.records.write.retractReport([own(all), 1]),
  },
  {
    title: "the patient erases a report",
    function: "eraseReport",
    send: ({ patient, report }) => patient.records.write.eraseReport([report]),
  },
  {
    title: "the patient signs a request to erase a report",
    function: "executeRequest",
    send: async (all) => signAndSend(await signedRequest(all, erasing(all)), all.patient),
  },
  {
    title: "the patient declines a request",
    function: "declineRequest",
    send: ({ patient, harbourDoctor, report }) => patient.records.write.declineRequest([report, harbourDoctor.address]),
  },
  {
    title: "the patient wraps again for a doctor",
    function: "publishCapsules",
    send: ({ patient, doctor, chart }) => patient.records.write.publishCapsules([chart, doctor.address, 1, CAPSULES]),
  },
];

/** What patients publish for their account, in no chart's name. */
export const OWN_CALLS: RecordsCall[] = [
  {
    title: "the patient wraps again for themself",
    function: "publishOwnCapsules",
    send: ({ patient }) => patient.records.write.publishOwnCapsules([1, CAPSULES]),
  },
];
