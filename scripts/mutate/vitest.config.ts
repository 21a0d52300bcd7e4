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
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
