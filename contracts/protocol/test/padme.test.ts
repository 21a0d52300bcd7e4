import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paddedBodyLength } from "../src/payload-format.ts";
import { PaddedLengthError, padmeLength } from "../src/padme.ts";

const lengths = fc.oneof(
  fc.nat(10_000),
  fc.maxSafeNat().map((length) => Math.floor(length / 2)),
);

describe("a Padmé length", () => {
  it("is never shorter and adds at most 12 %", () => {
    fc.assert(
      fc.property(lengths, (length) => {
        const padded = padmeLength(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded - length).toBeLessThanOrEqual(length * 0.12);
      }),
      { numRuns: 5000 },
    );
  });

  it("is its own Padmé length, and longer things never get a shorter one", () => {
    fc.assert(
      fc.property(lengths, lengths, (a, b) => {
        expect(padmeLength(padmeLength(a))).toBe(padmeLength(a));
        expect(padmeLength(Math.min(a, b))).toBeLessThanOrEqual(padmeLength(Math.max(a, b)));
      }),
    );
  });

  it("has as few significant bits as the paper allows", () => {
    // From Figure 3 of the paper: a mantissa as long as the binary length of the exponent.
    const examples: [number, number][] = [
      [0, 0],
      [1, 1],
      [9, 10],
      [100, 104],
      [1000, 1024],
      [1025, 1088],
      [1_000_000, 1_015_808],
      [200_000_000, 201_326_592],
    ];
    for (const [length, padded] of examples) expect(padmeLength(length)).toBe(padded);
  });

  it("exists only for lengths", () => {
    for (const wrong of [-1, 0.5, NaN, 2 ** 53]) expect(() => padmeLength(wrong)).toThrow(PaddedLengthError);
  });
});

describe("the padded length of a body", () => {
  it("tells small documents apart from none, not from each other", () => {
    expect(paddedBodyLength(0)).toBe(0);
    expect([1, 500, 4095, 4096].map(paddedBodyLength)).toEqual([4096, 4096, 4096, 4096]);
    expect(paddedBodyLength(4097)).toBe(padmeLength(4097));
  });
});
