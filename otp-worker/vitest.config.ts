import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from "vitest/config";
import path from "node:path";
import { testEnvironment } from "./test/support/test-environment.ts";

const GLOBAL_SETUP = ["./test/support/stand-in.ts", "./test/support/evm/serve-evm.ts"];

const test: TestProjectInlineConfiguration["test"] = {
  globalSetup: GLOBAL_SETUP,
  // As Node and the bundler see CommonJS packages, so that tests run what is deployed.
  deps: { interopDefault: false },
  // The stand-in's world is one.
  fileParallelism: false,
  isolate: false,
  testTimeout: 60_000,
  setupFiles: ["./test/support/silence.ts", "./test/support/start-empty.ts"],
};

/**
 * As the bundler does it: viem loads its curve when a signature is first checked. In tests that would be a request of Vite's, and
 * workerd lets no request wait for another one's.
 */
const importsAtOnce: Plugin = {
  name: "imports-at-once",
  transform(code, id) {
    if (!id.endsWith("/recoverPublicKey.js")) return null;
    const dynamic = /await import\('([^']+)'\)/;
    const [, module = ""] = dynamic.exec(code) ?? [];
    return {
      code: `import * as atOnce from ${JSON.stringify(module)};\n${code.replace(dynamic, "atOnce")}`,
      map: null,
    };
  },
};

/** One suite, on both platforms; `test/node` is about what only Node has. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [
          importsAtOnce,
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.json" },
            miniflare: { bindings: testEnvironment(inject("standIn")) },
          })),
        ],
        test: { ...test, name: "workerd", include: ["test/*.test.ts"] },
      },
      {
        resolve: { alias: { "#platform": path.resolve(import.meta.dirname, "test/support/platform/node.ts") } },
        test: {
          ...test,
          name: "node",
          globalSetup: [...GLOBAL_SETUP, "./test/support/platform/node-folder.ts"],
          include: ["test/*.test.ts", "test/node/*.test.ts"],
        },
      },
    ],
  },
});
