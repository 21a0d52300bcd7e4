import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  InvalidAuthorityError,
  InvalidRegistrationNumberError,
  licenceTagOf,
  normaliseRegistrationNumber,
  PepperTooShortError,
} from "../src/licence-tag.ts";

const pepper = new Uint8Array(32).fill(7);

describe("a licence tag", () => {
  it("is an HMAC over label, authority and number, as Node's crypto makes it", async () => {
    const message = "chartkey:v1:licence-tag\0NORTHSHIRE MEDICAL COUNCIL\0AB01234";
    const expected = `0x${createHmac("sha256", pepper).update(message).digest("hex")}`;
    expect(await licenceTagOf(pepper, "Northshire  Medical Council ", "ab 01-234")).toBe(expected);
  });

  it("is one per licence, however the number is written", async () => {
    const tags = await Promise.all(
      ["AB1234", "ab1234", " A B 12.34 ", "AB-1234", "AB–1234", "ＡＢ１２３４", "AB/12/34"].map((number) =>
        licenceTagOf(pepper, "Council", number),
      ),
    );
    expect(new Set(tags).size).toBe(1);
  });

  it("is one per authority, whichever dash is typed, but a dash is not a space", async () => {
    const [tag, ...others] = await Promise.all(
      ["NMC-DEMO", "nmc–demo", " Nmc‐Demo ", "NMC DEMO"].map((authority) => licenceTagOf(pepper, authority, "1234")),
    );
    expect(others.map((other) => other === tag)).toEqual([true, true, false]);
  });

  it("differs by number, leading zeros, authority and pepper", async () => {
    const tags = await Promise.all([
      licenceTagOf(pepper, "Council", "1234"),
      licenceTagOf(pepper, "Council", "01234"),
      licenceTagOf(pepper, "Other Council", "1234"),
      licenceTagOf(pepper, "Council 1", "234"),
      licenceTagOf(new Uint8Array(32).fill(8), "Council", "1234"),
    ]);
    expect(new Set(tags).size).toBe(5);
  });

  it("is not made of what is no registration number, no authority or no pepper", async () => {
    for (const number of ["", "1", "--", "Ä12", "12\u000034", "1".repeat(33), "12;34"]) {
      expect(() => normaliseRegistrationNumber(number)).toThrow(InvalidRegistrationNumberError);
    }
    await expect(licenceTagOf(pepper, "", "1234")).rejects.toThrow(InvalidAuthorityError);
    await expect(licenceTagOf(pepper, "A\0B", "1234")).rejects.toThrow(InvalidAuthorityError);
    await expect(licenceTagOf(new Uint8Array(31), "Council", "1234")).rejects.toThrow(PepperTooShortError);
  });
});
