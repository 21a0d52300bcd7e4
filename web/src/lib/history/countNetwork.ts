import type { Address } from "viem";
import { doctorStatus, isCurrent, isVerified, type DoctorStatus } from "./doctorStatus.ts";
import type { Doctor } from "./doctors.ts";

/** The moments of what is plotted, in Unix seconds, oldest first. */
export type Moments = { reports: number[]; given: number[]; ended: number[] };

export type NetworkFigures = {
  accounts: number;
  patients: number;
  doctors: Record<DoctorStatus, number>;
  /** Consents that let somebody read at the moment they were counted; authorship aside. */
  inForce: number;
  moments: Moments;
};

export function countDoctors(doctors: readonly Doctor[], now: number): Record<DoctorStatus, number> {
  const counts = { active: 0, waiting: 0, lapsed: 0, ended: 0 };
  for (const doctor of doctors) counts[doctorStatus(doctor, now)]++;
  return counts;
}

/** How many of the consents, neither stopped nor expired, are to a doctor who is active under the same verification. */
export function countInForce(
  consents: readonly { grantee: Address; generation: number }[],
  doctors: readonly Doctor[],
  now: number,
): number {
  const generations = new Map(
    doctors
      .filter((doctor) => isVerified(doctor, now) && doctor.appointments.some(isCurrent))
      .map((doctor) => [doctor.account, doctor.generation]),
  );
  return consents.filter(({ grantee, generation }) => generations.get(grantee) === generation).length;
}
