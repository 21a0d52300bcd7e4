import type { AssignmentPeriod, CarePeriod } from "./careAtHospital.ts";
import { appointmentAt, isVerified } from "./doctorStatus.ts";
import type { Doctor } from "./doctors.ts";

/**
 * `live`: the doctor can add reports. `resting`: the doctor is not appointed at the hospital now, or the hospital suspended the
 * patient's care; appointing them again, or resuming it, wakes it. `ended`: for good, with why and, where an event says so, when (Unix seconds).
 */
export type AssignmentState =
  | { kind: "live" }
  | { kind: "resting"; why: "appointment" | "care" }
  | { kind: "ended"; why: "assignment" | "care" | "verification"; at: number | null };

/** Where an assignment stands, by the rules of `ICareTeam`. `doctor` is null when the index knows nothing of them. */
export function assignmentState(
  assignment: AssignmentPeriod,
  care: CarePeriod,
  hospital: number,
  doctor: Doctor | null,
  now: number,
): AssignmentState {
  if (assignment.endedAt !== null) return { kind: "ended", why: "assignment", at: assignment.endedAt };
  if (care.status === "ENDED") return { kind: "ended", why: "care", at: care.endedAt };
  if (!doctor || !isVerified(doctor, now) || doctor.generation !== assignment.generation) {
    return { kind: "ended", why: "verification", at: doctor && verificationEnd(doctor, assignment, now) };
  }
  if (!appointmentAt(doctor, hospital)) return { kind: "resting", why: "appointment" };
  return care.status === "SUSPENDED" ? { kind: "resting", why: "care" } : { kind: "live" };
}

/** When the verification of that time ended, if it is still the doctor's newest. */
function verificationEnd(doctor: Doctor, assignment: AssignmentPeriod, now: number): number | null {
  if (doctor.generation !== assignment.generation) return null;
  return doctor.revokedAt ?? (doctor.validUntil < now ? doctor.validUntil : null);
}
