import { encodeFunctionData, sha256, stringToBytes, type Hex } from "viem";
import { bundleDigestOf, keyBundleOf } from "../../src/bundle.ts";
import { recoverChart, registerPatient, replaceRecoveryKey } from "../../src/chart-forms.ts";
import { chartRequest } from "../../src/chart-request.ts";
import {
  recordsDomain,
  shareAllReports,
  shareReports,
  stopSharingEverything,
  stopSharingReports,
} from "../../src/consent-forms.ts";
import { recordsAbi } from "../../src/generated/records.ts";
import { reportIdOf } from "../../src/report-id.ts";
import { doctorAttestation, keyBundle, keyPossession } from "../../src/typed-data.ts";
import { chart, doctor, patient, recordsLocation, registryLocation, stranger } from "./actors.ts";

const deadline = 1_800_000_000n;
const digestOf = (text: string): Hex => sha256(stringToBytes(text));
const reportOf = (text: string) =>
  reportIdOf(recordsLocation, { chart, author: doctor.account, commitment: digestOf(text) });
const [bloodTest, xRay] = [reportOf("blood test"), reportOf("X-ray")];
const bundleDigest = bundleDigestOf(keyBundleOf(patient.identity));
const until = 1_800_086_400n;

/** One of everything that is signed as typed data, whoever signs it. */
export const sampleForms = {
  keyPossession: keyPossession(registryLocation, { account: patient.account, version: 1, bundleDigest }),
  keyBundle: keyBundle(registryLocation, { account: patient.account, version: 1, bundleDigest }),
  doctorAttestation: doctorAttestation(registryLocation, {
    subject: doctor.account,
    licenceTag: digestOf("a licence"),
    professionalName: "Dr Éowyn Example",
    specialty: "Cardiology",
    validUntil: until,
    issuedAt: deadline,
  }),
  registerPatient: registerPatient(registryLocation, {
    patient: patient.account,
    recoveryKey: stranger.account,
    keyVersion: 1,
    bundleDigest,
    keyringDigest: digestOf("a keyring"),
    possessionDigest: digestOf("a proof"),
    deadline,
  }),
  recoverChart: recoverChart(registryLocation, { chart, newHolder: stranger.account, nonce: 2n, deadline }),
  replaceRecoveryKey: replaceRecoveryKey(registryLocation, {
    chart,
    newRecoveryKey: stranger.account,
    epoch: 2,
    deadline,
  }),
  shareReports: shareReports(recordsLocation, {
    chart,
    reader: doctor.account,
    purpose: "TREAT",
    until,
    reports: [
      { report: bloodTest, counter: 0, capsules: digestOf("capsules") },
      { report: xRay, counter: 3, capsules: `0x${"ca".repeat(40)}` },
    ],
    readerKeyVersion: 1,
    generation: 4,
    epoch: 2,
    deadline,
  }),
  shareAllReports: shareAllReports(recordsLocation, {
    chart,
    reader: doctor.account,
    purpose: "COC",
    until,
    readerKeyVersion: 1,
    capsules: digestOf("capsules"),
    consentEpoch: 5,
    counter: 6,
    epoch: 2,
    deadline,
  }),
  stopSharingReports: stopSharingReports(recordsLocation, {
    chart,
    reader: doctor.account,
    reports: [
      { report: bloodTest, counter: 1 },
      { report: xRay, counter: 4 },
    ],
    epoch: 2,
    deadline,
  }),
  stopSharingEverything: stopSharingEverything(recordsLocation, {
    chart,
    reader: doctor.account,
    counter: 7,
    epoch: 2,
    deadline,
  }),
  chartRequest: chartRequest(recordsDomain(recordsLocation), {
    chart,
    call: encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [bloodTest] }),
    nonce: 8n,
    epoch: 2,
    deadline,
  }),
};
