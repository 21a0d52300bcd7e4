import { describe, expect, it } from "vitest";
import { verificationStep } from "./verificationStep.ts";

const now = 1_800_000_000_000;
const nothing = { isAsked: false, isAttested: false, isRenewing: false };
const live = { validUntil: now / 1000 + 86_400, generation: 1 };
const ended = { validUntil: now / 1000 - 1, generation: 1 };
const northfield = { id: 1, name: "Northfield Hospital" };

const newcomer = { keyVersion: 0, attestation: null, doctorAt: [] };
const withKey = { ...newcomer, keyVersion: 1 };
const verified = { ...withKey, attestation: live };
const appointed = { ...verified, doctorAt: [northfield] };

describe("getting verified, after the page is loaded again, goes on at", () => {
  it.each([
    ["keys", "nobody is known yet", null],
    ["keys", "the account has no key", newcomer],
    ["keys", "it was verified elsewhere, without a key", { ...newcomer, attestation: live }],
    ["licence", "it has a key", withKey],
    ["licence", "the verification ended by itself", { ...appointed, attestation: ended }],
    ["licence", "the verification was ended, the appointment not", { ...withKey, doctorAt: [northfield] }],
    ["hospital", "it is verified", verified],
    ["done", "it is verified and appointed", appointed],
  ] as const)("%s, when %s", (step, _, who) => {
    expect(verificationStep(who, nothing, now)).toBe(step);
  });
});

describe("getting verified, on one page, is at", () => {
  it("the code, once it was asked for", () => {
    expect(verificationStep(withKey, { ...nothing, isAsked: true }, now)).toBe("code");
  });

  it("the public record, once the verifier signed", () => {
    expect(verificationStep(withKey, { ...nothing, isAsked: true, isAttested: true }, now)).toBe("submit");
  });

  it("the licence again, when a verification that holds is renewed", () => {
    expect(verificationStep(appointed, { ...nothing, isRenewing: true }, now)).toBe("licence");
  });

  it("the hospital, whatever was typed before", () => {
    expect(verificationStep(verified, { ...nothing, isAsked: true, isAttested: true }, now)).toBe("hospital");
  });
});
