import type { Appointment, Doctor } from "./doctors.ts";

/**
 * `active`: verified and appointed, so may be assigned, shared with, and read. `waiting`: verified, appointed nowhere.
 * `lapsed`: the verification ran out. `ended`: it was ended before its time.
 */
export type DoctorStatus = "active" | "waiting" | "lapsed" | "ended";

/** What decides where a doctor stands. */
export type Standing = Pick<Doctor, "validUntil" | "revokedAt"> & {
  appointments: readonly Pick<Appointment, "until">[];
};

/** Where a doctor stands at a moment, in Unix seconds. */
export function doctorStatus(doctor: Standing, now: number): DoctorStatus {
  if (doctor.revokedAt !== null) return "ended";
  if (doctor.validUntil < now) return "lapsed";
  return doctor.appointments.some(isCurrent) ? "active" : "waiting";
}

/** Whether a doctor's verification holds: the contract appoints nobody without. */
export function isVerified(doctor: Standing, now: number): boolean {
  return doctor.revokedAt === null && doctor.validUntil >= now;
}

export function isCurrent(appointment: Pick<Appointment, "until">): boolean {
  return appointment.until === null;
}

/** The present appointment at a hospital; null when there is none. */
export function appointmentAt(doctor: Doctor, hospital: number): Appointment | null {
  return doctor.appointments.find((each) => each.hospital.id === hospital && isCurrent(each)) ?? null;
}
