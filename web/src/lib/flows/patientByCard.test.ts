import { cardCodeOf } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { describe, expect, it } from "vitest";
import type { CarePeriod } from "../history/careAtHospital.ts";
import { CardRefusedError, patientByCard } from "./patientByCard.ts";

const alice: ChartId = "0x1234567890abcdef1234567890abcdef12345678";
const bob: ChartId = "0xfedcba0987654321fedcba0987654321fedcba09";
/** The same first 50 bits as alice, so the same card code. */
const twin: ChartId = "0x1234567890abcdffffffffffffffffffffffffff";
const hospital = "Northfield Hospital";

const period = (chart: ChartId, status: CarePeriod["status"]): CarePeriod => ({
  id: `${chart}:${status}`,
  chart,
  status,
  askedAt: 1,
  acceptedAt: status === "ACCEPTED" ? 2 : null,
  suspendedAt: null,
  endedAt: status === "ENDED" ? 3 : null,
  endedBy: null,
  assignments: [],
});
const find = (card: string, ...care: CarePeriod[]) => patientByCard(card, care, hospital);

describe("finding a patient by their card", () => {
  const code = cardCodeOf(alice);

  it("finds the one who asked, however the code is typed", () => {
    const care = [period(bob, "ASKED"), period(alice, "ASKED")];
    expect(find(code, ...care)).toBe(alice);
    expect(find(` ${code.toLowerCase().replaceAll("-", "")} `, ...care)).toBe(alice);
  });

  it("finds them by the chart id that a scanner reads off the square code", () => {
    expect(find(alice.toUpperCase().replace("0X", "0x"), period(alice, "ASKED"), period(twin, "ASKED"))).toBe(alice);
  });

  it("refuses a code with any one character mistyped", () => {
    const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (let at = 0; at < code.length; at++) {
      if (code[at] === "-") continue;
      for (const wrong of alphabet) {
        if (wrong === code[at]) continue;
        const mistyped = code.slice(0, at) + wrong + code.slice(at + 1);
        expect(() => find(mistyped, period(alice, "ASKED"))).toThrow(/mistyped/);
      }
    }
  });

  it("refuses a right code of someone who did not ask, or whose care has ended", () => {
    expect(() => find(code, period(bob, "ASKED"))).toThrow(/No patient with this card code has asked Northfield/);
    expect(() => find(code, period(alice, "ENDED"))).toThrow(/has asked Northfield/);
  });

  it("finds one who left and asked again", () => {
    expect(find(code, period(alice, "ENDED"), period(alice, "ASKED"))).toBe(alice);
  });

  it("says so when the patient is accepted already", () => {
    expect(() => find(code, period(alice, "ACCEPTED"))).toThrow(
      "This patient is accepted at Northfield Hospital already.",
    );
  });

  it("says the same while their care is suspended", () => {
    expect(() => find(code, period(alice, "SUSPENDED"))).toThrow("accepted at Northfield Hospital already");
  });

  it("does not choose between two requests with the same code", () => {
    expect(cardCodeOf(twin)).toBe(code);
    expect(() => find(code, period(alice, "ASKED"), period(twin, "ASKED"))).toThrow(/Two requests share this code/);
  });

  it.each(["", "   ", "H7K2", "U000-0000-0000", "0x1234"])("refuses %j with a sentence", (card) => {
    expect(() => find(card, period(alice, "ASKED"))).toThrow(CardRefusedError);
    expect(() => find(card, period(alice, "ASKED"))).toThrow(/\.$/);
  });
});
