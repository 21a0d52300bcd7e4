import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeFunctionData, type ContractFunctionArgs, type ContractFunctionName } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import type { Call } from "./chain.ts";
import type { Contracts } from "./contracts.ts";
import { realisticBytes } from "./realistic.ts";

type RegistryFunction = ContractFunctionName<typeof registryAbi>;
type RecordsFunction = ContractFunctionName<typeof recordsAbi>;

/** Somebody with a key of their own, and the calls they make. */
export type Person = ReturnType<typeof personCalling>;

/** The same account for the same name, always. */
export function accountOf(name: string): PrivateKeyAccount {
  return privateKeyToAccount(realisticBytes(`private key of ${name}`));
}

/** `encodeFunctionData` does not follow generic arguments, which are checked here. */
export function personCalling({ registry, records }: Contracts, name: string) {
  const account = accountOf(name);
  const from = account.address;

  return {
    name,
    account,
    address: from,

    registry<Name extends RegistryFunction>(
      functionName: Name,
      args: ContractFunctionArgs<typeof registryAbi, "nonpayable" | "view" | "pure", Name>,
    ): Call {
      return { from, to: registry, data: encodeFunctionData({ abi: registryAbi, functionName, args } as never) };
    },

    records<Name extends RecordsFunction>(
      functionName: Name,
      args: ContractFunctionArgs<typeof recordsAbi, "nonpayable" | "view" | "pure", Name>,
    ): Call {
      return { from, to: records, data: encodeFunctionData({ abi: recordsAbi, functionName, args } as never) };
    },
  };
}
