/**
 * Checks a network without trusting anybody: rebuilds its whole state from the logs of a node, holds every log against the rules,
 * and compares with what the contracts answer, their code, the subgraph, and a second node.
 *
 * ```sh
 * npm run audit -- --rpc URL --address 0x… [--subgraph URL] [--rpc SECOND-URL]
 * ```
 *
 * Ends in one line, with 0 when nothing differs, 1 when something does, and 2 when it could not be checked.
 */
import type { Progress } from "@chartkey/protocol/audit/audit";
import path from "node:path";
import { parseArguments } from "./audit/arguments.ts";
import { nodeAt } from "./audit/ask-node.ts";
import { subgraphAt } from "./audit/ask-subgraph.ts";
import { runAudit } from "./audit/run-audit.ts";
import { projectFolder } from "./local/project-folder.ts";

/** Milliseconds between two lines about progress. */
const QUIET = 5_000;

try {
  const { rpcUrls, subgraphUrl, ...wanted } = parseArguments(process.argv.slice(2));
  const [node, second] = rpcUrls.map(nodeAt);
  if (node === undefined) throw new Error("No node is given.");
  const isRight = await runAudit({
    ...wanted,
    node,
    second: second ?? null,
    index: subgraphUrl === null ? null : subgraphAt(subgraphUrl),
    folder: path.join(projectFolder, ".cache/audit"),
    say: (line) => console.log(line),
    onProgress: occasionally(),
  });
  process.exitCode = isRight ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function occasionally(): (progress: Progress) => void {
  let last = Date.now();
  return (progress) => {
    if (Date.now() - last < QUIET) return;
    last = Date.now();
    console.log(sentenceOf(progress));
  };
}

function sentenceOf(progress: Progress): string {
  if (progress.step === "contracts") return `Asked the contracts ${progress.asked} questions …`;
  if (progress.step === "index") return "Comparing the index, entity by entity …";
  return `Read up to block ${progress.block} of ${progress.of}: ${progress.events} events …`;
}
