import { registryAbi } from "@chartkey/protocol/generated/registry";
import { isAddressEqual, type Address, type Hex } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";

/** Another wallet that is to take the place of an account as the wallet of its licence. Times in Unix seconds. */
export type Takeover = {
  licenceTag: Hex;
  newWallet: Address;
  /** As verified for the new wallet. */
  name: string;
  /** From when on it can be completed. */
  readyAt: number;
  /** When it was objected to; null while nobody does. */
  vetoedAt: number | null;
  /** The administrator of the network overruled the objection, for good. */
  isOverruled: boolean;
};

/** The change of wallet under way against an account that is verified now; null when there is none. */
export async function readTakeover(chain: ChainAccess, account: Address): Promise<Takeover | null> {
  const attested = await registryLogs(chain, "DoctorAttested", { subject: account });
  const tags = [...new Set(attested.map(({ args }) => args.licenceTag))];
  const found = await Promise.all(tags.map((licenceTag) => takeoverOf(chain, account, licenceTag)));
  return found.find((each) => each !== null) ?? null;
}

async function takeoverOf(chain: ChainAccess, account: Address, licenceTag: Hex): Promise<Takeover | null> {
  const { client, network } = chain;
  const contract = { address: network.registry, abi: registryAbi, ...NOW } as const;
  const [begun, [readyAt, vetoedAt, isOverruled], [wallet, isLive]] = await Promise.all([
    registryLogs(chain, "ReplacementStarted", { licenceTag }),
    client.readContract({ ...contract, functionName: "replacementOf", args: [licenceTag] }),
    client.readContract({ ...contract, functionName: "licenceOf", args: [licenceTag] }),
  ]);
  const newest = begun.at(-1)?.args;
  // The contract asks who bears the licence now, not who did when it was begun.
  const isAgainst = isLive && isAddressEqual(wallet, account);
  if (readyAt === 0n || !newest || !isAgainst || isAddressEqual(newest.newSubject, account)) return null;
  return {
    licenceTag,
    newWallet: newest.newSubject,
    name: newest.professionalName,
    readyAt: Number(readyAt),
    vetoedAt: vetoedAt === 0n ? null : Number(vetoedAt),
    isOverruled,
  };
}
