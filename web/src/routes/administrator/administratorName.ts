import type { Hospital, Who } from "#lib/chain/who.ts";
import { m } from "#messages";

/**
 * What an administrator is called: what they are. Undefined for whoever is none.
 *
 * @param hospital Where they are at work now, for a registrar
 */
export function administratorName(who: Who | null, hospital: Hospital | null): string | undefined {
  if (hospital) return m.administrator_layout_registrar({ hospital: hospital.name });
  if (who?.isDefaultAdmin) return m.administrator_layout_default_admin();
  if (who?.isPauser) return m.administrator_layout_pauser();
  return undefined;
}
