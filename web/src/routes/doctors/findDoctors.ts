import type { Doctor } from "#lib/history/doctors.ts";
import { doctorStatus, isCurrent, type DoctorStatus } from "#lib/history/doctorStatus.ts";
import { withoutAccents } from "#lib/withoutAccents.ts";

/** A doctor as the public list shows them. */
export type ListedDoctor = { doctor: Doctor; hospitals: readonly string[]; status: DoctorStatus };

/** Who of the doctors is verified now, by name. `now` in Unix seconds. */
export function listedDoctors(doctors: readonly Doctor[], now: number): ListedDoctor[] {
  return doctors
    .map((doctor): ListedDoctor => ({
      doctor,
      hospitals: doctor.appointments.filter(isCurrent).map(({ hospital }) => hospital.name),
      status: doctorStatus(doctor, now),
    }))
    .filter(({ status }) => status === "active" || status === "waiting")
    .toSorted((a, b) => a.doctor.name.localeCompare(b.doctor.name));
}

/** Those of a specialty, all when it is empty, whose name, specialty or hospitals contain every word that was searched for. */
export function findDoctors(listed: readonly ListedDoctor[], search: string, specialty: string): ListedDoctor[] {
  const words = withoutAccents(search).split(/\s+/);
  return listed.filter(({ doctor, hospitals }) => {
    if (specialty !== "" && doctor.specialty !== specialty) return false;
    const found = withoutAccents([doctor.name, doctor.specialty, ...hospitals].join(" "));
    return words.every((word) => found.includes(word));
  });
}

/** The specialties there are, by name. */
export function specialtiesOf(listed: readonly ListedDoctor[]): string[] {
  return [...new Set(listed.map(({ doctor }) => doctor.specialty))].sort((a, b) => a.localeCompare(b));
}
