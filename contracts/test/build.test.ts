import { readdir, readFile } from "node:fs/promises";
import hre from "hardhat";
import { hexToBytes, isHex } from "viem";
import { describe, expect, it } from "vitest";

/** EIP-170. */
const MAX_RUNTIME = 24_576;

describe("the build", () => {
  for (const name of ["Registry", "Records"]) {
    it(`keeps ${name} below the size limit of a contract`, async () => {
      const { deployedBytecode } = await hre.artifacts.readArtifact(name);
      expect(isHex(deployedBytecode) && hexToBytes(deployedBytecode).length).toBeLessThan(MAX_RUNTIME);
    });

    it(`lets nobody send ether to ${name}`, async () => {
      const { abi } = await hre.artifacts.readArtifact(name);
      const payable = abi.filter((entry) => "stateMutability" in entry && entry.stateMutability === "payable");
      expect(payable).toEqual([]);
      expect(abi.some(({ type }) => type === "receive" || type === "fallback")).toBe(false);
    });
  }

  it("has no compiler warning", async () => {
    const folder = new URL("../artifacts/build-info/", import.meta.url);
    const outputs = (await readdir(folder)).filter((file) => file.endsWith(".output.json"));
    const messages = await Promise.all(outputs.map(async (file) => messagesOf(new URL(file, folder))));

    expect(outputs).not.toEqual([]);
    expect(messages.flat().filter((message) => !isAboutTests(message))).toEqual([]);
  });
});

/** Test contracts may be larger than a chain allows, and are built into the same folder. */
function isAboutTests(message: unknown): boolean {
  return JSON.stringify(message).includes('"file":"project/contracts/test/');
}

async function messagesOf(output: URL): Promise<unknown[]> {
  const parsed: unknown = JSON.parse(await readFile(output, "utf8"));
  const isBuild = typeof parsed === "object" && parsed !== null && "output" in parsed;
  if (!isBuild || typeof parsed.output !== "object" || parsed.output === null) throw new Error("Not a build output.");
  return "errors" in parsed.output && Array.isArray(parsed.output.errors) ? parsed.output.errors : [];
}
