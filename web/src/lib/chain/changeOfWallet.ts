import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { DoctorAttestation } from "@chartkey/protocol/typed-data";
import { isAddressEqual, type Address, type Hex } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";

/** An account that waits to take the place of the wallet that its licence is verified for. */
export type ChangeOfWallet = {
  /** What completes it. */
  attestation: DoctorAttestation;
  oldWallet: Address;
  /** Unix seconds: from when on it can be completed. */
  readyAt: number;
  /** Seconds that are left until then, by the clock of the chain; 0 when it is due. */
  waits: number;
  /** The old wallet or its hospital objected, and nobody overruled that. */
  isVetoed: boolean;
};

/** The change that an account waits for; null when there is none. The logs say what was begun, the contract how it stands. */
export async function readChangeOfWallet(chain: ChainAccess, account: Address): Promise<ChangeOfWallet | null> {
  const own = (await registryLogs(chain, "ReplacementStarted", { newSubject: account })).at(-1);
  if (!own) return null;
  const { licenceTag, oldSubject, professionalName, specialty, validUntil, issuedAt } = own.args;
  const { client, network } = chain;
  const [ofLicence, [readyAt, vetoedAt, overruled], { timestamp }] = await Promise.all([
    registryLogs(chain, "ReplacementStarted", { licenceTag }),
    client.readContract({
      address: network.registry,
      abi: registryAbi,
      functionName: "replacementOf",
      args: [licenceTag],
      ...NOW,
    }),
    client.getBlock(NOW),
  ]);
  // One that was begun later for the same licence takes its place.
  const isNewest = ofLicence.at(-1)?.args.newSubject === own.args.newSubject;
  if (readyAt === 0n || !isNewest) return null;
  return {
    attestation: { subject: account, licenceTag, professionalName, specialty, validUntil, issuedAt },
    oldWallet: oldSubject,
    readyAt: Number(readyAt),
    waits: Math.max(0, Number(readyAt - timestamp)),
    isVetoed: vetoedAt !== 0n && !overruled,
  };
}

/** The other wallet that a licence is verified for now, and the days that it takes to take its place; null when there is none. */
export async function otherWalletOf(
  { client, network }: ChainAccess,
  licenceTag: Hex,
  account: Address,
): Promise<{ wallet: Address; days: number } | null> {
  const contract = { address: network.registry, abi: registryAbi, ...NOW } as const;
  const [[wallet, isLive], delay] = await Promise.all([
    client.readContract({ ...contract, functionName: "licenceOf", args: [licenceTag] }),
    client.readContract({ ...contract, functionName: "REPLACEMENT_DELAY" }),
  ]);
  return isLive && !isAddressEqual(wallet, account) ? { wallet, days: Number(delay) / 86_400 } : null;
}
