import { assignmentState, type AssignmentState } from "#lib/history/assignmentState.ts";
import type { AssignmentPeriod, CarePeriod } from "#lib/history/careAtHospital.ts";
import type { Doctor } from "#lib/history/doctors.ts";

/** An assignment with where it stands. */
export type StatedAssignment = AssignmentPeriod & { state: AssignmentState };

/** A patient of a hospital with the doctors assigned to them. */
export type Patient = { care: CarePeriod; assignments: readonly StatedAssignment[] };

/** Says of each assignment where it stands at `now`, in Unix seconds. */
export function patientsOf(
  care: readonly CarePeriod[],
  doctors: readonly Doctor[],
  hospital: number,
  now: number,
): Patient[] {
  const byAccount = new Map(doctors.map((doctor) => [doctor.account, doctor]));
  return care.map((period) => ({
    care: period,
    assignments: period.assignments.map((each) => ({
      ...each,
      state: assignmentState(each, period, hospital, byAccount.get(each.doctor) ?? null, now),
    })),
  }));
}
