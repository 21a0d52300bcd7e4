import type { Hospital } from "#lib/chain/who.ts";
import { appointDoctor, endDoctorAppointment } from "#lib/flows/administratorCalls.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision } from "./decisions.svelte.ts";

export function appointing(network: Network, hospital: Hospital, doctor: Doctor): Decision {
  return {
    title: `Appoint ${doctor.name}?`,
    say: [
      { strong: doctor.name },
      ` becomes a doctor of ${hospital.name}, with account `,
      { code: doctor.account },
      ".",
    ],
    note: `${doctor.name} can add reports for patients you assign. They read nothing until a patient shares.`,
    confirm: "Appoint",
    done: `${doctor.name} is appointed at ${hospital.name}.`,
    call: appointDoctor(network, hospital.id, doctor.account),
  };
}

export function endingAppointment(network: Network, hospital: Hospital, doctor: Doctor): Decision {
  const elsewhere = doctor.appointments.some((each) => each.until === null && each.hospital.id !== hospital.id);
  return {
    title: `End the appointment of ${doctor.name}?`,
    say: [{ strong: doctor.name }, ` is no doctor of ${hospital.name} any more, from now on.`],
    note: elsewhere
      ? `They can add no report here. What patients shared with them stays readable to them, because another hospital has appointed them.`
      : `They can add no report here, and can read nothing any more: no hospital has them then. Whatever they saved, they still have. If you appoint them again, their assignments and what patients shared with them come back.`,
    confirm: "End appointment",
    cancel: "Keep appointed",
    ends: true,
    done: `The appointment of ${doctor.name} at ${hospital.name} has ended.`,
    call: endDoctorAppointment(network, hospital.id, doctor.account),
  };
}
