import type { AssignmentRow, ConsentRow, StandingConsentRow } from "#lib/history/rows.ts";

type Decision = Pick<ConsentRow | StandingConsentRow, "grantee" | "at">;

/**
 * Assignments in force about which the patient did not say yet what the doctor may read: not on this device, and by no decision about
 * that doctor since. Each doctor once, however many hospitals assigned them. A decision in the very second of the assignment was made
 * before anybody could know of it: several blocks can bear one time.
 */
export function unanswered(
  live: Iterable<AssignmentRow>,
  answered: { has: (assignment: AssignmentRow["transaction"]) => boolean },
  decisions: readonly Decision[],
): AssignmentRow[] {
  const open = [...live].filter(
    ({ transaction, doctor, assignedAt }) =>
      !answered.has(transaction) &&
      !decisions.some(({ grantee, at }) => grantee.account === doctor.account && at > assignedAt),
  );
  return [...new Map(open.map((assignment) => [assignment.doctor.account, assignment])).values()];
}
