import type { Address, Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { AssignmentRow } from "#lib/history/rows.ts";
import { unanswered } from "./unanswered.ts";

const person = (digit: string) => ({ account: `0x${digit.repeat(40)}` as Address, name: "", specialty: "" });
const assignment = (transaction: Hex, digit: string, assignedAt: number) =>
  ({ transaction, doctor: person(digit), assignedAt, hospital: 1 }) as unknown as AssignmentRow;
const found = (live: AssignmentRow[], answered: Hex[] = [], decisions: { grantee: never; at: number }[] = []) =>
  unanswered(live, new Set(answered), decisions).map(({ transaction }) => transaction);
const about = (digit: string, at: number) => ({ grantee: person(digit) as never, at });

describe("what a new doctor may read", () => {
  it("is asked until it was answered on this device", () => {
    const both = [assignment("0x01", "a", 10), assignment("0x02", "b", 10)];
    expect(found(both)).toEqual(["0x01", "0x02"]);
    expect(found(both, ["0x01"])).toEqual(["0x02"]);
  });

  it("is not asked about a doctor whom the patient decided about since", () => {
    expect(found([assignment("0x01", "a", 10)], [], [about("a", 11)])).toEqual([]);
    expect(found([assignment("0x01", "a", 10)], [], [about("a", 9), about("b", 11)])).toEqual(["0x01"]);
  });

  it("is asked though the patient decided about the doctor in the second of the assignment", () => {
    expect(found([assignment("0x01", "a", 10)], [], [about("a", 10)])).toEqual(["0x01"]);
  });

  it("is asked once about a doctor whom two hospitals assigned", () => {
    expect(found([assignment("0x01", "a", 10), assignment("0x02", "a", 12)])).toHaveLength(1);
  });
});
