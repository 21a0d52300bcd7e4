import type { Address } from "viem";
import type { Hospital } from "#lib/chain/who.ts";
import {
  announceRegistrar,
  announceVerifier,
  appointRegistrar,
  appointVerifier,
  endRegistrarAppointment,
  endVerifierAppointment,
  openHospital,
} from "#lib/flows/administratorCalls.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";
import { delayWords } from "./delayWords.ts";

export function opening(network: Network, number: number, name: string): Decision {
  return {
    title: `Open ${name}?`,
    say: [{ strong: name }, ` joins the network as hospital ${number}.`],
    note: "Number and name are public and stay. Announce a registrar for it next.",
    confirm: "Open hospital",
    done: `${name} is open.`,
    call: openHospital(network, number, name),
  };
}

const waiting = (delay: number) =>
  `Announcing is public and changes nothing yet: you complete the appointment ${delay === 0 ? "in a second step" : `after ${delayWords(delay)}`}, and can call it off until then.`;

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingRegistrar(network: Network, hospital: Hospital, account: Address, delay: number): Decision {
  return {
    title: `Announce a registrar of ${hospital.name}?`,
    say: ["Account ", { code: account }, ` is announced as a registrar of ${hospital.name}.`],
    note: `${waiting(delay)} Registrars appoint doctors, accept patients and assign doctors to them. They can read no report.`,
    confirm: "Announce",
    done: `${account} is announced as a registrar of ${hospital.name}.`,
    call: announceRegistrar(network, hospital.id, account),
  };
}

export function callingOffRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: "Call off this appointment?",
    say: ["Account ", { code: account }, ` does not become a registrar of ${hospital.name}.`],
    note: "You can announce them again; the waiting time then begins anew.",
    confirm: "Call off",
    cancel: "Keep announced",
    ends: true,
    done: `The appointment of ${account} is called off.`,
    call: endRegistrarAppointment(network, hospital.id, account),
  };
}

export function appointingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: `Appoint a registrar of ${hospital.name}?`,
    say: ["Account ", { code: account }, ` becomes a registrar of ${hospital.name}.`],
    note: "They appoint its doctors, accept its patients and assign doctors to them. They can read no report.",
    confirm: "Appoint",
    done: `${account} is a registrar of ${hospital.name}.`,
    call: appointRegistrar(network, hospital.id, account),
  };
}

export function removingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: `End the appointment of this registrar?`,
    say: ["Account ", { code: account }, ` is no registrar of ${hospital.name} any more, from now on.`],
    note: "Doctors they appointed and assigned stay so.",
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `${account} is no registrar of ${hospital.name} any more.`,
    call: endRegistrarAppointment(network, hospital.id, account),
  };
}

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingVerifier(network: Network, account: Address, delay: number): Decision {
  return {
    title: "Announce a verifier?",
    say: ["Account ", { code: account }, " is announced as a verifier of the network."],
    note: `${waiting(delay)} A verifier confirms licences of doctors. Together with a registrar it could invent a doctor, so choose with care. It can read no report.`,
    confirm: "Announce",
    done: `${account} is announced as a verifier.`,
    call: announceVerifier(network, account),
  };
}

export function callingOffVerifier(network: Network, account: Address): Decision {
  return {
    title: "Call off this appointment?",
    say: ["Account ", { code: account }, " does not become a verifier of the network."],
    note: "You can announce it again; the waiting time then begins anew.",
    confirm: "Call off",
    cancel: "Keep announced",
    ends: true,
    done: `The appointment of ${account} is called off.`,
    call: endVerifierAppointment(network, account),
  };
}

export function appointingVerifier(network: Network, account: Address): Decision {
  return {
    title: "Appoint a verifier?",
    say: ["Account ", { code: account }, " becomes a verifier of the network."],
    note: "A verifier confirms licences of doctors. Together with a registrar it could invent a doctor, so appoint with care. It can read no report.",
    confirm: "Appoint",
    done: `${account} is a verifier.`,
    call: appointVerifier(network, account),
  };
}

export function removingVerifier(network: Network, account: Address): Decision {
  return {
    title: "End the appointment of this verifier?",
    say: ["Account ", { code: account }, " verifies nobody any more, from now on."],
    note: "Doctors it verified before stay verified until their own dates.",
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `${account} is no verifier any more.`,
    call: endVerifierAppointment(network, account),
  };
}
