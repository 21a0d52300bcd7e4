import { licenceTagOf } from "@chartkey/protocol/licence-tag";
import type { RegisterKeys } from "../configuration/read-configuration.ts";

/**
 * Where the register keeps a licence. Made like a licence tag but under a key of the worker's own, so that whoever reads the
 * register's keys finds neither the numbers nor the tags that are on chain.
 */
export async function registerKey(
  { index }: Pick<RegisterKeys, "index">,
  { authority, registrationNumber }: { authority: string; registrationNumber: string },
): Promise<string> {
  return `licence:${(await licenceTagOf(index, authority, registrationNumber)).slice(2)}`;
}
