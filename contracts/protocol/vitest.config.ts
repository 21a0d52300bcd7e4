import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "protocol",
    include: ["test/**/*.test.ts"],
    environment: "node",
    testTimeout: 120_000,
    // They keep and replace nothing: what one file loaded, the next one has.
    isolate: false,
  },
});
