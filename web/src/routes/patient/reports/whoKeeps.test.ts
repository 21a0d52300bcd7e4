import { getAddress } from "viem";
import { expect, it } from "vitest";
import type { ReportReader } from "#lib/chain/readers.ts";
import { whoKeeps } from "./whoKeeps.ts";

const accountOf = (digit: string) => getAddress(`0x${digit.repeat(40)}`);
const reader = (digit: string, name: string) => ({ doctor: { account: accountOf(digit), name } }) as ReportReader;
const hallowell = reader("1", "Dr Lena Hallowell");

it("names who still reads a report, never the doctor who was cut off and stands in a list read before", () => {
  const readers = [hallowell, reader("2", "Dr Priya Marlowe"), reader("3", "Dr Yusuf Penhallow")];
  expect(whoKeeps(readers, hallowell.doctor.account)).toBe(
    "Dr Priya Marlowe and Dr Yusuf Penhallow can still read it, and notice nothing.",
  );
  expect(whoKeeps([hallowell], hallowell.doctor.account)).toBe("");
});

it("tells two doctors of one name apart by their accounts", () => {
  const namesake = reader("4", hallowell.doctor.name);
  expect(whoKeeps([hallowell, namesake], hallowell.doctor.account)).toBe(
    "Dr Lena Hallowell can still read it, and notice nothing.",
  );
});
