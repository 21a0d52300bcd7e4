import { cardCodeOf } from "@chartkey/protocol/card-code";
import { describe, expect, it } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { Call } from "#lib/chain/call.ts";
import { recordsCall, registryCall } from "#lib/chain/call.ts";
import * as calls from "#lib/flows/administratorCalls.ts";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import { callSentence, type CallNames } from "./callSentence.ts";

const doctor = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const chart = "0x1234567890abcdef1234567890abcdef12345678";
const code = cardCodeOf(chart);
const since = Date.UTC(2026, 10, 20, 12) / 1000;

const names: CallNames = {
  doctor: (each) => (each === doctor ? "Dr Lena Hallowell" : null),
  hospital: (id) => (id === 2 ? "Harbour Clinic" : `Hospital ${id}`),
  onlyAsked: () => false,
};
const say = (call: Call, more: Partial<CallNames> = {}) =>
  plainPhrase(callSentence(network, call, { ...names, ...more }));

/** Of each call: what must be read in its sentence. Exact values, since they are what a signature stands for. */
const sentences: Record<keyof typeof calls, readonly [call: Call, sentence: string | RegExp]> = {
  appointDoctor: [
    calls.appointDoctor(network, 2, doctor),
    `Dr Lena Hallowell, account ${doctor}, becomes a doctor of Harbour Clinic.`,
  ],
  endDoctorAppointment: [
    calls.endDoctorAppointment(network, 2, doctor),
    `Dr Lena Hallowell, account ${doctor}, is not a doctor of Harbour Clinic from now on, and does not become one by what was announced before.`,
  ],
  announceRegistrar: [
    calls.announceRegistrar(network, 2, account),
    `Account ${account} is announced as a registrar of Harbour Clinic.`,
  ],
  appointRegistrar: [
    calls.appointRegistrar(network, 2, account),
    `Account ${account} becomes a registrar of Harbour Clinic.`,
  ],
  endRegistrarAppointment: [
    calls.endRegistrarAppointment(network, 3, account),
    new RegExp(`^Account ${account} is not a registrar of Hospital 3 from now on`),
  ],
  announceVerifier: [
    calls.announceVerifier(network, account),
    `Account ${account} is announced as a verifier of the network.`,
  ],
  appointVerifier: [calls.appointVerifier(network, account), `Account ${account} becomes a verifier of the network.`],
  endVerifierAppointment: [
    calls.endVerifierAppointment(network, account),
    new RegExp(`^Account ${account} is not a verifier of the network from now on`),
  ],
  disownVerifier: [
    calls.disownVerifier(network, account, since),
    new RegExp(`^Everything that the verifier ${account} signed .* since Friday,? 20 November 2026, .* is void`),
  ],
  appointPauser: [
    calls.appointPauser(network, account),
    `Account ${account} becomes one of those who may pause the network.`,
  ],
  endPauserAppointment: [
    calls.endPauserAppointment(network, account),
    new RegExp(`^Account ${account} is not one of those who may pause the network from now on`),
  ],
  pauseNetwork: [calls.pauseNetwork(network), "The network is paused, until the pause is ended or ends by itself."],
  endPause: [calls.endPause(network), "The pause of the network ends now."],
  beginHandover: [calls.beginHandover(network, account), `The network is to be handed over to account ${account}.`],
  callOffHandover: [calls.callOffHandover(network), "The network is not handed over."],
  acceptHandover: [
    calls.acceptHandover(network),
    "This account becomes the administrator of the network, in place of the present one.",
  ],
  acceptCare: [
    calls.acceptCare(network, chart, 2),
    `The patient with card code ${code} becomes a patient of Harbour Clinic.`,
  ],
  suspendCare: [
    calls.suspendCare(network, chart, 2),
    `The patient with card code ${code} stays a patient of Harbour Clinic, and care rests from now on.`,
  ],
  resumeCare: [
    calls.resumeCare(network, chart, 2),
    `The patient with card code ${code} is cared for by Harbour Clinic again.`,
  ],
  endCare: [
    calls.endCare(network, chart, 2),
    `The patient with card code ${code} is no patient of Harbour Clinic any more, from now on.`,
  ],
  assignDoctor: [
    calls.assignDoctor(network, chart, doctor, 2),
    `Dr Lena Hallowell, account ${doctor}, can add reports for patient ${code} at Harbour Clinic.`,
  ],
  endAssignment: [
    calls.endAssignment(network, chart, account, 2),
    `Account ${account} can add no more reports for patient ${code} at Harbour Clinic.`,
  ],
  openHospital: [
    calls.openHospital(network, 3, "Elmstead Infirmary"),
    "Elmstead Infirmary joins the network as hospital 3.",
  ],
};

describe("what an administrator is about to send", () => {
  it.each(Object.entries(sentences))("is read off the calldata: %s", (_, [call, sentence]) => {
    if (typeof sentence === "string") expect(say(call)).toBe(sentence);
    else expect(say(call)).toMatch(sentence);
  });

  it("has words for every call of the desk", () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(calls).sort());
  });

  it("does not tell the card code of somebody who only asked", () => {
    const words = say(calls.endCare(network, chart, 2), { onlyAsked: () => true });
    expect(words).toBe(`Chart ${chart} is not accepted at Harbour Clinic.`);
    expect(words).not.toContain(code);
  });

  it("is refused where there are no words: for patients' calls, for the contract of reports, for a role nobody grants", () => {
    const refused = [
      registryCall(network, "askForCare", [2]),
      recordsCall(network, "publishCapsules", [chart, account, 1, "0x"]),
      registryCall(network, "grantRole", [`0x${"00".repeat(32)}`, account]),
    ];
    for (const call of refused) expect(() => say(call)).toThrow(/has no words/);
  });
});
