import type { AssignmentRow } from "../history/rows.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { factsOf } from "./reads.ts";

/**
 * Those of the assignments that let their doctor add reports now. The rows say whom to ask about; the answer is the contract's,
 * because an assignment also rests or ends with care, a verification or an appointment.
 */
export async function liveAssignments(
  chain: ChainAccess,
  assignments: readonly AssignmentRow[],
): Promise<ReadonlySet<AssignmentRow>> {
  const running = assignments.filter(({ endedAt }) => endedAt === null);
  const facts = await Promise.all(
    running.map(({ chart, doctor, hospital }) => factsOf(chain, chart, doctor.account, hospital)),
  );
  return new Set(running.filter((_, index) => facts[index]?.assigned));
}
