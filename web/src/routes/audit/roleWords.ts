import type { Hospital } from "#lib/chain/who.ts";
import type { RoleKind } from "#lib/history/roleHistory.ts";

/** What a role is called within a sentence: "registrar of Northfield Hospital". */
export function roleWords(role: RoleKind | null, hospital: Hospital | null): string {
  const words: Record<RoleKind, string> = {
    DEFAULT_ADMIN: "administrator of the network",
    ATTESTER: "verifier",
    PAUSER: "pauser of the network",
    REGISTRAR: `registrar of ${hospitalWords(hospital)}`,
    DOCTOR: `doctor of ${hospitalWords(hospital)}`,
    OTHER: "holder of a role this page has no word for",
  };
  return words[role ?? "OTHER"];
}

/** A hospital's public name, or its number where it was never given one. */
export function hospitalWords(hospital: Hospital | null): string {
  return hospital ? hospital.name || `hospital ${hospital.id}` : "a hospital";
}
