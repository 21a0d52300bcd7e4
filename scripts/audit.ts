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
import { Worker } from "node:worker_threads";

/**
 * In megabytes, for what was made a moment ago. What passes through a check is far more than what it keeps, and where there is room
 * the engine keeps both.
 */
const YOUNG = 6;

const worker = new Worker(new URL("./audit/main.ts", import.meta.url), {
  argv: process.argv.slice(2),
  resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
});
worker.once("error", (error) => {
  console.error(error);
  process.exitCode = 2;
});
worker.once("exit", (code) => (process.exitCode ??= code));
