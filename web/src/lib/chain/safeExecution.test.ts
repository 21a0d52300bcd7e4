import { describe, expect, it, vi } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { isContract } from "./safeExecution.ts";

const account = "0x976EA74026E726554dB657fA54763abd0C3a0aa9";
const chain = (getCode: () => Promise<string | undefined>) =>
  ({ client: { getCode: vi.fn(getCode) } }) as unknown as ChainAccess;

describe("a contract account", () => {
  it.each([
    [undefined, false],
    ["0x", false],
    ["0xef01005fbdb2315678afecb367f032d93f642f64180aa3", false],
    ["0x6080", true],
  ])("is told by its code: %s is %s", async (code, is) => {
    expect(
      await isContract(
        chain(() => Promise.resolve(code)),
        account,
      ),
    ).toBe(is);
  });

  it("is not said to be none when no node answers", async () => {
    const silent = chain(() => Promise.reject(new Error("no answer")));
    await expect(isContract(silent, account)).rejects.toThrow("no answer");
  });
});
