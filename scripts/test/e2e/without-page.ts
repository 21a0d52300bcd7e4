import { createWalletClient, http, toHex, type Abi, type Address, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { DEMO_MNEMONIC } from "../../seed/people.ts";
import { publicClient, stack } from "./stack.ts";

/** Somebody of the demo, by their position in `DEMO_INDEX`. */
export const account = (index: number) => mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });

export const records = (index: number, functionName: string, args: readonly unknown[]) =>
  send(index, { address: stack.records, abi: recordsAbi, functionName, args });

export const registry = (index: number, functionName: string, args: readonly unknown[]) =>
  send(index, { address: stack.registry, abi: registryAbi, functionName, args });

/** What a wallet of one's own holds, for those who are in no list of demo wallets. */
export const keyOf = (index: number): Hex => toHex(account(index).getHdKey().privateKey!);

/** What somebody of the demo does without the page. */
async function send(
  index: number,
  call: { address: Address; abi: Abi; functionName: string; args: readonly unknown[] },
): Promise<void> {
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account: account(index), chain, transport: http(stack.rpcUrl) });
  await publicClient.waitForTransactionReceipt({ hash: await wallet.writeContract(call) });
}
