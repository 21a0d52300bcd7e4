import { globSync } from "node:fs";
import path from "node:path";
import type { HardhatPlugin } from "hardhat/types/plugins";

const project = path.join(import.meta.dirname, "../../..");

/**
 * Has Hardhat compile the Solidity tests without the intermediate representation, in a tenth of the time: they are long, and they
 * deploy the contracts from the build of the sources. They share one configuration object, because that is what Hardhat compiles
 * together.
 */
export const compiledApart: HardhatPlugin = {
  id: "solidity-tests-compiled-apart",
  hookHandlers: {
    config: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            resolveUserConfig: async (userConfig, resolveConfigurationVariable, next) => {
              const config = await next(userConfig, resolveConfigurationVariable);
              for (const { compilers, overrides } of Object.values(config.solidity.profiles)) {
                const [compiler] = compilers;
                if (compiler === undefined) continue;
                const apart = { ...compiler, settings: { ...compiler.settings, viaIR: false } };
                for (const file of globSync("contracts/test/solidity/**/*.sol", { cwd: project })) {
                  overrides[file.replaceAll(path.sep, "/")] = apart;
                }
              }
              return config;
            },
          }),
      }),
  },
};
