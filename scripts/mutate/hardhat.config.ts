import type { HardhatUserConfig } from "hardhat/config";
import config from "../../hardhat.config.ts";

/** A build that holds every mutant is larger than a chain allows. */
const unlimited = { allowUnlimitedContractSize: true, blockGasLimit: false, transactionGasCap: false } as const;

const { networks } = config;
const mutated: HardhatUserConfig = {
  ...config,
  networks: { ...networks, sim: { type: "edr-simulated", ...networks?.["sim"], ...unlimited } },
};
export default mutated;
