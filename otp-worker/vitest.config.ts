import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import path from "node:path";
import { testEnvironment } from "./test/support/test-environment.ts";

const test: TestProjectInlineConfiguration["test"] = {
  globalSetup: ["./test/support/stand-in.ts", "./test/support/evm/serve-evm.ts"],
  // As Node and the bundler see CommonJS packages, so that tests run what is deployed.
  deps: { interopDefault: false },
  // The stand-in's world is one.
  fileParallelism: false,
  isolate: false,
  testTimeout: 60_000,
  setupFiles: "./test/support/silence.ts",
};

/** One suite, on both platforms; `test/node` is about what only Node has. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.json" },
            miniflare: { bindings: testEnvironment(inject("standIn")) },
          })),
        ],
        test: { ...test, name: "workerd", include: ["test/*.test.ts"] },
      },
      {
        resolve: { alias: { "#platform": path.resolve(import.meta.dirname, "test/support/platform/node.ts") } },
        test: { ...test, name: "node", include: ["test/*.test.ts", "test/node/*.test.ts"] },
      },
    ],
  },
});
