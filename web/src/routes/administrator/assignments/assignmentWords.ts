import { formatDate } from "#components/dates.ts";
import type { StatedAssignment } from "../patientsOf.ts";

const day = (seconds: number) => formatDate(seconds * 1000, "day");

const reasons = {
  assignment: "ended by the hospital",
  care: "ended with the care",
  verification: "ended because the doctor’s verification did",
};

const rests = {
  appointment: "this doctor is not appointed here now and can add nothing",
  care: "care is suspended, so this doctor can add nothing",
};

/** Since when an assignment lasts, and how it stands. */
export function assignmentWords({ assignedAt, state }: Pick<StatedAssignment, "assignedAt" | "state">): string {
  if (state.kind === "live") return `Assigned ${day(assignedAt)}`;
  if (state.kind === "resting") return `Assigned ${day(assignedAt)}, resting: ${rests[state.why]}`;
  return `Assigned ${day(assignedAt)}, ${reasons[state.why]}${state.at === null ? "" : ` on ${day(state.at)}`}`;
}
