import type { ChartId } from "@chartkey/protocol/chart";
import type { Hospital } from "#lib/chain/who.ts";
import { appointDoctor, endAssignment, endDoctorAppointment } from "#lib/flows/administratorCalls.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { Network } from "#lib/network/network.ts";
import { m } from "#messages";
import type { Decision } from "./decisions.svelte.ts";

export function appointing(network: Network, hospital: Hospital, doctor: Doctor): Decision {
  return {
    title: m.administrator_appointing_appoint_title({ doctor: doctor.name }),
    note: m.administrator_appointing_appoint_note({ doctor: doctor.name }),
    confirm: m.administrator_appointing_appoint_confirm(),
    done: m.administrator_appointing_appoint_done({ doctor: doctor.name, hospital: hospital.name }),
    calls: [appointDoctor(network, hospital.id, doctor.account)],
  };
}

/** Whether another hospital still has a doctor: what remains with them depends on it. */
function elsewhere(doctor: Doctor, hospital: Hospital): "yes" | "no" {
  return doctor.appointments.some((each) => each.until === null && each.hospital.id !== hospital.id) ? "yes" : "no";
}

/** Takes the appointment away and leaves the assignments, which rest until the doctor is reinstated. */
export function suspending(network: Network, hospital: Hospital, doctor: Doctor, assignments: number): Decision {
  return {
    title: m.administrator_appointing_suspend_title({ doctor: doctor.name }),
    note: m.administrator_appointing_suspend_note({ elsewhere: elsewhere(doctor, hospital), count: assignments }),
    confirm: m.administrator_appointing_suspend_confirm(),
    cancel: m.administrator_appointing_keep(),
    ends: true,
    done: m.administrator_appointing_suspend_done({ doctor: doctor.name, hospital: hospital.name }),
    calls: [endDoctorAppointment(network, hospital.id, doctor.account)],
  };
}

export function reinstating(network: Network, hospital: Hospital, doctor: Doctor, assignments: number): Decision {
  return {
    title: m.administrator_appointing_reinstate_title({ doctor: doctor.name }),
    note: m.administrator_appointing_reinstate_note({ count: assignments }),
    confirm: m.administrator_appointing_reinstate_confirm(),
    done: m.administrator_appointing_reinstate_done({ doctor: doctor.name, hospital: hospital.name }),
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
    title: m.administrator_appointing_end_title({ doctor: doctor.name }),
    note: m.administrator_appointing_end_note({
      elsewhere: elsewhere(doctor, hospital),
      assigned: charts.length === 0 ? "no" : "yes",
    }),
    confirm: m.administrator_appointing_end_confirm(),
    cancel: m.administrator_appointing_keep(),
    ends: true,
    done: m.administrator_appointing_end_done({ doctor: doctor.name, hospital: hospital.name }),
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
    title: m.administrator_appointing_end_resting_title({ doctor: doctor.name }),
    note: m.administrator_appointing_end_resting_note(),
    confirm: m.administrator_appointing_end_resting_confirm(),
    cancel: m.administrator_appointing_end_resting_cancel(),
    ends: true,
    done: m.administrator_appointing_end_resting_done({ doctor: doctor.name, hospital: hospital.name }),
    calls: charts.map((chart) => endAssignment(network, chart, doctor.account, hospital.id)),
  };
}
