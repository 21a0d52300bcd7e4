import type { ChartId } from "@chartkey/protocol/chart";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import type { Address } from "viem";
import { registryCall, type Call } from "../chain/call.ts";
import type { Network } from "../network/network.ts";

// What administrators decide, each as one transaction. None of them names a report: there is no such call.

/** Registrar: appoints a verified doctor at their hospital. */
export function appointDoctor(network: Network, hospital: number, doctor: Address): Call {
  return registryCall(network, "grantRole", [doctorRole(hospital), doctor]);
}

/** Registrar: ends a doctor's appointment at their hospital. Assignments there rest until they are appointed again. */
export function endDoctorAppointment(network: Network, hospital: number, doctor: Address): Call {
  return registryCall(network, "revokeRole", [doctorRole(hospital), doctor]);
}

/** Registrar: accepts a patient who asked for care. */
export function acceptCare(network: Network, chart: ChartId, hospital: number): Call {
  return registryCall(network, "acceptCare", [chart, hospital]);
}

/** Registrar: lets a patient's care rest, and with it every assignment of it. */
export function suspendCare(network: Network, chart: ChartId, hospital: number): Call {
  return registryCall(network, "suspendCare", [chart, hospital]);
}

/** Registrar: lets suspended care go on; assignments that were not ended meanwhile count again. */
export function resumeCare(network: Network, chart: ChartId, hospital: number): Call {
  return registryCall(network, "resumeCare", [chart, hospital]);
}

/** Registrar: declines a request or ends accepted care, and with it every assignment of it. */
export function endCare(network: Network, chart: ChartId, hospital: number): Call {
  return registryCall(network, "endCare", [chart, hospital]);
}

/** Registrar: assigns an active doctor appointed at the hospital to an accepted patient. */
export function assignDoctor(network: Network, chart: ChartId, doctor: Address, hospital: number): Call {
  return registryCall(network, "assignDoctor", [chart, doctor, hospital]);
}

/** Registrar: ends an assignment. */
export function endAssignment(network: Network, chart: ChartId, doctor: Address, hospital: number): Call {
  return registryCall(network, "endAssignment", [chart, doctor, hospital]);
}

/** Default admin: opens a hospital under a public name. */
export function openHospital(network: Network, hospital: number, name: string): Call {
  return registryCall(network, "openHospital", [hospital, name]);
}

/** Default admin: announces a registrar of a hospital, whom `appointRegistrar` appoints when the waiting time is over. */
export function announceRegistrar(network: Network, hospital: number, account: Address): Call {
  return registryCall(network, "scheduleRoleGrant", [registrarRole(hospital), account]);
}

/** Default admin: appoints an announced registrar of a hospital. */
export function appointRegistrar(network: Network, hospital: number, account: Address): Call {
  return registryCall(network, "grantRole", [registrarRole(hospital), account]);
}

/** Default admin: ends a registrar's appointment, or calls off one that was announced. */
export function endRegistrarAppointment(network: Network, hospital: number, account: Address): Call {
  return registryCall(network, "revokeRole", [registrarRole(hospital), account]);
}

/** Default admin: announces a verifier, whom `appointVerifier` appoints when the waiting time is over. */
export function announceVerifier(network: Network, account: Address): Call {
  return registryCall(network, "scheduleRoleGrant", [ATTESTER_ROLE, account]);
}

/** Default admin: appoints an announced verifier. */
export function appointVerifier(network: Network, account: Address): Call {
  return registryCall(network, "grantRole", [ATTESTER_ROLE, account]);
}

/** Default admin: ends a verifier's appointment, or calls off one that was announced. What they verified before stays verified. */
export function endVerifierAppointment(network: Network, account: Address): Call {
  return registryCall(network, "revokeRole", [ATTESTER_ROLE, account]);
}

/**
 * Default admin: makes void whatever a verifier attested that was accepted at or after `since` (Unix seconds), and bars its key for
 * ever. Can be repeated with an earlier moment, never undone.
 */
export function disownVerifier(network: Network, account: Address, since: number): Call {
  return registryCall(network, "disavowAttester", [account, BigInt(since)]);
}

/** Default admin: lets an account pause the network; at once. */
export function appointPauser(network: Network, account: Address): Call {
  return registryCall(network, "grantRole", [PAUSER_ROLE, account]);
}

/** Default admin: ends that. */
export function endPauserAppointment(network: Network, account: Address): Call {
  return registryCall(network, "revokeRole", [PAUSER_ROLE, account]);
}

/** Pauser: stops what widens, for the contract's `PAUSE_DURATION`. */
export function pauseNetwork(network: Network): Call {
  return registryCall(network, "pause", []);
}

/** Pauser or default admin: ends a pause early. */
export function endPause(network: Network): Call {
  return registryCall(network, "unpause", []);
}

/** Default admin: begins the handover of the network, which `account` accepts when the waiting time is over. */
export function beginHandover(network: Network, account: Address): Call {
  return registryCall(network, "beginDefaultAdminTransfer", [account]);
}

/** Default admin: calls off a handover that was not accepted yet. */
export function callOffHandover(network: Network): Call {
  return registryCall(network, "cancelDefaultAdminTransfer", []);
}

/** The account that a handover was begun for: becomes the default admin. */
export function acceptHandover(network: Network): Call {
  return registryCall(network, "acceptDefaultAdminTransfer", []);
}
