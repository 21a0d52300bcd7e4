import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { BaseError, decodeErrorResult, isHex, RawContractError, type Hex } from "viem";
import { ExplainedError } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";

const abi = [...registryAbi, ...recordsAbi];

/** Finds the custom error of the contracts in what a node answered; null when it is not a refusal by them. */
export function refusalOf(error: unknown): ContractRefusedError | null {
  const data = revertData(error);
  if (!data) return null;
  try {
    const { errorName, args } = decodeErrorResult({ abi, data });
    return new ContractRefusedError(errorName, args, { cause: error });
  } catch {
    return null;
  }
}

/** viem wraps what a node answered; the revert data lies at some depth. */
function revertData(error: unknown): Hex | null {
  if (!(error instanceof BaseError)) return null;
  const raw = error.walk((cause) => cause instanceof RawContractError || (cause instanceof Error && "data" in cause));
  if (!raw || !("data" in raw)) return null;
  const data = raw.data instanceof Object && "data" in raw.data ? raw.data.data : raw.data;
  return isHex(data) && data.length >= 10 ? data : null;
}

/** A contract said no. `errorName` is its custom error, with the values that it carries. */
export class ContractRefusedError extends ExplainedError {
  override name = "ContractRefusedError";
  readonly errorName: string;

  constructor(errorName: string, args: readonly unknown[] = [], options?: ErrorOptions) {
    super(explainRefusal(errorName, args), options);
    this.errorName = errorName;
  }
}
