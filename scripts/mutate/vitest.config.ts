import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The contracts' tests in the mutated copy, which is the working directory. */
export default defineConfig({
  test: {
    root: process.cwd(),
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/gas/**",
      "test/build.test.ts",
      "test/readme.test.ts",
      "test/clear-signing.test.ts",
      "test/audit/deployed-code.test.ts",
    ],
    setupFiles: [fileURLToPath(new URL("./switch-on.ts", import.meta.url))],
    maxWorkers: 1,
    // Importing Hardhat takes longer than most files.
    isolate: false,
    // In the order in which they are given.
    sequence: {
      sequencer: class {
        shard = asGiven;
        sort = asGiven;
      },
    },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

function asGiven<T>(files: T): T {
  return files;
}
