import type { ChartId } from "@chartkey/protocol/chart";
import type { Hospital } from "#lib/chain/who.ts";
import { appointDoctor, endAssignment, endDoctorAppointment } from "#lib/flows/administratorCalls.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";

export function appointing(network: Network, hospital: Hospital, doctor: Doctor): Decision {
  return {
    title: `Appoint ${doctor.name}?`,
    note: `${doctor.name} can add reports for patients you assign. They read nothing until a patient shares.`,
    confirm: "Appoint",
    done: `${doctor.name} is appointed at ${hospital.name}.`,
    calls: [appointDoctor(network, hospital.id, doctor.account)],
  };
}

/** What remains with a doctor whom no hospital has, or another one still has. */
function afterwards(doctor: Doctor, hospital: Hospital): string {
  return doctor.appointments.some((each) => each.until === null && each.hospital.id !== hospital.id)
    ? "They can add no report here. What patients shared with them stays readable to them, because another hospital has appointed them."
    : "They can add no report here, and can read nothing any more: no hospital has them then. Whatever they saved, they still have.";
}

/** Takes the appointment away and leaves the assignments, which rest until the doctor is reinstated. */
export function suspending(network: Network, hospital: Hospital, doctor: Doctor, assignments: number): Decision {
  return {
    title: `Suspend ${doctor.name}?`,
    note: `${afterwards(doctor, hospital)} ${assignments === 1 ? "Their assignment rests" : `Their ${assignments} assignments rest`}: reinstate them, and all of it comes back at once, also what patients shared with them.`,
    confirm: "Suspend",
    cancel: "Keep appointed",
    ends: true,
    done: `${doctor.name} is suspended at ${hospital.name}.`,
    calls: [endDoctorAppointment(network, hospital.id, doctor.account)],
  };
}

export function reinstating(network: Network, hospital: Hospital, doctor: Doctor, assignments: number): Decision {
  return {
    title: `Reinstate ${doctor.name}?`,
    note: `${assignments === 1 ? "Their assignment counts" : `Their ${assignments} assignments count`} again, and so does what patients shared with them and did not stop meanwhile.`,
    confirm: "Reinstate",
    done: `${doctor.name} is reinstated at ${hospital.name}.`,
    calls: [appointDoctor(network, hospital.id, doctor.account)],
  };
}

/**
 * Ends the appointment for good, and the assignments with it, so that none comes back with another appointment. The
 * appointment goes first: whatever interrupts this, the doctor can do nothing any more, and what is left of it rests.
 *
 * @param charts Of the patients they are assigned to here.
 */
export function endingAppointment(
  network: Network,
  hospital: Hospital,
  doctor: Doctor,
  charts: readonly ChartId[],
): Decision {
  return {
    title: `End the appointment of ${doctor.name}?`,
    note: `${afterwards(doctor, hospital)} ${charts.length === 0 ? "" : "Their assignments here end with it, and do not come back if you appoint them again. "}What patients shared with them is the patients’ decision: it would count again with another appointment.`,
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `The appointment of ${doctor.name} at ${hospital.name} has ended.`,
    calls: [
      endDoctorAppointment(network, hospital.id, doctor.account),
      ...charts.map((chart) => endAssignment(network, chart, doctor.account, hospital.id)),
    ],
  };
}

/** For a doctor who is suspended: ends what rests. */
export function endingResting(
  network: Network,
  hospital: Hospital,
  doctor: Doctor,
  charts: readonly ChartId[],
): Decision {
  return {
    title: `End the assignments of ${doctor.name}?`,
    note: "They do not come back if you appoint them again. What they added stays in the charts.",
    confirm: "End assignments",
    cancel: "Let them rest",
    ends: true,
    done: `The assignments of ${doctor.name} at ${hospital.name} have ended.`,
    calls: charts.map((chart) => endAssignment(network, chart, doctor.account, hospital.id)),
  };
}
