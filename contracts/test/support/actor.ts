import { getAddress, getContract, type Address } from "viem";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { chain } from "./chain.ts";

export type Contracts = { registry: Address; records: Address };

const publicClient = await chain.viem.getPublicClient();
const wallets = await chain.viem.getWalletClients();

/** Account `index` of the chain, with both contracts called in its name. */
export function actor(index: number, contracts: Contracts) {
  const wallet = wallets[index];
  if (wallet === undefined) throw new Error(`The chain has no account ${index}.`);
  const client = { public: publicClient, wallet };

  return {
    address: getAddress(wallet.account.address),
    wallet,
    registry: getContract({ abi: registryAbi, address: contracts.registry, client }),
    records: getContract({ abi: recordsAbi, address: contracts.records, client }),
  };
}

export type Actor = ReturnType<typeof actor>;
