import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { ProcessRecord } from "../local/process-record.ts";
import { projectFolder } from "../local/project-folder.ts";
import { runProgram } from "../local/run-program.ts";
import { type Counts, NOTHING } from "./counts.ts";
import type { Suite } from "./suites.ts";

const require = createRequire(import.meta.url);

export interface SuiteResult {
  readonly counts: Counts;
  readonly milliseconds: number;
  /** Everything the runner printed, when a test failed; otherwise empty. */
  readonly details: string;
}

export interface RunSuiteOptions {
  readonly suite: Pick<Suite, "name" | "tests">;
  /** Receives logs and reports. */
  readonly folder: string;
  readonly record: ProcessRecord;
  readonly env: Readonly<Record<string, string>>;
}

const vitest = path.join(path.dirname(require.resolve("vitest/package.json")), "vitest.mjs");
const LIMIT_MS = 18 * 60_000;

/** Runs one suite in a process of its own. A suite that crashes, hangs or holds no test counts as one failed test. */
export async function runSuite({ suite, folder, record, env }: RunSuiteOptions): Promise<SuiteResult> {
  const begin = performance.now();
  const logFile = path.join(folder, `${suite.name}.log`);
  const reportFile = path.join(folder, `${suite.name}.json`);
  // The browser unpacks itself under a fixed name in there, which two suites must not do at once, nor two users of this machine.
  const temporary = path.join(folder, suite.name);
  mkdirSync(temporary, { recursive: true });
  const program = runProgram({
    name: suite.name,
    command: process.execPath,
    args: argumentsOf(suite, reportFile),
    // As its own people run it: some tools find their configuration from here.
    cwd: path.join(projectFolder, "root" in suite.tests ? suite.tests.root : "."),
    env: { ...env, TMPDIR: temporary },
    logFile,
    record,
  });
  const limit = setTimeout(() => void program.stop(), LIMIT_MS);
  const { code } = await program.ended;
  clearTimeout(limit);
  // Whatever a crashed runner left in its group.
  await program.stop();

  const output = readFileSync(logFile, "utf8");
  const counts = suite.tests.runner === "vitest" ? countReport(reportFile) : countLastLine(output);
  const problem = problemOf(code, counts);
  return {
    counts: problem !== null && counts.failed === 0 ? { ...counts, failed: 1 } : counts,
    milliseconds: performance.now() - begin,
    details: problem === null ? "" : `${withoutSum(output)}\n${suite.name}: ${problem}.`,
  };
}

function argumentsOf({ tests }: Pick<Suite, "tests">, reportFile: string): string[] {
  if (tests.runner === "solidity") return [path.join(projectFolder, tests.program)];
  return [
    ...[vitest, "run", ...(tests.files ?? [])],
    ...(tests.not ?? []).flatMap((pattern) => ["--exclude", pattern]),
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
  ];
}

function problemOf(code: number | null, { passed, failed }: Counts): string | null {
  if (failed > 0) return `${failed} of its tests failed`;
  if (code === null) return "it took too long or was killed";
  if (code !== 0) return `it ended with code ${code}`;
  if (passed === 0) return "not one of its tests ran";
  return null;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

function countReport(reportFile: string): Counts {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(reportFile, "utf8")) as VitestReport;
  } catch {
    return NOTHING;
  }
  // A file that could not even be loaded holds no test that could have failed.
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const SUM = /^(\d+) passed, (\d+) failed$/m;

function countLastLine(output: string): Counts {
  const [, passed = 0, failed = 0] = SUM.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: 0 };
}

/** The sum of all suites is to be the only line of its kind. */
function withoutSum(output: string): string {
  return output.replace(SUM, "").trimEnd();
}
