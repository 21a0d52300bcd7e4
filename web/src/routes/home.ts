import type { Desk } from "#components/places.ts";
import type { Session } from "#lib/session.svelte.ts";

/** The first page of whoever is here; null when the public record knows nothing of them. */
export function homeOf(session: Session): string | null {
  if (session.isPatient) return "/patient/reports";
  if (session.isDoctor) return session.who?.isActiveDoctor ? "/doctor/shared" : "/doctor/verification";
  // Doctors and patients wait for registrars; whoever is registrar nowhere works with the hospitals.
  if (session.isAdministrator) return session.who?.registrarAt.length ? "/administrator" : "/administrator/hospitals";
  if (session.who?.isNextDefaultAdmin) return "/administrator/network";
  return null;
}

/** Where someone new begins at each desk. */
export const beginnings: Record<Desk, string> = {
  patient: "/patient/register",
  doctor: "/doctor/verification",
  administrator: "/administrator",
  auditor: "/audit",
};
