import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  {
    ignores: [
      "**/node_modules/",
      ".cache/",
      ".chartkey/",
      "**/artifacts/",
      "**/cache/",
      "coverage/",
      "**/build/",
      "**/.svelte-kit/",
      "**/.wrangler/",
      "subgraph/generated/",
      "subgraph/src/",
      "contracts/protocol/src/generated/",
      "web/src/messages/",
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs["flat/recommended"],
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-undef": "off",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["web/**"],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      "svelte/no-at-html-tags": "error",
      "svelte/no-navigation-without-resolve": "off",
      // Sets and dates that are never changed need no reactive twin.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  {
    // Command-line programs speak to a terminal; everything else has a log or an interface.
    files: ["scripts/**", "web/test/**/*.mjs", "**/*.config.*", "subgraph/*.ts", "contracts/test/solidity.ts"],
    rules: { "no-console": "off" },
  },
);
