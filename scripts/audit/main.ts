import type { Progress } from "@chartkey/protocol/audit/audit";
import path from "node:path";
import { parseArguments } from "./arguments.ts";
import { nodeAt } from "./ask-node.ts";
import { subgraphAt } from "./ask-subgraph.ts";
import { runAudit } from "./run-audit.ts";
import { projectFolder } from "../local/project-folder.ts";

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
