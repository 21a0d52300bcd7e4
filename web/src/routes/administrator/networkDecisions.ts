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
import { language } from "#lib/language.ts";
import type { Network } from "#lib/network/network.ts";
import { m } from "#messages";
import type { Decision } from "./decisions.svelte.ts";
import { delayWords } from "./delayWords.ts";

export function opening(network: Network, number: number, name: string): Decision {
  return {
    title: m.administrator_network_decisions_open_title({ hospital: name }),
    note: m.administrator_network_decisions_open_note(),
    confirm: m.administrator_network_decisions_open_confirm(),
    done: m.administrator_network_decisions_open_done({ hospital: name }),
    calls: [openHospital(network, number, name)],
  };
}

/** Whether something waits, and for how long. */
const waiting = (delay: number) => ({ waits: delay === 0 ? "no" : "yes", delay: delayWords(delay) });

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingRegistrar(network: Network, hospital: Hospital, account: Address, delay: number): Decision {
  return {
    title: m.administrator_network_decisions_announce_registrar_title({ hospital: hospital.name }),
    note: m.administrator_network_decisions_announce_registrar_note(waiting(delay)),
    confirm: m.administrator_network_decisions_announce_confirm(),
    done: m.administrator_network_decisions_announce_registrar_done({ account, hospital: hospital.name }),
    calls: [announceRegistrar(network, hospital.id, account)],
  };
}

export function callingOffRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_call_off_title(),
    note: m.administrator_network_decisions_call_off_registrar_note(),
    confirm: m.administrator_network_decisions_call_off_confirm(),
    cancel: m.administrator_network_decisions_call_off_cancel(),
    ends: true,
    done: m.administrator_network_decisions_call_off_done({ account }),
    calls: [endRegistrarAppointment(network, hospital.id, account)],
  };
}

export function appointingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_appoint_registrar_title({ hospital: hospital.name }),
    note: m.administrator_network_decisions_appoint_registrar_note(),
    confirm: m.administrator_network_decisions_appoint_confirm(),
    done: m.administrator_network_decisions_appoint_registrar_done({ account, hospital: hospital.name }),
    calls: [appointRegistrar(network, hospital.id, account)],
  };
}

export function removingRegistrar(network: Network, hospital: Hospital, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_end_registrar_title(),
    note: m.administrator_network_decisions_end_registrar_note(),
    confirm: m.administrator_network_decisions_end_confirm(),
    cancel: m.administrator_network_decisions_end_cancel(),
    ends: true,
    done: m.administrator_network_decisions_end_registrar_done({ account, hospital: hospital.name }),
    calls: [endRegistrarAppointment(network, hospital.id, account)],
  };
}

/** @param delay In seconds: how long an announced appointment waits. */
export function announcingVerifier(network: Network, account: Address, delay: number): Decision {
  return {
    title: m.administrator_network_decisions_announce_verifier_title(),
    note: m.administrator_network_decisions_announce_verifier_note(waiting(delay)),
    confirm: m.administrator_network_decisions_announce_confirm(),
    done: m.administrator_network_decisions_announce_verifier_done({ account }),
    calls: [announceVerifier(network, account)],
  };
}

export function callingOffVerifier(network: Network, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_call_off_title(),
    note: m.administrator_network_decisions_call_off_verifier_note(),
    confirm: m.administrator_network_decisions_call_off_confirm(),
    cancel: m.administrator_network_decisions_call_off_cancel(),
    ends: true,
    done: m.administrator_network_decisions_call_off_done({ account }),
    calls: [endVerifierAppointment(network, account)],
  };
}

export function appointingVerifier(network: Network, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_appoint_verifier_title(),
    note: m.administrator_network_decisions_appoint_verifier_note(),
    confirm: m.administrator_network_decisions_appoint_confirm(),
    done: m.administrator_network_decisions_appoint_verifier_done({ account }),
    calls: [appointVerifier(network, account)],
  };
}

export function removingVerifier(network: Network, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_end_verifier_title(),
    note: m.administrator_network_decisions_end_verifier_note(),
    confirm: m.administrator_network_decisions_end_confirm(),
    cancel: m.administrator_network_decisions_end_cancel(),
    ends: true,
    done: m.administrator_network_decisions_end_verifier_done({ account }),
    calls: [endVerifierAppointment(network, account)],
  };
}

/**
 * @param since Unix seconds.
 * @param doctors Names of those whose verification ends.
 */
export function disowning(network: Network, account: Address, since: number, doctors: readonly string[]): Decision {
  return {
    title: m.administrator_network_decisions_disown_title(),
    note: m.administrator_network_decisions_disown_note(),
    consequences: [
      doctors.length === 0
        ? m.administrator_network_decisions_disown_no_doctor()
        : m.administrator_network_decisions_disown_doctors({
            count: doctors.length,
            names: new Intl.ListFormat(language).format(doctors),
          }),
      m.administrator_network_decisions_disown_shares(),
      m.administrator_network_decisions_disown_account(),
    ],
    confirm: m.administrator_network_decisions_disown_confirm(),
    cancel: m.administrator_network_decisions_keep_it(),
    ends: true,
    typed: m.administrator_network_decisions_disown_typed(),
    done: m.administrator_network_decisions_disown_done({ account }),
    calls: [disownVerifier(network, account, since)],
  };
}

export function lettingPause(network: Network, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_let_pause_title(),
    note: m.administrator_network_decisions_let_pause_note(),
    confirm: m.administrator_network_decisions_let_pause_confirm(),
    done: m.administrator_network_decisions_let_pause_done({ account }),
    calls: [appointPauser(network, account)],
  };
}

export function endingPauser(network: Network, account: Address): Decision {
  return {
    title: m.administrator_network_decisions_end_pauser_title(),
    note: m.administrator_network_decisions_end_pauser_note(),
    confirm: m.administrator_network_decisions_end_pauser_confirm(),
    cancel: m.administrator_network_decisions_keep_it(),
    ends: true,
    done: m.administrator_network_decisions_end_pauser_done({ account }),
    calls: [endPauserAppointment(network, account)],
  };
}

/** @param duration In seconds: how long a pause lasts, and how long there is none after it. */
export function pausing(network: Network, duration: number): Decision {
  return {
    title: m.administrator_network_decisions_pause_title(),
    note: m.administrator_network_decisions_pause_note({ duration: delayWords(duration) }),
    consequences: [
      m.administrator_network_decisions_pause_stops(),
      m.administrator_network_decisions_pause_goes_on(),
      m.administrator_network_decisions_pause_readable(),
    ],
    confirm: m.administrator_network_decisions_pause_confirm(),
    cancel: m.administrator_network_decisions_pause_cancel(),
    ends: true,
    typed: m.administrator_network_decisions_pause_typed(),
    done: m.administrator_network_decisions_pause_done(),
    calls: [pauseNetwork(network)],
  };
}

/** @param duration In seconds: how long there is no pause after one. */
export function endingPause(network: Network, duration: number): Decision {
  return {
    title: m.administrator_network_decisions_end_pause_title(),
    note: m.administrator_network_decisions_end_pause_note({ duration: delayWords(duration) }),
    confirm: m.administrator_network_decisions_end_pause_confirm(),
    cancel: m.administrator_network_decisions_end_pause_cancel(),
    done: m.administrator_network_decisions_end_pause_done(),
    calls: [endPause(network)],
  };
}

/** @param delay In seconds: how long a handover waits. */
export function beginningHandover(network: Network, account: Address, delay: number): Decision {
  return {
    title: m.administrator_network_decisions_begin_handover_title(),
    note: m.administrator_network_decisions_begin_handover_note(waiting(delay)),
    consequences: [
      m.administrator_network_decisions_begin_handover_role(),
      m.administrator_network_decisions_begin_handover_announced(),
    ],
    confirm: m.administrator_network_decisions_begin_handover_confirm(),
    done: m.administrator_network_decisions_begin_handover_done({ account }),
    calls: [beginHandover(network, account)],
  };
}

export function callingOffHandover(network: Network): Decision {
  return {
    title: m.administrator_network_decisions_call_off_handover_title(),
    note: m.administrator_network_decisions_call_off_handover_note(),
    confirm: m.administrator_network_decisions_call_off_confirm(),
    cancel: m.administrator_network_decisions_call_off_handover_cancel(),
    ends: true,
    done: m.administrator_network_decisions_call_off_handover_done(),
    calls: [callOffHandover(network)],
  };
}

export function acceptingHandover(network: Network): Decision {
  return {
    title: m.administrator_network_decisions_accept_handover_title(),
    note: m.administrator_network_decisions_accept_handover_note(),
    consequences: [m.administrator_network_decisions_accept_handover_announced()],
    confirm: m.administrator_network_decisions_accept_handover_confirm(),
    done: m.administrator_network_decisions_accept_handover_done(),
    calls: [acceptHandover(network)],
  };
}
