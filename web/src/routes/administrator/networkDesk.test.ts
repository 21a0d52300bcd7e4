import { describe, expect, it } from "vitest";
import { parseAddress, parseHospitalNumber } from "./networkDesk.svelte.ts";

describe("an address as typed", () => {
  const address = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

  it("is taken in either case and with spaces around", () => {
    expect(parseAddress(` ${address.toLowerCase()} `)).toBe(address);
    expect(parseAddress(address)).toBe(address);
  });

  it("is refused when its capitals show a mistyped digit", () => {
    expect(parseAddress(address.replace("c3A0", "c3a0"))).toBeNull();
  });

  it.each(["", "0x", address.slice(0, -1), "Dr Lena Hallowell"])("is refused when it is %j", (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe("a hospital’s number", () => {
  const taken = [{ id: 1, name: "Northfield Hospital" }];

  it("is a whole number that nobody has", () => {
    expect(parseHospitalNumber(" 3 ", taken)).toBe(3);
    expect(parseHospitalNumber("4294967295", taken)).toBe(4294967295);
  });

  it.each(["", "0", "-1", "1.5", "1e3", "4294967296", "two"])("is not %j", (text) => {
    expect(parseHospitalNumber(text, taken)).toMatch(/whole number/);
  });

  it("is not one that is taken", () => {
    expect(parseHospitalNumber("1", taken)).toBe("Number 1 is Northfield Hospital’s. Choose another.");
  });
});
