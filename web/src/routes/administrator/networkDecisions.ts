import type { Address } from "viem";
import type { Hospital } from "#lib/chain/who.ts";
import {
  appointRegistrar,
  appointVerifier,
  endRegistrarAppointment,
  endVerifierAppointment,
  openHospital,
} from "#lib/flows/administratorCalls.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";

export function opening(network: Network, number: number, name: string): Decision {
  return {
    title: `Open ${name}?`,
    say: [{ strong: name }, ` joins the network as hospital ${number}.`],
    note: "Number and name are public and stay. Appoint a registrar for it next.",
    confirm: "Open hospital",
    done: `${name} is open.`,
    call: openHospital(network, number, name),
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
