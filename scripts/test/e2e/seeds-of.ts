import { registryAbi } from "@chartkey/protocol/generated/registry";
import { openKeyring, parseKeyring } from "@chartkey/protocol/keyring";
import { parseRecoveryCode, recoveryCodeSecret } from "@chartkey/protocol/unlocker-recovery-code";
import { hexToBytes, type Address } from "viem";
import { publicClient, stack } from "./stack.ts";

/** The seeds in an account's newest keyring, 32 bytes each, opened with its recovery code. */
export async function seedsOf(account: Address, code: string): Promise<Uint8Array[]> {
  const published = await publicClient.getContractEvents({
    address: stack.registry,
    abi: registryAbi,
    eventName: "KeyPublished",
    args: { account },
    fromBlock: 0n,
    strict: true,
  });
  const sealed = hexToBytes(published.at(-1)!.args.keyring);
  const { id } = parseKeyring(sealed).unlockers.find(({ kind }) => kind === "recovery-code")!;
  const secret = recoveryCodeSecret(parseRecoveryCode(code));
  const { contents } = await openKeyring({ location: stack, account }, sealed, { id, secret });
  return contents.keys.map(({ seed }) => seed);
}
