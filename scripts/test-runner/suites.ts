/** A group of tests that run together. */
export interface Suite {
  readonly name: string;
  /** Suites of a group run one after the other, beside the other group. */
  readonly group: "chain" | "page";
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

/**
 * The contracts' come before the subgraph's, which deploy what they build; the scripts', which deploy it too, are the last of the other
 * group.
 */
export const suites: readonly Suite[] = [
  { group: "chain", name: "contracts-solidity", tests: { runner: "solidity", program: "contracts/test/solidity.ts" } },
  { group: "chain", name: "contracts", tests: { runner: "vitest", root: "contracts" } },
  {
    group: "chain",
    name: "subgraph",
    tests: { runner: "vitest", root: "scripts", files: ["test/subgraph.test.ts"] },
  },
  { group: "chain", name: "protocol", tests: { runner: "vitest", root: "contracts/protocol" } },
  { group: "page", name: "otp-worker", tests: { runner: "vitest", root: "otp-worker" } },
  { group: "page", name: "subgraph-manifest", tests: { runner: "vitest", root: "subgraph" } },
  { group: "page", name: "web", tests: { runner: "vitest", root: "web" } },
  {
    group: "page",
    name: "scripts",
    tests: { runner: "vitest", root: "scripts", not: ["test/subgraph.test.ts", "test/e2e/**"] },
  },
  {
    group: "page",
    name: "end-to-end",
    tests: { runner: "vitest", root: "scripts", files: ["test/e2e/"] },
    needsStack: true,
  },
];
