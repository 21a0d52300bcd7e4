import type { Address } from "viem";
import type { Call } from "./call.ts";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { refusalOf } from "./contractRefusedError.ts";

/** Tries a call on a node, which costs and changes nothing. Throws `ContractRefusedError` when it would be refused. */
export async function tryCall({ client }: ChainAccess, account: Address, call: Call): Promise<void> {
  try {
    await client.call({ account, to: call.to, data: call.data, ...NOW });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
