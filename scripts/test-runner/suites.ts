/** A group of tests that run together. */
export interface Suite {
  readonly name: string;
  /** What runs them, and how it is told. */
  readonly tests:
    | {
        readonly runner: "vitest";
        readonly root: string;
        readonly files?: readonly string[];
        readonly not?: readonly string[];
      }
    | { readonly runner: "solidity"; readonly program: string };
  /** Whether they need the whole stack running. */
  readonly needsStack?: boolean;
}

/** Quick ones first. The contracts' come before the subgraph's, which deploy what they build. */
export const suites: readonly Suite[] = [
  { name: "protocol", tests: { runner: "vitest", root: "contracts/protocol" } },
  { name: "contracts", tests: { runner: "vitest", root: "contracts" } },
  { name: "contracts-solidity", tests: { runner: "solidity", program: "contracts/test/solidity.ts" } },
  { name: "otp-worker", tests: { runner: "vitest", root: "otp-worker" } },
  { name: "subgraph-manifest", tests: { runner: "vitest", root: "subgraph" } },
  { name: "web", tests: { runner: "vitest", root: "web" } },
  { name: "subgraph", tests: { runner: "vitest", root: "scripts", files: ["test/subgraph.test.ts"] } },
  { name: "scripts", tests: { runner: "vitest", root: "scripts", not: ["test/subgraph.test.ts", "test/e2e/**"] } },
  { name: "end-to-end", tests: { runner: "vitest", root: "scripts", files: ["test/e2e/"] }, needsStack: true },
];
