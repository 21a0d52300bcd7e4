import type { Counts } from "@chartkey/protocol/audit/entities";
import type { Address } from "viem";
import { doctorStatus, isVerified, isCurrent, type DoctorStatus, type Standing } from "./doctorStatus.ts";

/** What happened on one UTC day; `start` is its first second. */
export type Day = Counts & { start: number };

export type NetworkFigures = {
  /** Doctors by where they stand at the moment they were counted. */
  doctors: Record<DoctorStatus, number>;
  /** Every day on which something was counted, oldest first. */
  days: readonly Day[];
};

export const NOTHING: Readonly<Counts> = {
  accounts: 0,
  patients: 0,
  doctors: 0,
  reports: 0,
  requests: 0,
  consentsGiven: 0,
  consentsUsed: 0,
  consentsEnded: 0,
};

/** How often everything happened on all of these days. */
export function totalOf(days: readonly Counts[]): Counts {
  const total = { ...NOTHING };
  for (const day of days) for (const what of Object.keys(NOTHING) as (keyof Counts)[]) total[what] += day[what];
  return total;
}

export function countDoctors(doctors: readonly Standing[], now: number): Record<DoctorStatus, number> {
  const counts = { active: 0, waiting: 0, lapsed: 0, ended: 0 };
  for (const doctor of doctors) counts[doctorStatus(doctor, now)]++;
  return counts;
}

/** How many of the consents, neither stopped nor expired, are to a doctor who is active under the same verification. */
export function countInForce(
  consents: readonly { grantee: Address; generation: number }[],
  doctors: readonly (Standing & { account: Address; generation: number })[],
  now: number,
): number {
  const generations = new Map(
    doctors
      .filter((doctor) => isVerified(doctor, now) && doctor.appointments.some(isCurrent))
      .map((doctor) => [doctor.account, doctor.generation]),
  );
  return consents.filter(({ grantee, generation }) => generations.get(grantee) === generation).length;
}
