import { domainSeparator, keccak256, padHex, size, slice, stringToHex, toHex, type Hex } from "viem";
import { builtCode } from "../generated/code.ts";
import { lower, type Contracts } from "./book.ts";

const VERSION = "1";
const NAMES = { registry: "Chartkey Registry", records: "Chartkey Records" } as const;
/** What is written into the code at deployment, in the order of its declaration: that of OpenZeppelin's `EIP712`, then our own. */
const IMMUTABLES = [
  "the digest of its domain",
  "its chain",
  "its own address",
  "the digest of its name",
  "the digest of its version",
  "its name",
  "its version",
  "the registry",
] as const;

/**
 * What is wrong with the code at a contract's address, in a sentence each; empty when it is, byte for byte, what the sources of
 * this version compile to, with the right values where the constructor writes them.
 */
export function codeProblems(contract: "registry" | "records", code: Hex, contracts: Contracts): string[] {
  const built = builtCode[contract];
  const what = contract === "registry" ? "Registry" : "Records";
  if (size(code) === 0) return [`There is no contract at ${contracts[contract]}, where ${what} should be.`];
  if (size(code) !== built.length || keccak256(withoutImmutables(code, built.immutables)) !== built.digest) {
    return [`The code at ${contracts[contract]} is not what the sources of ${what} compile to.`];
  }
  const expected = immutablesOf(contract, contracts);
  return built.immutables.flatMap((places, index) => {
    const isRight = places.every((start) => slice(code, start, start + 32) === expected[index]);
    return isRight ? [] : [`The code of ${what} names another value for ${IMMUTABLES[index]}.`];
  });
}

function withoutImmutables(code: Hex, immutables: readonly (readonly number[])[]): Hex {
  let masked = code.slice(2);
  for (const start of immutables.flat())
    masked = `${masked.slice(0, 2 * start)}${"0".repeat(64)}${masked.slice(2 * (start + 32))}`;
  return `0x${masked}`;
}

function immutablesOf(contract: "registry" | "records", contracts: Contracts): readonly Hex[] {
  const { chainId } = contracts;
  const registry = lower(contracts.registry);
  const name = NAMES[contract];
  const verifyingContract = lower(contracts[contract]);
  return [
    domainSeparator({ domain: { name, version: VERSION, chainId, verifyingContract } }),
    toHex(chainId, { size: 32 }),
    padHex(verifyingContract, { size: 32 }),
    keccak256(stringToHex(name)),
    keccak256(stringToHex(VERSION)),
    shortString(name),
    shortString(VERSION),
    padHex(registry, { size: 32 }),
  ];
}

/** OpenZeppelin's `ShortStrings`: up to 31 bytes, and their number in the last one. */
function shortString(text: string): Hex {
  return `0x${stringToHex(text, { size: 31 }).slice(2)}${text.length.toString(16).padStart(2, "0")}`;
}
