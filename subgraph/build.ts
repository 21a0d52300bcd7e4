/**
 * Compiles the subgraph into `build/`: event ABIs from the protocol package, then graph-cli's code generation and compiler.
 * Does nothing when no input changed since the last build.
 *
 * ```sh
 * node subgraph/build.ts
 * ```
 */
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const folder = path.dirname(fileURLToPath(import.meta.url));
const hashFile = path.join(folder, "build/inputs.sha256");

/** @returns Whether anything had to be compiled. */
export async function buildSubgraph(): Promise<boolean> {
  await writeAbi("Registry", registryAbi);
  await writeAbi("Records", recordsAbi);

  const hash = await hashInputs();
  if (hash === (await readFile(hashFile, "utf8").catch(() => ""))) return false;

  await rm(path.join(folder, "build"), { recursive: true, force: true });
  await graph("codegen");
  await graph("build");
  await writeFile(hashFile, hash);
  return true;
}

interface AbiItem {
  readonly type: string;
}

async function writeAbi(contract: string, abi: readonly AbiItem[]): Promise<void> {
  const events = abi.filter((item) => item.type === "event");
  await mkdir(path.join(folder, "generated/abis"), { recursive: true });
  await writeFile(path.join(folder, `generated/abis/${contract}.json`), JSON.stringify(events, null, 2));
}

async function hashInputs(): Promise<string> {
  const inputs = ["build.ts", "package.json", "schema.graphql", "subgraph.yaml"];
  for await (const file of glob(["src/**/*.ts", "generated/abis/*.json"], { cwd: folder })) inputs.push(file);
  const hash = createHash("sha256");
  for (const input of inputs.sort())
    hash
      .update(`${input}\0`)
      .update(await readFile(path.join(folder, input)))
      .update("\0");
  return hash.digest("hex");
}

function graph(command: "codegen" | "build"): Promise<void> {
  const cli = path.join(path.dirname(require.resolve("@graphprotocol/graph-cli/package.json")), "bin/run.js");
  const child = spawn(process.execPath, [cli, command], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new SubgraphBuildError(command, output))));
  });
}

export class SubgraphBuildError extends Error {
  constructor(command: string, output: string) {
    super(`graph ${command} failed; nothing was deployed. It said:\n${output}`);
    this.name = "SubgraphBuildError";
  }
}

if (import.meta.main) {
  const started = performance.now();
  const built = await buildSubgraph();
  console.log(
    built ? `Subgraph built in ${Math.round((performance.now() - started) / 1000)} s` : "Subgraph is up to date",
  );
}
