import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { testEnvironment } from "./test/support/test-environment.ts";

export default defineConfig({
  plugins: [
    cloudflareTest(({ inject }) => ({
      wrangler: { configPath: "./wrangler.json" },
      miniflare: { bindings: testEnvironment(inject("standIn")) },
    })),
  ],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "./test/support/stand-in.ts",
    // As Node and the bundler see CommonJS packages, so that tests run what is deployed.
    deps: { interopDefault: false },
    // The stand-in's world is one.
    fileParallelism: false,
    isolate: false,
    testTimeout: 30_000,
    setupFiles: "./test/support/silence.ts",
  },
});
