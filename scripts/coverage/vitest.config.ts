import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The contracts' tests in the instrumented copy, which is the working directory. What weighs the build, or holds documents against it, is left out. */
export default defineConfig({
  test: {
    root: process.cwd(),
    include: ["test/**/*.test.ts"],
    exclude: ["test/gas/**", "test/build.test.ts", "test/readme.test.ts", "test/clear-signing.test.ts"],
    globalSetup: ["./test/support/build.ts"],
    setupFiles: [fileURLToPath(new URL("./hand-over.ts", import.meta.url))],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
