import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Hex } from "viem";

const require = createRequire(import.meta.url);

interface Compiler {
  compile(input: string): string;
}

interface Output {
  readonly contracts: { readonly "Wallet.sol": { readonly WalletFactory: { evm: { bytecode: { object: string } } } } };
}

/** The code that deploys the factory of `Wallet.sol`. */
export function compileWallets(): Hex {
  const solc = require("solc") as Compiler;
  const content = readFileSync(path.join(import.meta.dirname, "Wallet.sol"), "utf8");
  const input = {
    language: "Solidity",
    sources: { "Wallet.sol": { content } },
    settings: { outputSelection: { "*": { "*": ["evm.bytecode.object"] } } },
  };
  const { contracts } = JSON.parse(solc.compile(JSON.stringify(input))) as Output;
  return `0x${contracts["Wallet.sol"].WalletFactory.evm.bytecode.object}`;
}
