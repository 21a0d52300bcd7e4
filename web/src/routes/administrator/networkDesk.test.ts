import { describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import { sampleNetwork as network } from "#lib/network/sampleNetwork.ts";
import type { Decision, Decisions } from "./decisions.svelte.ts";
import { NetworkDesk, parseAddress, parseHospitalNumber } from "./networkDesk.svelte.ts";

describe("disowning a verifier", () => {
  const verifier = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
  const doctor = (name: string) =>
    ({ name, verifier, verifiedAt: 2000, validUntil: 9_999_999_999, revokedAt: null }) as unknown as Doctor;

  function desk(before: Doctor[]) {
    const ask = vi.fn<(decision: Decision) => void>();
    const made = new NetworkDesk({ network } as unknown as App, { ask } as unknown as Decisions);
    made.loaded.value = { doctors: before } as NonNullable<typeof made.loaded.value>;
    return { ask, desk: made };
  }

  it("names the doctors it concerns by what is so now, not when the page was opened", async () => {
    const { ask, desk: here } = desk([doctor("Dr Lena Hallowell")]);
    const now = { doctors: [doctor("Dr Lena Hallowell"), doctor("Dr Ines Moreau")] };
    here.read = () => here.loaded.load(() => Promise.resolve(now as NonNullable<typeof here.loaded.value>));
    await here.decideToDisown(verifier, 1000);
    expect(ask.mock.lastCall?.[0].consequences?.[0]).toMatch(/^2 doctors are not verified .* and Dr Ines Moreau\.$/);
  });

  it("is not asked about when that cannot be read", async () => {
    const { ask, desk: here } = desk([]);
    here.read = () => here.loaded.load(() => Promise.reject(new Error("no answer")));
    await expect(here.decideToDisown(verifier, 1000)).rejects.toThrow("no answer");
    expect(ask).not.toHaveBeenCalled();
  });
});

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
