import type { Hospital } from "#lib/chain/who.ts";
import type { RoleKind } from "#lib/history/roleHistory.ts";
import { m } from "#messages";

/** What a role is called within a sentence: "registrar of Northfield Hospital". */
export function roleWords(role: RoleKind | null, hospital: Hospital | null): string {
  const words: Record<RoleKind, string> = {
    DEFAULT_ADMIN: m.words_event_role_default_admin(),
    ATTESTER: m.words_event_role_attester(),
    PAUSER: m.words_event_role_pauser(),
    REGISTRAR: m.words_event_role_registrar({ hospital: hospitalWords(hospital) }),
    DOCTOR: m.words_event_role_doctor({ hospital: hospitalWords(hospital) }),
    OTHER: m.words_event_role_other(),
  };
  return words[role ?? "OTHER"];
}

/** A hospital's public name, or its number where it was never given one. */
export function hospitalWords(hospital: Hospital | null): string {
  if (!hospital) return m.words_event_hospital_unknown();
  return hospital.name || m.words_event_hospital_number({ number: hospital.id });
}
