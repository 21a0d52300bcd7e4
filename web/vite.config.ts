import adapter from "@sveltejs/adapter-static";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vitest/config";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { chunkGroups } from "./chunks.ts";
import { drawnIcons } from "./icons.ts";
import { messageFolders, messageOptions } from "./messages/options.ts";
import manifest from "./package.json" with { type: "json" };

/**
 * Where the page may connect. A build without CHARTKEY_CONNECT_SRC is a local one and reaches this machine only; every
 * other deployment names its RPC nodes, subgraph, worker, gateways and upload hosts, separated by spaces.
 */
const connectSources = (process.env["CHARTKEY_CONNECT_SRC"] ?? "http://127.0.0.1:* http://localhost:*")
  .split(/\s+/)
  .filter((source) => source !== "");

/** Kit types each source by its shape; these come from the environment and are written into the policy as they are. */
type Source = `http://${string}.${string}`;

/** Tests that put something in the place of a module or a global, or keep something in a database, need a worker of their own. */
function needsWorker(file: string): boolean {
  return /\bvi\b|fake-indexeddb/.test(readFileSync(path.join(import.meta.dirname, file), "utf8"));
}
const unitTests = process.env["VITEST"] ? globSync("src/**/*.test.ts", { cwd: import.meta.dirname }) : [];

const builtMessages = (file: string) => `${messageFolders["message-modules"]}/${file}`;

export default defineConfig(({ command }) => ({
  plugins: [
    command === "build" && paraglideVitePlugin(messageOptions("message-modules")),
    // While somebody edits; tests have theirs from `globalSetup`.
    command === "serve" && !process.env["VITEST"] && paraglideVitePlugin(messageOptions("locale-modules")),
    tailwindcss(),
    drawnIcons(),
    sveltekit({
      compilerOptions: { runes: ({ filename }) => (/[/\\]node_modules[/\\]/.test(filename) ? undefined : true) },
      // Kit's own choice is the time of the build, which would make no two builds alike.
      version: { name: manifest.version },
      adapter: adapter({ fallback: "index.html" }),
      csp: {
        mode: "hash",
        directives: {
          "default-src": ["none"],
          "script-src": ["self"],
          "style-src": ["self"],
          // Svelte's transitions and `style:` directives set attributes.
          "style-src-attr": ["unsafe-inline"],
          "img-src": ["self", "data:", "blob:"],
          "font-src": ["self"],
          "worker-src": ["self"],
          "manifest-src": ["self"],
          "connect-src": ["self", ...(connectSources as Source[])],
          "base-uri": ["none"],
          "form-action": ["none"],
          // The development server injects styles and an error overlay through sinks that Trusted Types guard.
          ...(command === "build" && {
            "require-trusted-types-for": ["script" as const],
            "trusted-types": ["svelte-trusted-html", "sveltekit-trusted-url", "chartkey-worker"],
          }),
        },
      },
    }),
  ],
  // What package.json's "imports" say of the messages is for types and tests.
  resolve: {
    alias:
      command === "build"
        ? [
            { find: "#messages/runtime", replacement: builtMessages("runtime.js") },
            { find: "#messages", replacement: builtMessages("messages.js") },
          ]
        : [],
  },
  environments: {
    client: {
      build: {
        rolldownOptions: { output: { codeSplitting: { groups: chunkGroups(messageFolders["message-modules"]) } } },
      },
    },
  },
  worker: { format: "es" },
  build: { target: "es2023" },
  test: {
    globalSetup: ["./messages/compile.ts"],
    environment: "node",
    expect: { requireAssertions: true },
    // Most of what a small test takes is the start of its worker, and loading the packages there.
    projects: [
      { extends: true, test: { name: "alone", include: [...unitTests.filter(needsWorker), "test/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "together",
          include: unitTests.filter((file) => !needsWorker(file)),
          isolate: false,
          setupFiles: ["./test/own-modules.ts"],
        },
      },
    ],
  },
}));
