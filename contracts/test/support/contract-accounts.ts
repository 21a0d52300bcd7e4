import { getContract, padHex, type Address, type Hex } from "viem";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { Actor, Contracts } from "./actor.ts";
import { chain } from "./chain.ts";

/** What ERC-1271 has a contract answer when it accepts a signature. */
const ACCEPTED: Hex = "0x1626ba7e";
const ETHER = 10n ** 18n;

const publicClient = await chain.viem.getPublicClient();

/** Puts a contract in an account's place that accepts every signature, whoever made it. */
export async function acceptEverySignature(account: Actor): Promise<void> {
  await answerAlways(account.address, padHex(ACCEPTED, { size: 32, dir: "right" }));
}

/** Puts a contract in an account's place that accepts no signature. */
export async function acceptNoSignature(account: Actor): Promise<void> {
  await answerAlways(account.address, padHex("0x", { size: 32 }));
}

/** A contract that answers whatever it is asked with the same 32 bytes. */
export async function answerAlways(address: Address, word: Hex): Promise<void> {
  await chain.networkHelpers.setCode(address, `0x7f${word.slice(2)}5f5260205ff3`);
}

/** Both contracts called in the name of an address that is in nobody's wallet: a contract's, an authoriser's. */
export async function inTheNameOf(address: Address, contracts: Contracts) {
  await chain.networkHelpers.impersonateAccount(address);
  await chain.networkHelpers.setBalance(address, ETHER);
  const client = { public: publicClient, wallet: await chain.viem.getWalletClient(address) };

  return {
    registry: getContract({ abi: registryAbi, address: contracts.registry, client }),
    records: getContract({ abi: recordsAbi, address: contracts.records, client }),
  };
}
