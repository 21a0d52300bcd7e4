import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { describe, expect, it } from "vitest";
import { chartByCard } from "./chartByCard.ts";

const alice: ChartId = "0x1234567890abcdef1234567890abcdef12345678";
const bob: ChartId = "0xfedcba0987654321fedcba0987654321fedcba09";
/** The same first 50 bits as alice, so the same card code. */
const twin: ChartId = "0x1234567890abcdffffffffffffffffffffffffff";
/** The highest with that code. */
const highest: ChartId = "0x1234567890abffffffffffffffffffffffffffff";
/** One bit away from alice where the code ends. */
const neighbour: ChartId = "0x1234567890ab8000000000000000000000000000";

const find = (card: string, ...charts: ChartId[]) =>
  chartByCard(card, async (first, last) => charts.filter((chart) => chart >= first && chart <= last));

describe("finding any chart by its card", () => {
  const code = cardCodeOf(alice);

  it("finds the one with the code, however it is typed, and none beside it", async () => {
    expect(await find(code, bob, neighbour, alice)).toBe(alice);
    expect(await find(code.toLowerCase().replaceAll("-", " "), bob, alice)).toBe(alice);
    expect(await find(code, neighbour, highest)).toBe(highest);
    await expect(find(code, bob, neighbour)).rejects.toThrow("No patient has this card code.");
  });

  it("tells two with one code apart by the square code only", async () => {
    await expect(find(code, alice, twin)).rejects.toThrow("Scan the square code on the card instead.");
    expect(await find(twin, alice, twin)).toBe(twin);
  });

  it("says what is wrong with what is no card code", async () => {
    await expect(find("", alice)).rejects.toThrow("Type the code on the patient’s card");
    await expect(find(code.slice(0, 8), alice)).rejects.toThrow(/^A card code has 12 characters/);
    const mistyped = code.slice(0, 3) + (code[3] === "7" ? "8" : "7") + code.slice(4);
    await expect(find(mistyped, alice)).rejects.toThrow(/^This card code is mistyped somewhere/);
  });
});
