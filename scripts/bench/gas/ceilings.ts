import type { OperationName } from "../../../contracts/test/gas/operations.ts";

type GasOf = (name: OperationName) => number;

/** What an act may cost at most, whatever its floor is. */
export interface Ceiling {
  readonly what: string;
  readonly most: number;
  readonly gas: (of: GasOf) => number;
}

const ceiling = (what: OperationName, most: number): Ceiling => ({ what, most, gas: (of) => of(what) });

export const ceilings: readonly Ceiling[] = [
  ceiling("add a report", 85_000),
  ceiling("share a report", 73_000),
  ceiling("share a report, asked for", 56_000),
  ceiling("share a report again", 56_000),
  ceiling("share a report, by signature", 92_000),
  {
    what: "share each report after the first of a batch",
    most: 32_000,
    gas: (of) => (of("share eleven reports") - of("share a report")) / 10,
  },
  ceiling("stop sharing a report", 38_000),
  ceiling("stop its author's reading", 54_000),
  ceiling("stop sharing a report, by signature", 54_000),
  ceiling("stop everything", 45_000),
  ceiling("stop everything again", 45_000),
  ceiling("stop everything where nothing was standing", 58_000),
];
