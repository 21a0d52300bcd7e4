import fc from "fast-check";
import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import { cardCodeOf, InvalidCardCodeError, matchesCardCode, parseCardCode } from "../src/card-code.ts";
import { checkSymbols } from "../src/check-symbols.ts";
import { CROCKFORD } from "../src/crockford.ts";
import {
  InvalidRecoveryCodeError,
  newRecoveryCode,
  parseRecoveryCode,
  parseRecoveryCodeGroup,
  recoveryCodeGroups,
  recoveryCodeSecret,
} from "../src/unlocker-recovery-code.ts";

const charts = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => toHex(bytes));
const symbol = fc.integer({ min: 0, max: 31 });

/** Replaces the character at `position`, counted without dashes, by another one of the alphabet. */
function mistype(code: string, position: number, by: number): string {
  const at = position + Math.floor(position / (code.length > 20 ? 5 : 4));
  const other = CROCKFORD[(CROCKFORD.indexOf(code[at]!) + by) % 32]!;
  return code.slice(0, at) + other + code.slice(at + 1);
}

function swapWithNext(code: string, at: number): string {
  return code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
}

describe("check symbols", () => {
  it("notice any two changed symbols when there are two of them", () => {
    const change = fc.record({ at: fc.integer({ min: 0, max: 11 }), by: fc.integer({ min: 1, max: 31 }) });
    fc.assert(
      fc.property(fc.array(symbol, { minLength: 10, maxLength: 10 }), change, change, (data, a, b) => {
        const code = [...data, ...checkSymbols(data, 2)];
        const wrong = [...code];
        wrong[a.at]! ^= a.by;
        if (a.at !== b.at) wrong[b.at]! ^= b.by;
        expect(checkSymbols(wrong.slice(0, 10), 2)).not.toEqual(wrong.slice(10));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a card code", () => {
  it("is written in three groups and matches its chart only", () => {
    fc.assert(
      fc.property(charts, charts, (chart, other) => {
        const code = cardCodeOf(chart);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        expect(matchesCardCode(chart, parseCardCode(code))).toBe(true);
        expect(matchesCardCode(other, code)).toBe(chart === other);
      }),
    );
  });

  it("reads as people write it", () => {
    const code = cardCodeOf("0x0000000000084000000000000000000000000000");
    expect(code.slice(0, 12)).toBe("0000-0000-11");
    for (const typed of [
      code.toLowerCase(),
      code.replaceAll("-", ""),
      code.replaceAll("-", " – "),
      ` ${code.replaceAll("0", "O").replaceAll("1", "l")}\n`,
      code.replaceAll("0", "o").replaceAll("1", "I"),
    ]) {
      expect(parseCardCode(typed)).toBe(code);
    }
  });

  it("is refused with any one character mistyped or two neighbours swapped", () => {
    fc.assert(
      fc.property(charts, fc.nat(11), fc.integer({ min: 1, max: 31 }), fc.nat(12), (chart, position, by, at) => {
        const code = cardCodeOf(chart);
        expect(() => parseCardCode(mistype(code, position, by))).toThrow(InvalidCardCodeError);
        const swapped = swapWithNext(code, at);
        if (swapped.replaceAll("-", "") !== code.replaceAll("-", "")) {
          expect(() => parseCardCode(swapped)).toThrow(/mistyped somewhere/);
        }
      }),
    );
  });

  it("says what is wrong and what to do", () => {
    const code = cardCodeOf("0x1234567890123456789012345678901234567890");
    expect(() => parseCardCode(code.slice(1))).toThrow("12 characters; this one has 11");
    expect(() => parseCardCode(`U${code.slice(1)}`)).toThrow("never contains “U”");
    expect(() => parseCardCode("")).toThrow("this one has 0");
  });
});

describe("a recovery code", () => {
  it("has seven groups of five, 140 bits of them random", () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){6}$/);
    expect(
      new Set(codes.flatMap((code) => recoveryCodeGroups(code).map((group) => group.slice(0, 4)))).size,
    ).toBeGreaterThan(1390);
  });

  it("reads as people write it and gives one secret", () => {
    const code = newRecoveryCode();
    for (const typed of [code.toLowerCase(), code.replaceAll("-", ""), code.replaceAll("-", "\n"), ` ${code}. `]) {
      expect(parseRecoveryCode(typed)).toBe(code);
      expect(recoveryCodeSecret(parseRecoveryCode(typed))).toEqual(recoveryCodeSecret(code));
    }
    expect(recoveryCodeSecret(newRecoveryCode())).not.toEqual(recoveryCodeSecret(code));
  });

  it("names the group that has a mistyped character", () => {
    fc.assert(
      fc.property(fc.nat(34), fc.integer({ min: 1, max: 31 }), (position, by) => {
        const wrong = mistype(newRecoveryCode(), position, by);
        expect(thrownBy(() => parseRecoveryCode(wrong)).group).toBe(Math.floor(position / 5) + 1);
        expect(thrownBy(() => parseRecoveryCode(wrong.replaceAll("-", ""))).group).toBe(Math.floor(position / 5) + 1);
      }),
    );
  });

  it("notices two groups in each other's place, and two characters in each other's place", () => {
    for (let run = 0; run < 50; run++) {
      const [first, second, ...others] = recoveryCodeGroups(newRecoveryCode());
      expect(thrownBy(() => parseRecoveryCode([second, first, ...others].join("-"))).group).toBe(1);
      const swapped = swapWithNext(first!, 2);
      if (swapped !== first) expect(thrownBy(() => parseRecoveryCodeGroup(0, swapped)).group).toBe(1);
    }
  });

  it("names the group that is too short, and the length when groups are missing", () => {
    const groups = recoveryCodeGroups(newRecoveryCode());
    const short = groups.map((group, i) => (i === 4 ? group.slice(1) : group)).join(" ");
    expect(thrownBy(() => parseRecoveryCode(short))).toMatchObject({ group: 5 });
    expect(thrownBy(() => parseRecoveryCode(groups.slice(1).join(" ")))).toMatchObject({ group: null });
    expect(() => parseRecoveryCode(groups.slice(1).join(" "))).toThrow("35 in all; this one has 30");
  });

  it("never repeats what was typed", () => {
    const typed = newRecoveryCode().replace(/.$/, "U");
    expect(thrownBy(() => parseRecoveryCode(typed)).message).not.toContain(typed.slice(-5));
  });
});

function thrownBy(work: () => unknown): InvalidRecoveryCodeError {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidRecoveryCodeError) return error;
    throw error;
  }
  throw new Error("expected to be refused");
}
