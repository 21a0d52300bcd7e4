import type { OperationName } from "../../../contracts/test/gas/operations.ts";

export interface Row {
  readonly name: OperationName;
  readonly gas: number;
  readonly floor: number;
  /** How much more it costs among many others. */
  readonly growth: number;
  readonly isSigned: boolean;
  /** How many slots and accounts it touches beyond its facts. */
  readonly extra: number;
  readonly because: string | undefined;
}

/** An act with a ceiling, and what it costs. */
export interface Held {
  readonly what: string;
  readonly gas: number;
  readonly most: number;
}

/** How many times its floor an act should cost at most. */
const TARGET = 1.1;
const SIGNED_TARGET = 1.15;

/** Whether an act costs more than it should, or touches more than it must. */
export function needsReason({ gas, floor, isSigned, extra }: Row): boolean {
  return gas > floor * (isSigned ? SIGNED_TARGET : TARGET) || extra > 0;
}

export function printRows(rows: readonly Row[]): void {
  console.log(lineOf("operation", "gas", "floor", "ratio", "growth", "extra"));
  for (const row of rows) {
    const { name, gas, floor, growth, extra, because } = row;
    const line = lineOf(name, `${gas}`, `${floor}`, (gas / floor).toFixed(3), `${growth}`, `${extra}`);
    console.log(needsReason(row) ? `${line}  ${because ?? ""}` : line);
  }
}

export function printCeilings(held: readonly Held[]): void {
  console.log(`\n${lineOf("at most", "gas", "ceiling")}`);
  for (const { what, gas, most } of held) console.log(lineOf(what, gas.toFixed(0), `${most}`));
  console.log();
}

function lineOf(name: string, ...numbers: readonly string[]): string {
  return [name.padEnd(46), ...numbers.map((number) => number.padStart(8))].join("");
}
