/**
 * Checks everything that is no test: format, lint, types, the direction of imports, unused code, generated files, and that
 * the packages the project is built on are really used and told of. Runs every step, whatever the others said.
 *
 * ```sh
 * npm run check
 * npm run check -- format types-web   # only these
 * ```
 */
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";
import { dependencyTableProblems } from "./check/dependency-table.ts";
import { hardCodedTextProblems } from "./check/hard-coded-text.ts";
import { messageFileProblems } from "./check/message-files.ts";
import { namedDependencyProblems } from "./check/named-dependencies.ts";
import { projectFolder } from "./local/project-folder.ts";

interface Command {
  /** A program of an installed package, or a script of this project. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it runs; the project's folder unless given. */
  readonly folder?: string;
}

interface Step {
  readonly name: string;
  readonly commands?: readonly Command[];
  /** A check of our own: what is wrong, one sentence each. */
  readonly problems?: () => readonly string[];
}

const tsc = (folder: string): Command => ({ program: "tsc", args: ["-p", folder] });

const steps: readonly Step[] = [
  // Types, imports and unused code are checked with the messages made here.
  {
    name: "messages",
    commands: [{ program: "web/messages/compile.ts", args: [] }],
    problems: () => [...messageFileProblems(), ...hardCodedTextProblems()],
  },
  { name: "format", commands: [{ program: "prettier", args: ["--check", "--log-level=warn", "."] }] },
  { name: "lint", commands: [{ program: "eslint", args: ["--max-warnings=0", "."] }] },
  {
    name: "lint-solidity",
    commands: [
      { program: "solhint", args: ["--disc", "--noPoster", "--max-warnings=0", "contracts/{src,test}/**/*.sol"] },
    ],
  },
  { name: "types-protocol", commands: [tsc("contracts/protocol")] },
  {
    name: "types-contracts",
    commands: [{ program: "hardhat", args: ["build", "--quiet", "--no-tests"] }, tsc("contracts")],
  },
  { name: "types-otp-worker", commands: [tsc("otp-worker")] },
  { name: "types-subgraph", commands: [tsc("subgraph")] },
  {
    name: "types-web",
    commands: [
      { program: "svelte-kit", args: ["sync"], folder: "web" },
      { program: "svelte-check", args: ["--fail-on-warnings"], folder: "web" },
      tsc("web/src/service-worker"),
    ],
  },
  { name: "types-scripts", commands: [tsc("scripts")] },
  {
    name: "imports",
    commands: [{ program: "depcruise", args: ["contracts/protocol", "otp-worker", "subgraph", "web", "scripts"] }],
  },
  { name: "unused", commands: [{ program: "knip", args: [] }] },
  // Compares with the build of "types-contracts".
  { name: "generated", commands: [{ program: "scripts/export-abi.ts", args: ["--check"] }] },
  { name: "named-dependencies", problems: namedDependencyProblems },
  { name: "dependency-table", problems: dependencyTableProblems },
];

const wanted = process.argv.slice(2);
const failed: string[] = [];
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const begin = performance.now();
  const output = (await complaintsOf(step)).trim();
  const time = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`  ${step.name.padEnd(20)} ${output === "" ? "ok    " : "FAILED"} ${time.padStart(6)} s`);
  if (output === "") continue;
  failed.push(step.name);
  console.log(`\n${output}\n`);
}
console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
process.exit(failed.length === 0 ? 0 : 1);

/** What a step found; empty when all is well. */
async function complaintsOf({ commands = [], problems = () => [] }: Step): Promise<string> {
  for (const command of commands) {
    const { code, output } = await run(command);
    if (code !== 0) return output.trim() || `${command.program} ended with code ${code}.`;
  }
  return problems().join("\n");
}

function run({ program, args, folder = "." }: Command): Promise<{ code: number | null; output: string }> {
  const file = path.join(projectFolder, program.includes("/") ? program : `node_modules/.bin/${program}`);
  const child = spawn(process.execPath, [realpathSync(file), ...args], {
    cwd: path.join(projectFolder, folder),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", HARDHAT_DISABLE_TELEMETRY: "true" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
