import { registerPatient, type Registration } from "@chartkey/protocol/chart-forms";
import { keccak256, type Address, type Hash } from "viem";
import type { Actor } from "./actor.ts";
import { authoriserOf } from "./authoriser.ts";
import { now } from "./chain.ts";
import type { keyPublication } from "./keys.ts";
import { location } from "./location.ts";
import { sign } from "./signer.ts";

const HOUR = 3_600n;

export type Key = Awaited<ReturnType<typeof keyPublication>>;

/** What `patient` signs to be registered with `key` within the hour, unless told otherwise. */
export async function registrationOf(
  patient: Actor,
  key: Key,
  changes: Partial<Registration> = {},
): Promise<Registration> {
  return {
    patient: patient.address,
    recoveryKey: authoriserOf(patient).address,
    keyVersion: key.version,
    bundleDigest: keccak256(key.bundle),
    keyringDigest: keccak256(key.keyring),
    possessionDigest: keccak256(key.possession),
    deadline: (await now()) + HOUR,
    ...changes,
  };
}

/** Has `patient` sign a registration, and `sender` send it. */
export async function register(
  sender: Actor,
  patient: Actor,
  key: Key,
  authoriser: Address = authoriserOf(patient).address,
): Promise<Hash> {
  const form = await registrationOf(patient, key, { recoveryKey: authoriser });
  const signature = await sign(patient, registerPatient(location(sender.registry.address), form));
  return sender.registry.write.registerPatientFor([patient.address, key, authoriser, form.deadline, signature]);
}
