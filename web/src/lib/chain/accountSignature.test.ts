import { afterEach, describe, expect, it, vi } from "vitest";
import type { ChainAccess } from "./chainAccess.ts";
import { accountSignatureCheck } from "./accountSignature.ts";

const question = { account: "0x1111111111111111111111111111111111111111", hash: "0x22", signature: "0x33" } as const;
const asked = { address: question.account, hash: question.hash, signature: question.signature };
const [one, two] = ["https://one.example", "https://two.example"];

const verifyHash = vi.hoisted(() => vi.fn(async (_node: string, _question: object) => true));
vi.mock("viem", () => ({
  http: (url: string) => url,
  createClient: ({ transport }: { transport: string }) => transport,
}));
vi.mock("viem/actions", () => ({ verifyHash }));
afterEach(() => verifyHash.mockReset());

const check = (rpcUrls: string[], local = false) =>
  accountSignatureCheck({ network: { rpcUrls, local } } as unknown as ChainAccess)(question);

describe("the signature of a contract account", () => {
  it("counts when every node says so, and each is asked", async () => {
    verifyHash.mockResolvedValue(true);
    expect(await check([one, two])).toBe(true);
    expect(verifyHash.mock.calls).toEqual([
      [one, asked],
      [two, asked],
    ]);
  });

  it.each([one, two])("counts for nothing when %s alone denies it", async (liar) => {
    verifyHash.mockImplementation(async (url) => url !== liar);
    expect(await check([one, two])).toBe(false);
  });

  it("is refused when a node cannot be asked", async () => {
    verifyHash.mockResolvedValueOnce(true).mockRejectedValueOnce(new Error("away"));
    await expect(check([one, two])).rejects.toThrow("away");
  });

  it("counts for nothing where there is one node, but on the local chain", async () => {
    verifyHash.mockResolvedValue(true);
    expect(await check([one])).toBe(false);
    expect(verifyHash).not.toHaveBeenCalled();
    expect(await check([one], true)).toBe(true);
  });
});
