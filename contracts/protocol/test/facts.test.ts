import fc from "fast-check";
import { getAddress, toHex, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { InvalidFactsError, parseFacts, type Facts } from "../src/facts.ts";
import { patient } from "./helpers/actors.ts";

/** The word that `Facts.sol` packs. */
function wordOf(facts: Facts): bigint {
  const flags = [facts.frozen, facts.active, facts.assigned, facts.paused];
  return flags.reduce(
    (word, flag, i) => word | (BigInt(flag) << BigInt(248 + i)),
    BigInt(facts.holder ?? zeroAddress) |
      (BigInt(facts.signatureEpoch) << 160n) |
      (BigInt(facts.keyVersion) << 192n) |
      (BigInt(facts.attestationGeneration) << 224n),
  );
}

describe("facts", () => {
  it("are refused when a bit above the flags is set, or the word is negative", () => {
    for (const word of [1n << 252n, 1n << 255n, 1n << 256n, -1n])
      expect(() => parseFacts(word)).toThrow(InvalidFactsError);
  });

  it("name nobody, and nothing, when the word is zero", () => {
    expect(parseFacts(0n)).toEqual({
      holder: null,
      signatureEpoch: 0,
      keyVersion: 0,
      attestationGeneration: 0,
      frozen: false,
      active: false,
      assigned: false,
      paused: false,
    });
  });

  it("stand where the contract's table says", () => {
    const holder = BigInt(patient.account);
    const word = holder | (1n << 160n) | (2n << 192n) | (3n << 224n) | (1n << 249n) | (1n << 251n);
    expect(parseFacts(word)).toEqual({
      holder: getAddress(patient.account),
      signatureEpoch: 1,
      keyVersion: 2,
      attestationGeneration: 3,
      frozen: false,
      active: true,
      assigned: false,
      paused: true,
    });
  });

  it("read back as what was packed, whatever it was", () => {
    const facts = fc.record({
      holder: fc.bigInt({ min: 1n, max: 2n ** 160n - 1n }).map((holder) => getAddress(toHex(holder, { size: 20 }))),
      signatureEpoch: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      keyVersion: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      attestationGeneration: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
      frozen: fc.boolean(),
      active: fc.boolean(),
      assigned: fc.boolean(),
      paused: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (packed) => {
        expect(parseFacts(wordOf(packed))).toEqual(packed);
      }),
    );
  });
});
