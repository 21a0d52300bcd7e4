import { numberToHex, pad, type Hex } from "viem";

const account = (number: number): Hex => pad(numberToHex(number), { size: 20 });

/** Whoever holds the chart that is measured. */
export const HOLDER = account(1);
/** With whom all is shared. */
export const DOCTOR = account(2);
/** Who wrote the reports, in turn; the holder, too. */
export const AUTHORS: readonly Hex[] = [HOLDER, ...Array.from({ length: 30 }, (_, number) => account(100 + number))];
/** The first is the holder's. */
export const CHARTS: readonly Hex[] = Array.from({ length: 40 }, (_, number) => account(1_000 + number));
