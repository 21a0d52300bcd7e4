import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address } from "viem";
import { describe, expect, it } from "vitest";
import { EXAMPLE_CSV, readAssignmentsCsv, type HospitalState } from "./assignmentsCsv.ts";

const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const chart = (digit: string): ChartId => `0x${digit.repeat(40)}`;
const [marlowe, hallowell, registrar] = [account("a"), account("b"), account("c")];
const [anjali, tomas, resting] = [chart("1"), chart("2"), chart("3")];

const state: HospitalState = {
  hospital: "Northfield Hospital",
  registrar,
  patients: [
    { chart: anjali, isSuspended: false, assigned: [marlowe] },
    { chart: tomas, isSuspended: false, assigned: [] },
    { chart: resting, isSuspended: true, assigned: [marlowe] },
  ],
  doctors: [marlowe, hallowell],
};

const csv = (...lines: string[]) => ["action,card,doctor", ...lines].join("\n");
const problems = (text: string) => readAssignmentsCsv(text, state).problems;

describe("a list of assignments", () => {
  it("is read in with card codes or chart ids, and with addresses in any case", () => {
    const { lines, problems } = readAssignmentsCsv(
      csv(
        `assign,${cardCodeOf(tomas)},${marlowe.toLowerCase()}`,
        `END,${anjali},${marlowe}`,
        "",
        `end,${cardCodeOf(resting).toLowerCase()},${marlowe}`,
      ),
      state,
    );
    expect(problems).toEqual([]);
    expect(lines).toEqual([
      { line: 2, action: "assign", chart: tomas, doctor: marlowe },
      { line: 3, action: "end", chart: anjali, doctor: marlowe },
      { line: 5, action: "end", chart: resting, doctor: marlowe },
    ]);
  });

  it("may come from any spreadsheet: marked as UTF-8, with semicolons, quotation marks, other ends of lines and order", () => {
    const text = `\uFEFFDoctor; Card ;ACTION\r\n"${hallowell}";"${cardCodeOf(tomas)}";assign\r\n;;\r\n`;
    expect(readAssignmentsCsv(text, state)).toEqual({
      lines: [{ line: 2, action: "assign", chart: tomas, doctor: hallowell }],
      problems: [],
    });
  });

  it("names each line that cannot be done, with what to do, and gives no other line back", () => {
    const tomasCard = cardCodeOf(tomas);
    const text = csv(
      `assign,${tomasCard},${marlowe}`,
      `give,${tomasCard},${marlowe}`,
      `assign,H7K2,${marlowe}`,
      `assign,${cardCodeOf(chart("9"))},${marlowe}`,
      `assign,${tomasCard},Dr Lena Hallowell`,
      `assign,${tomasCard},${account("d")}`,
      `assign,${anjali},${marlowe}`,
      `end,${tomasCard},${hallowell}`,
      `assign,${resting},${hallowell}`,
      `assign,${tomasCard},${registrar}`,
      `end,${tomasCard}`,
      `assign,${tomasCard},${marlowe}`,
    );
    const read = readAssignmentsCsv(text, state);
    expect(read.lines).toEqual([]);
    expect(read.problems.map(({ line, what }) => [line, what])).toEqual([
      [3, "“give” is no action. Write assign or end."],
      [4, expect.stringMatching(/card code/)],
      [5, expect.stringMatching(/^No patient of Northfield Hospital has the card .* accept them first/)],
      [6, expect.stringMatching(/^“Dr Lena Hallowell” is no address of an account/)],
      [
        7,
        expect.stringMatching(
          /no doctor who is verified and appointed at Northfield Hospital now\. Appoint them first/,
        ),
      ],
      [8, "This doctor is assigned to this patient already. Remove the line."],
      [9, "This doctor is not assigned to this patient here. Remove the line."],
      [10, "Care for this patient is suspended. Resume it first, or remove the line."],
      [11, "This is your own account, and nobody assigns themself."],
      [12, "This line has 2 values instead of 3."],
      [13, "Line 2 is about this patient and this doctor already. Keep one of the two."],
    ]);
  });

  it("is refused whole when it is no such list", () => {
    expect(problems("")).toEqual([{ line: 1, what: expect.stringMatching(/^The list is empty/) }]);
    expect(problems("action,card,doctor\n")).toEqual([{ line: 1, what: expect.stringMatching(/^Only the names/) }]);
    expect(problems("action,patient\nassign,x")).toEqual([
      { line: 1, what: expect.stringMatching(/card and doctor are missing\.$/) },
    ]);
    expect(problems("action,card,doctor,note\n")).toEqual([{ line: 1, what: expect.stringMatching(/more columns/) }]);
    expect(problems(csv(`assign,"${tomas},${marlowe}`))).toEqual([
      { line: expect.any(Number), what: expect.stringMatching(/quotation mark/) },
    ]);
    const long = csv(...Array.from({ length: 201 }, () => `assign,${tomas},${marlowe}`));
    expect(problems(long)).toEqual([{ line: 1, what: expect.stringMatching(/201 lines.*takes 200\. Split it/) }]);
  });

  it("has an example that is read as a list", () => {
    expect(problems(EXAMPLE_CSV)).toEqual([{ line: 2, what: expect.stringMatching(/^No patient of|card/) }]);
  });
});
