import { createRequire } from "node:module";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { configVariable, defineConfig } from "hardhat/config";
import { compiledApart } from "./contracts/test/solidity/compiled-apart.ts";

const require = createRequire(import.meta.url);

// The compiler of the npm package `solc`, so that a build needs no other download.
const compiler = { version: "0.8.37", path: require.resolve("solc/soljson.js") };
const settings = { evmVersion: "osaka", viaIR: true, optimizer: { enabled: true, runs: 200 } };

/** How many times as much the Solidity tests try as in `npm test`, see `scripts/fuzz.ts`. */
const effort = Number(process.env["CHARTKEY_FUZZ_EFFORT"] ?? 1);

const portOffset = Number(process.env["CHARTKEY_PORT_OFFSET"] ?? 0);

export default defineConfig({
  plugins: [compiledApart, hardhatViem, hardhatNetworkHelpers, hardhatIgnitionViem, hardhatVerify],
  paths: {
    sources: "contracts/src",
    tests: { solidity: "contracts/test/solidity" },
    artifacts: "contracts/artifacts",
    cache: "contracts/cache",
    ignition: "contracts/ignition",
  },
  solidity: {
    profiles: {
      default: { ...compiler, settings },
      production: { ...compiler, isolated: true, settings },
    },
  },
  test: {
    solidity: {
      fuzz: { runs: 10_000 * effort, seed: "0x1234" },
      // Actions draw from any number, so that nothing is gained by remembering the contracts' own.
      invariant: {
        runs: 256 * effort,
        depth: 100,
        dictionaryWeight: 0,
        includeStorage: false,
        includePushBytes: false,
      },
    },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  networks: {
    sim: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    localhost: {
      type: "http",
      chainType: "l1",
      chainId: 1337,
      url: process.env["CHARTKEY_RPC_URL"] ?? `http://127.0.0.1:${8545 + portOffset}`,
    },
    sepolia: {
      type: "http",
      chainType: "l1",
      chainId: 11155111,
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("SEPOLIA_DEPLOYER_KEY")],
    },
  },
});
