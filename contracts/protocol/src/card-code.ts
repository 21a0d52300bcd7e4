import { hexToBytes, numberToHex } from "viem";
import { checkSymbols } from "./check-symbols.ts";
import type { ChartId } from "./chart.ts";
import { symbolOfCharacter, symbolsOfBytes, textOfSymbols, withoutSeparators } from "./crockford.ts";

const DATA_SYMBOLS = 10;
const CHECK_SYMBOLS = 2;
const LENGTH = DATA_SYMBOLS + CHECK_SYMBOLS;
/** Those of a chart id that its card code leaves out. */
const FREE_BITS = 160n - 5n * BigInt(DATA_SYMBOLS);

/** A patient's card code in its one written form, for example "H7K2-9QWX-3T0B". */
export type CardCode = string & { readonly brand: "CardCode" };

/** The code on the card of a chart: its first 50 bits and two check symbols (see [Note: check symbols]). */
export function cardCodeOf(chart: ChartId): CardCode {
  const data = symbolsOfBytes(hexToBytes(chart), DATA_SYMBOLS);
  return written([...data, ...checkSymbols(data, CHECK_SYMBOLS)]);
}

/**
 * Reads a card code as people type it: any case, O for 0, I or L for 1, with or without separators.
 * @throws InvalidCardCodeError saying what is wrong and what to do.
 */
export function parseCardCode(text: string): CardCode {
  const characters = [...withoutSeparators(text)];
  const symbols = characters.map((character) => {
    const symbol = symbolOfCharacter(character);
    if (symbol === null) throw new InvalidCardCodeError(unusableCharacter(character));
    return symbol;
  });
  if (symbols.length !== LENGTH) throw new InvalidCardCodeError(wrongLength(symbols.length));
  const expected = checkSymbols(symbols.slice(0, DATA_SYMBOLS), CHECK_SYMBOLS);
  if (textOfSymbols(symbols.slice(DATA_SYMBOLS)) !== textOfSymbols(expected)) throw new InvalidCardCodeError(mistyped);
  return written(symbols);
}

/** Whether a chart has this card code. Two charts may share one, once in 2⁵⁰: match only among charts that asked for care. */
export function matchesCardCode(chart: ChartId, code: CardCode): boolean {
  return cardCodeOf(chart) === code;
}

/** The lowest and the highest chart id with this card code: its first 50 bits are the code's, the other 110 are any. */
export function chartsWithCardCode(code: CardCode): { readonly first: ChartId; readonly last: ChartId } {
  const symbols = [...withoutSeparators(code)]
    .slice(0, DATA_SYMBOLS)
    .map((character) => symbolOfCharacter(character) ?? 0);
  const bits = symbols.reduce((sum, symbol) => (sum << 5n) | BigInt(symbol), 0n);
  const first = bits << FREE_BITS;
  const chart = (id: bigint): ChartId => numberToHex(id, { size: 20 });
  return { first: chart(first), last: chart(first | ((1n << FREE_BITS) - 1n)) };
}

function written(symbols: readonly number[]): CardCode {
  return textOfSymbols(symbols).replace(/(.{4})(?=.)/g, "$1-") as CardCode;
}

const mistyped = "This card code is mistyped somewhere. Compare it with the card, group by group.";

function unusableCharacter(character: string): string {
  return `A card code never contains “${character}”. Compare that character with the card and type it again.`;
}

function wrongLength(length: number): string {
  return `A card code has ${LENGTH} characters; this one has ${length}. Compare it with the card, group by group.`;
}

export class InvalidCardCodeError extends Error {
  override name = "InvalidCardCodeError";
}
