import { formatDate } from "#components/dates.ts";
import { m } from "#messages";
import type { StatedAssignment } from "../patientsOf.ts";

const day = (seconds: number) => formatDate(seconds * 1000, "day");

/** Since when an assignment lasts, and how it stands. */
export function assignmentWords({ assignedAt, state }: Pick<StatedAssignment, "assignedAt" | "state">): string {
  const assigned = { day: day(assignedAt) };
  if (state.kind === "live") return m.administrator_assignment_words_live(assigned);
  if (state.kind === "resting") {
    return state.why === "appointment"
      ? m.administrator_assignment_words_rests_appointment(assigned)
      : m.administrator_assignment_words_rests_care(assigned);
  }
  const { why, at } = state;
  return at === null
    ? m.administrator_assignment_words_ended({ ...assigned, why })
    : m.administrator_assignment_words_ended_on({ ...assigned, why, end: day(at) });
}
