import { describe, expect, it } from "vitest";
import type { Doctor } from "#lib/history/doctors.ts";
import { findDoctors, listedDoctors, specialtiesOf } from "./findDoctors.ts";

const now = 1_000;
const hospital = { id: 1, name: "Northfield Hospital" };
const doctor = (name: string, specialty: string, changes: Partial<Doctor> = {}) =>
  ({
    name,
    specialty,
    validUntil: now + 1,
    revokedAt: null,
    appointments: [{ hospital, since: 1, until: null }],
    ...changes,
  }) as unknown as Doctor;
const listed = listedDoctors(
  [
    doctor("Dr Renée Fernhill", "Cardiology"),
    doctor("Dr Ada Byfield", "Radiology", { appointments: [] }),
    doctor("Dr Lapsed", "Radiology", { validUntil: now - 1 }),
    doctor("Dr Ended", "Radiology", { revokedAt: now - 1 }),
  ],
  now,
);
const names = (search: string, specialty = "") =>
  findDoctors(listed, search, specialty).map(({ doctor }) => doctor.name);

describe("the public list of doctors", () => {
  it("has those who are verified now, by name, and says who is appointed", () => {
    expect(listed.map(({ doctor, status }) => [doctor.name, status])).toEqual([
      ["Dr Ada Byfield", "waiting"],
      ["Dr Renée Fernhill", "active"],
    ]);
  });

  it("finds by every word of a name, specialty or hospital, whatever the accents", () => {
    expect(names("renee")).toEqual(["Dr Renée Fernhill"]);
    expect(names("northfield CARDIO")).toEqual(["Dr Renée Fernhill"]);
    expect(names("dr radiology")).toEqual(["Dr Ada Byfield"]);
    expect(names("northfield radiology")).toEqual([]);
    expect(names("")).toHaveLength(2);
  });

  it("shows one specialty alone", () => {
    expect(specialtiesOf(listed)).toEqual(["Cardiology", "Radiology"]);
    expect(names("", "Radiology")).toEqual(["Dr Ada Byfield"]);
  });
});
