import { BaseError, ContractFunctionRevertedError } from "viem";

/** The name of the contract's error that refused a call, `not refused` when none did. Anything else is thrown. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const reverted =
      error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
    if (reverted instanceof ContractFunctionRevertedError && reverted.data !== undefined)
      return reverted.data.errorName;
    throw error;
  }
  return "not refused";
}
