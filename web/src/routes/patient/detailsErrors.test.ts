import { profileErrors, type PatientProfile, type ProfileField } from "@chartkey/protocol/patient-profile";
import { afterEach, describe, expect, it } from "vitest";
import { overwriteGetLocale } from "#messages/runtime";
import { detailsErrors } from "./detailsErrors.ts";

const right: PatientProfile = {
  name: "Anjali Fernhill",
  addressLines: ["7 Example Road"],
  city: "Northfield",
  postalCode: "ZZ1 2AB",
  country: "GB",
  phone: "+447700900123",
  email: "anjali@example.org",
};

/** Each sentence of the protocol, by what brings it about. */
const wrong: readonly [ProfileField, string | string[]][] = [
  ["name", ""],
  ["addressLines", []],
  ["addressLines", ["a", "b", "c", "d", "e"]],
  ["city", ""],
  ["postalCode", "<script>"],
  ["country", "XX"],
  ["phone", ""],
  ["phone", "07700 900123"],
  ["phone", "+44CALLME"],
  ["phone", "+447700"],
  ["phone", "+4477009001234567"],
  ["email", "anjali"],
  ["email", "a b@example.org"],
  ["email", "anjali@example"],
];

describe("what is wrong with the details", () => {
  afterEach(() => overwriteGetLocale(() => "en"));

  it("is said as the protocol says it, and nothing of what is right", () => {
    for (const [field, value] of wrong) {
      const details = { ...right, [field]: value };
      expect(detailsErrors(details)).toEqual(profileErrors(details));
      expect(Object.keys(detailsErrors(details))).toEqual([field]);
    }
    expect(detailsErrors(right)).toEqual({});
  });

  it.each(wrong)("is said in Hindi: %s %j", (field, value) => {
    overwriteGetLocale(() => "hi");
    expect(detailsErrors({ ...right, [field]: value })[field]).toMatch(
      /^[@+\p{Script=Devanagari}].*\p{Script=Devanagari}{2}/u,
    );
  });

  it("has as many sentences as the protocol", () => {
    const said = wrong.map(([field, value]) => profileErrors({ ...right, [field]: value })[field]);
    expect(new Set(said).size).toBe(wrong.length);
  });
});
