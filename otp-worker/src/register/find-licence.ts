import type { RegisterKeys } from "../configuration/read-configuration.ts";
import type { Register } from "../services.ts";
import type { Licence } from "./licence.ts";
import { openLicence } from "./seal-licence.ts";

/** The licence of a row, or null if there is none or it has run out by `now` (Unix seconds). */
export async function findLicence(
  register: Register,
  { seal }: Pick<RegisterKeys, "seal">,
  rowKey: string,
  now: number,
): Promise<Licence | null> {
  const row = await register.get(rowKey);
  if (row === null) return null;
  const licence = await openLicence(seal, rowKey, row);
  return licence.validUntil > now ? licence : null;
}
