import { BaseError, ContractFunctionRevertedError } from "viem";
import { expect } from "vitest";

/**
 * Expects a call to revert with a named error of the contract.
 * @param values The error's values; not compared when left out.
 */
export async function expectRefusal(call: Promise<unknown>, name: string, values?: readonly unknown[]): Promise<void> {
  const reverted = await call.then(
    () => null,
    (error: unknown) => revertOf(error),
  );

  expect(reverted?.data?.errorName ?? "no revert").toBe(name);
  if (values !== undefined) expect(reverted?.data?.args ?? []).toEqual(values);
}

/** Expects a call to revert without a reason: what was sent does not decode, such as a value beyond an enumeration. */
export async function expectBareRefusal(call: Promise<unknown>): Promise<void> {
  const reverted = await call.then(
    () => null,
    (error: unknown) => revertOf(error),
  );

  expect(reverted?.raw ?? "no revert").toBe("0x");
}

function revertOf(error: unknown): ContractFunctionRevertedError {
  const reverted =
    error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
  if (reverted instanceof ContractFunctionRevertedError) return reverted;
  throw error;
}
