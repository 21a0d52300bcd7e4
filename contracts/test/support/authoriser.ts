import { keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Actor } from "./actor.ts";

/** The recovery authoriser of a patient's chart: a key of its own, in nobody's wallet. */
export function authoriserOf(patient: Actor) {
  return privateKeyToAccount(keccak256(patient.address));
}
