import type { Hex } from "viem";
import { rememberSeen, seenReports } from "./seenReports.ts";

// Kept beside the reports that were opened: of both it is only known on this device that somebody was there.

/** The assignments, by the transaction that made them, about which `owner` (see `ownerKey`) answered what their doctor may read. */
export function answeredAssignments(owner: string): Promise<ReadonlySet<Hex>> {
  return seenReports(owner);
}

/** Remembers that an assignment was answered, so that it is asked about once. What was answered is on the public record, or nothing. */
export function rememberAnswer(owner: string, assignment: Hex): Promise<void> {
  return rememberSeen(owner, assignment);
}
