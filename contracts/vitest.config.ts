import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["test/**/*.test.ts"],
    globalSetup: ["./test/support/build.ts"],
    maxWorkers: 2,
    // A worker per file would load Hardhat for each.
    isolate: false,
    setupFiles: ["./test/support/own-modules.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
