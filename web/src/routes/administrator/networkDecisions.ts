import type { Address } from "viem";
import type { Hospital } from "#lib/chain/who.ts";
import {
  announceRegistrar,
  announceVerifier,
  appointRegistrar,
  appointVerifier,
  endRegistrarAppointment,
  appointPauser,
  beginHandover,
  callOffHandover,
  acceptHandover,
  disownVerifier,
  endPause,
  endPauserAppointment,
  endVerifierAppointment,
  pauseNetwork,
  openHospital,
} from "#lib/flows/administratorCalls.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";
import { delayWords } from "./delayWords.ts";

export function opening(network: Network, number: number, name: string): Decision {
  return {
    title: `Open ${name}?`,
    note: "Number and name are public and stay. Announce a registrar for it next.",
    confirm: "Open hospital",
    done: `${name} is open.`,
    calls: [openHospital(network, number, name)],
  };
}

const waiting = (delay: number) =>
  `Announcing is public and changes nothing yet: you complete the appointment ${delay === 0 ? "in a second step" : `after ${delayWords(delay)}`}, and can call it off until then.`;

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingRegistrar(network: Network, hospital: Hospital, account: Address, delay: number): Decision {
  return {
    title: `Announce a registrar of ${hospital.name}?`,
    note: `${waiting(delay)} Registrars appoint doctors, accept patients and assign doctors to them. They can read no report.`,
    confirm: "Announce",
    done: `${account} is announced as a registrar of ${hospital.name}.`,
    calls: [announceRegistrar(network, hospital.id, account)],
  };
}

export function callingOffRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: "Call off this appointment?",
    note: "You can announce them again; the waiting time then begins anew.",
    confirm: "Call off",
    cancel: "Keep announced",
    ends: true,
    done: `The appointment of ${account} is called off.`,
    calls: [endRegistrarAppointment(network, hospital.id, account)],
  };
}

export function appointingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: `Appoint a registrar of ${hospital.name}?`,
    note: "They appoint its doctors, accept its patients and assign doctors to them. They can read no report.",
    confirm: "Appoint",
    done: `${account} is a registrar of ${hospital.name}.`,
    calls: [appointRegistrar(network, hospital.id, account)],
  };
}

export function removingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: `End the appointment of this registrar?`,
    note: "Doctors they appointed and assigned stay so.",
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `${account} is no registrar of ${hospital.name} any more.`,
    calls: [endRegistrarAppointment(network, hospital.id, account)],
  };
}

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingVerifier(network: Network, account: Address, delay: number): Decision {
  return {
    title: "Announce a verifier?",
    note: `${waiting(delay)} A verifier confirms licences of doctors. Together with a registrar it could invent a doctor, so choose with care. It can read no report.`,
    confirm: "Announce",
    done: `${account} is announced as a verifier.`,
    calls: [announceVerifier(network, account)],
  };
}

export function callingOffVerifier(network: Network, account: Address): Decision {
  return {
    title: "Call off this appointment?",
    note: "You can announce it again; the waiting time then begins anew.",
    confirm: "Call off",
    cancel: "Keep announced",
    ends: true,
    done: `The appointment of ${account} is called off.`,
    calls: [endVerifierAppointment(network, account)],
  };
}

export function appointingVerifier(network: Network, account: Address): Decision {
  return {
    title: "Appoint a verifier?",
    note: "A verifier confirms licences of doctors. Together with a registrar it could invent a doctor, so appoint with care. It can read no report.",
    confirm: "Appoint",
    done: `${account} is a verifier.`,
    calls: [appointVerifier(network, account)],
  };
}

export function removingVerifier(network: Network, account: Address): Decision {
  return {
    title: "End the appointment of this verifier?",
    note: "Doctors it verified before stay verified until their own dates. If its key was stolen, disown it instead: that ends what a thief signed, too.",
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `${account} is no verifier any more.`,
    calls: [endVerifierAppointment(network, account)],
  };
}

/**
 * @param since Unix seconds.
 * @param doctors Names of those whose verification ends.
 */
export function disowning(network: Network, account: Address, since: number, doctors: readonly string[]): Decision {
  return {
    title: "Disown this verifier?",
    note: "This is for a stolen key. It can be repeated with an earlier moment, and never be undone: not even by you.",
    consequences: [
      doctors.length === 0
        ? "No doctor who is verified now loses that."
        : `${doctors.length === 1 ? "One doctor is" : `${doctors.length} doctors are`} not verified any more, and can neither add nor read until another verifier verifies them: ${new Intl.ListFormat("en").format(doctors)}.`,
      "Assignments and shares that were given under these verifications end for good.",
      "This account is no verifier any more, and can never become one again.",
    ],
    confirm: "Disown",
    cancel: "Keep it",
    ends: true,
    typed: "disown",
    done: `${account} is disowned.`,
    calls: [disownVerifier(network, account, since)],
  };
}

export function lettingPause(network: Network, account: Address): Decision {
  return {
    title: "Let this account pause the network?",
    note: "At once, without a waiting time: in an emergency somebody must be there. They can do nothing else, and read no report.",
    confirm: "Let them pause",
    done: `${account} may pause the network.`,
    calls: [appointPauser(network, account)],
  };
}

export function endingPauser(network: Network, account: Address): Decision {
  return {
    title: "Take the right to pause from this account?",
    note: "A pause that is under way goes on until its own end.",
    confirm: "Take it away",
    cancel: "Keep it",
    ends: true,
    done: `${account} may not pause the network any more.`,
    calls: [endPauserAppointment(network, account)],
  };
}

/** @param duration In seconds: how long a pause lasts, and how long there is none after it. */
export function pausing(network: Network, duration: number): Decision {
  return {
    title: "Pause the network?",
    note: `Pause when something widens access that should not: a stolen key, a flaw. It ends by itself after ${delayWords(duration)}, and cannot be followed by another pause for as long again.`,
    consequences: [
      "Nobody can register, be verified, appoint, ask for care, accept a patient, resume care, assign, add, correct, remark, ask for a report or share.",
      "Patients can stop sharing, put new locks on, change keys and recover; roles, care and assignments can be ended.",
      "What was shared before stays readable.",
    ],
    confirm: "Pause",
    cancel: "Leave it running",
    ends: true,
    typed: "pause",
    done: "The network is paused.",
    calls: [pauseNetwork(network)],
  };
}

/** @param duration In seconds: how long there is no pause after one. */
export function endingPause(network: Network, duration: number): Decision {
  return {
    title: "End the pause now?",
    note: `Everything is possible again at once. The network cannot be paused again for ${delayWords(duration)}.`,
    confirm: "End the pause",
    cancel: "Leave it paused",
    done: "The pause has ended.",
    calls: [endPause(network)],
  };
}

/** @param delay In seconds: how long a handover waits. */
export function beginningHandover(network: Network, account: Address, delay: number): Decision {
  return {
    title: "Begin to hand the network over?",
    note: `${delay === 0 ? "That account accepts in a second step" : `That account accepts it ${delayWords(delay)} from now at the earliest`}; until it does, you stay the administrator of the network and can call it off. A handover that was begun before is called off by this.`,
    consequences: [
      "Once it accepts, you hold this role no more, and only it could give it back.",
      "Appointments that are announced and not completed by then are void.",
    ],
    confirm: "Begin handover",
    done: `The network is to be handed over to ${account}.`,
    calls: [beginHandover(network, account)],
  };
}

export function callingOffHandover(network: Network): Decision {
  return {
    title: "Call off the handover?",
    note: "You stay the administrator of the network. You can begin another one; the waiting time then begins anew.",
    confirm: "Call off",
    cancel: "Let it go on",
    ends: true,
    done: "The handover is called off.",
    calls: [callOffHandover(network)],
  };
}

export function acceptingHandover(network: Network): Decision {
  return {
    title: "Become the administrator of the network?",
    note: "You open hospitals, and appoint registrars and verifiers. This account can then never be a doctor’s or a patient’s, and reads no report.",
    consequences: ["Appointments that are announced and not completed are void; announce them again."],
    confirm: "Accept",
    done: "You are the administrator of the network.",
    calls: [acceptHandover(network)],
  };
}
