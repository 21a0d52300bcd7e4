import { createRequire } from "node:module";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import { configVariable, defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

// The compiler of the npm package `solc`, so that a build needs no other download.
const compiler = { version: "0.8.37", path: require.resolve("solc/soljson.js") };
const settings = { evmVersion: "osaka", viaIR: true, optimizer: { enabled: true, runs: 200 } };

const portOffset = Number(process.env["CHARTKEY_PORT_OFFSET"] ?? 0);

export default defineConfig({
  plugins: [hardhatViem, hardhatNetworkHelpers, hardhatIgnitionViem, hardhatVerify],
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
      fuzz: { runs: 1000, seed: "0x1234" },
      invariant: { runs: 64, depth: 100 },
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
