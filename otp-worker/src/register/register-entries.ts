import { registerKeysOf } from "../configuration/read-configuration.ts";
import { parseRegister, RegisterError } from "./parse-register.ts";
import { registerKey } from "./register-key.ts";
import { sealLicence } from "./seal-licence.ts";

/** An entry of the key-value namespace, as `wrangler kv bulk put` takes it. */
export interface RegisterEntry {
  readonly key: string;
  readonly value: string;
}

/**
 * Turns a register in CSV into what the worker looks licences up in.
 *
 * @param secrets `registerSecret`: REGISTER_SECRET, 32 bytes
 * @throws {RegisterError} naming every bad line
 */
export async function registerEntries(csv: string, secrets: { registerSecret: Uint8Array }): Promise<RegisterEntry[]> {
  const keys = registerKeysOf(secrets.registerSecret);
  const lines = new Map<string, number>();
  const entries: RegisterEntry[] = [];
  for (const { line, authority, registrationNumber, ...licence } of parseRegister(csv)) {
    const key = await registerKey(keys, { authority, registrationNumber });
    const earlier = lines.get(key);
    if (earlier !== undefined) throw new RegisterError([{ line, problem: `repeats the licence of line ${earlier}` }]);
    lines.set(key, line);
    entries.push({ key, value: await sealLicence(keys.seal, key, licence) });
  }
  return entries;
}
