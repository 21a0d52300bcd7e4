import { isAddressEqual } from "viem";
import { readDoctors, type Doctor } from "#lib/history/doctors.ts";
import { doctorStatus } from "#lib/history/doctorStatus.ts";
import type { PatientDesk } from "./patientDesk.svelte.ts";

/** Everyone who can be shared with now: verified and appointed. Doctors of the care team come first. */
export async function shareableDoctors({ app, care }: PatientDesk): Promise<Doctor[]> {
  const team = care.value?.assignments ?? [];
  const isTeam = ({ account }: Doctor) => Number(team.some(({ doctor }) => isAddressEqual(doctor.account, account)));
  return (await readDoctors(app.history))
    .filter((doctor) => doctorStatus(doctor, Date.now() / 1000) === "active")
    .toSorted((a, b) => isTeam(b) - isTeam(a) || a.name.localeCompare(b.name));
}
