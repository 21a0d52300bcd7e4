import { describe, expect, it } from "vitest";
import {
  InvalidProfileError,
  normaliseProfile,
  patientOfProfile,
  profileErrors,
  profileOfPatient,
  type PatientProfile,
  type ProfileField,
} from "../src/patient-profile.ts";

const profile: PatientProfile = {
  name: "Anjali Fernhill",
  addressLines: ["7 Example Road", "Flat 2"],
  city: "Northfield",
  postalCode: "ZZ1 2AB",
  country: "GB",
  phone: "+447700900123",
  email: "anjali@example.org",
};

describe("a patient profile", () => {
  it("becomes a FHIR R4 Patient and comes back", () => {
    const patient = patientOfProfile(profile);
    expect(patient).toEqual({
      resourceType: "Patient",
      name: [{ use: "official", text: "Anjali Fernhill" }],
      telecom: [
        { system: "phone", value: "+447700900123" },
        { system: "email", value: "anjali@example.org" },
      ],
      address: [
        { use: "home", line: ["7 Example Road", "Flat 2"], city: "Northfield", postalCode: "ZZ1 2AB", country: "GB" },
      ],
    });
    expect(profileOfPatient(JSON.parse(JSON.stringify(patient)))).toEqual(profile);
    const withoutCode = { ...profile, postalCode: "" };
    expect(patientOfProfile(withoutCode).address[0]).not.toHaveProperty("postalCode");
    expect(profileOfPatient(patientOfProfile(withoutCode))).toEqual(withoutCode);
  });

  it("is one without an email address, too", () => {
    const withoutEmail = normaliseProfile({ ...profile, email: "  " });
    expect(profileErrors(withoutEmail)).toEqual({});
    const patient = patientOfProfile(withoutEmail);
    expect(patient.telecom).toEqual([{ system: "phone", value: "+447700900123" }]);
    expect(profileOfPatient(JSON.parse(JSON.stringify(patient)))).toEqual({ ...profile, email: "" });
  });

  it("is tidied as people type it", () => {
    const typed = {
      ...profile,
      name: "  Anjali   Fernhill ",
      addressLines: ["7 Example Road", "", " Flat 2"],
      postalCode: "zz1 2ab",
      country: "gb",
      phone: "0044 (7700) 900-123",
      email: " anjali@example.org ",
    };
    expect(normaliseProfile(typed)).toEqual(profile);
  });

  it("takes names, addresses and telephone numbers of other places", () => {
    const elsewhere = {
      ...profile,
      name: "अंजलि फ़र्नहिल",
      city: "São Exemplo",
      postalCode: "",
      country: "IN",
      phone: "+911234567890",
      email: "o'neil+chart@sub.beispiel.example",
    };
    expect(profileErrors(normaliseProfile(elsewhere))).toEqual({});
  });

  it("says for each wrong field what to do", () => {
    const wrongs: [ProfileField, PatientProfile[ProfileField], RegExp][] = [
      ["name", "", /full name/],
      ["name", "x".repeat(121), /up to 120/],
      ["addressLines", [], /street/],
      ["addressLines", ["a", "b", "c", "d", "e"], /up to 4 lines/],
      ["city", "", /town or city/],
      ["postalCode", "<script>", /letters and digits/],
      ["country", "XX", /from the list/],
      ["country", "Britain", /from the list/],
      ["phone", "", /Write your telephone number/],
      ["phone", "07700 900123", /Begin with \+/],
      ["phone", "+44 7700", /too short/],
      ["phone", "+4477009001234567", /too long/],
      ["phone", "+44 CALL ME", /only digits/],
      ["phone", "+0447700900123", /only digits/],
      ["email", "anjali", /one @/],
      ["email", "a@b@c.example", /one @/],
      ["email", "anjali@example", /in full/],
      ["email", "anj ali@example.org", /before the @/],
      ["email", ".anjali@example.org", /before the @/],
      ["email", "anjali@-example.org", /in full/],
    ];
    for (const [field, value, sentence] of wrongs) {
      const errors = profileErrors(normaliseProfile({ ...profile, [field]: value }));
      expect(Object.keys(errors), `${field} ${String(value)}`).toEqual([field]);
      expect(errors[field]).toMatch(sentence);
    }
    expect(() => patientOfProfile({ ...profile, phone: "1" })).toThrow(InvalidProfileError);
  });

  it("is not read from anything that is no such Patient", () => {
    const patient = patientOfProfile(profile);
    for (const wrong of [
      null,
      3,
      [],
      {},
      { ...patient, resourceType: "Person" },
      { ...patient, telecom: [] },
      { ...patient, name: "A" },
    ]) {
      expect(() => profileOfPatient(wrong)).toThrow(InvalidProfileError);
    }
  });
});
