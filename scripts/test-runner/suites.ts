/** A group of tests that run together. */
export interface Suite {
  readonly name: string;
  /** Suites of a group run one after the other, beside the other group. */
  readonly group: "chain" | "page";
  /** One of the other group's, whose end it waits for. */
  readonly after?: string;
  /** What runs them, and how it is told. */
  readonly tests:
    | {
        readonly runner: "vitest";
        readonly root: string;
        readonly files?: readonly string[];
        readonly not?: readonly string[];
      }
    | { readonly runner: "solidity"; readonly program: string };
  /** Whether they need the whole stack running, for them alone. */
  readonly needsStack?: boolean;
}

/** Of what happens to reports; the chain's time goes on for days in it. */
const ofReports = ["main-job", "patients-day", "new-locks", "links", "exchange", "attacks", "unanswered"].map(
  (name) => `test/e2e/${name}.test.ts`,
);

/** The contracts' come before whatever deploys what they build: the subgraph's, the scripts' and every stack. */
export const suites: readonly Suite[] = [
  { group: "chain", name: "contracts-solidity", tests: { runner: "solidity", program: "contracts/test/solidity.ts" } },
  { group: "chain", name: "contracts", tests: { runner: "vitest", root: "contracts" } },
  {
    group: "chain",
    name: "subgraph",
    tests: { runner: "vitest", root: "scripts", files: ["test/subgraph.test.ts"] },
  },
  { group: "chain", name: "protocol", tests: { runner: "vitest", root: "contracts/protocol" } },
  {
    group: "chain",
    name: "end-to-end-reports",
    tests: { runner: "vitest", root: "scripts", files: ofReports },
    needsStack: true,
  },
  { group: "page", name: "otp-worker", tests: { runner: "vitest", root: "otp-worker" } },
  { group: "page", name: "subgraph-manifest", tests: { runner: "vitest", root: "subgraph" } },
  { group: "page", name: "web", tests: { runner: "vitest", root: "web" } },
  {
    group: "page",
    name: "scripts",
    after: "contracts",
    tests: { runner: "vitest", root: "scripts", not: ["test/subgraph.test.ts", "test/e2e/**"] },
  },
  {
    group: "page",
    name: "end-to-end-rest",
    tests: { runner: "vitest", root: "scripts", files: ["test/e2e/"], not: ofReports },
    needsStack: true,
  },
];

/** The suite of a name, or those whose names begin so; none when there is no such. */
export function suitesNamed(name: string): readonly Suite[] {
  const exact = suites.filter((suite) => suite.name === name);
  return exact.length > 0 ? exact : suites.filter((suite) => suite.name.startsWith(`${name}-`));
}
