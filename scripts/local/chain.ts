import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { DEMO_MNEMONIC } from "../seed/people.ts";
import { findBinary } from "./find-binary.ts";
import type { ProcessRecord } from "./process-record.ts";
import { type Program, runProgram } from "./run-program.ts";
import { waitUntil } from "./wait-until.ts";

/** MetaMask knows this id as "Localhost 8545"; on anvil's own 31337 Ignition would forget its deployments. */
export const LOCAL_CHAIN_ID = 1337;

const ACCOUNTS = 40;
/** Every transaction is mined at once; this many seconds apart, as on mainnet, comes a block anyway, so that time passes on chain. */
const BLOCK_SECONDS = 12;
const DUMP_SECONDS = 2;
const BACKUP_MS = 10_000;
/** A state file untouched for so long is complete: the chain writes it in one go. */
const SETTLED_MS = 300;

export interface ChainOptions {
  readonly port: number;
  /** The chain's whole state, kept across restarts. */
  readonly stateFile: string;
  /** The only web page whose scripts may ask this chain. */
  readonly allowOrigin: string;
  readonly logFile: string;
  readonly record: ProcessRecord;
}

export interface Chain {
  readonly rpcUrl: string;
  readonly program: Program;
  stop(): Promise<void>;
}

/** Starts the local chain on 127.0.0.1, from its state file when there is one. */
export async function startChain({ port, stateFile, allowOrigin, logFile, record }: ChainOptions): Promise<Chain> {
  mkdirSync(path.dirname(stateFile), { recursive: true });
  repairState(stateFile);
  const program = runProgram({
    name: "chain",
    command: findAnvil(),
    args: [
      ...["--host", "127.0.0.1", "--port", String(port), "--allow-origin", allowOrigin],
      ...["--chain-id", String(LOCAL_CHAIN_ID), "--hardfork", "osaka"],
      ...["--accounts", String(ACCOUNTS), "--mnemonic", DEMO_MNEMONIC],
      ...["--block-time", String(BLOCK_SECONDS), "--mixed-mining"],
      ...["--state", stateFile, "--state-interval", String(DUMP_SECONDS), "--quiet"],
    ],
    cwd: path.dirname(stateFile),
    logFile,
    record,
  });

  const rpcUrl = `http://127.0.0.1:${port}`;
  try {
    await waitUntil(program, async () => (await chainIdOf(rpcUrl)) === LOCAL_CHAIN_ID, 20_000);
  } catch (error) {
    await program.stop();
    throw error;
  }
  const backup = setInterval(() => backUpState(stateFile), BACKUP_MS).unref();

  return {
    rpcUrl,
    program,
    async stop() {
      clearInterval(backup);
      await program.stop();
    },
  };
}

/**
 * [Note: half a state] The chain writes its state file in place, every two seconds: killed in the middle it leaves half
 * of one, and would refuse to start from it. So a complete copy is kept beside it, and used when the file cannot be read.
 */
function repairState(stateFile: string): void {
  if (isComplete(stateFile)) return;
  rmSync(stateFile, { force: true });
  if (isComplete(backupOf(stateFile))) copyFileSync(backupOf(stateFile), stateFile);
}

function backUpState(stateFile: string): void {
  try {
    const { mtimeMs, size } = statSync(stateFile);
    if (Date.now() - mtimeMs < SETTLED_MS || size === 0) return;
    copyFileSync(stateFile, `${backupOf(stateFile)}.new`);
    if (statSync(stateFile).mtimeMs === mtimeMs) renameSync(`${backupOf(stateFile)}.new`, backupOf(stateFile));
  } catch {
    // Nothing written yet.
  }
}

function backupOf(stateFile: string): string {
  return `${stateFile}.backup`;
}

function isComplete(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}

async function chainIdOf(rpcUrl: string): Promise<number> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
  });
  const { result } = (await response.json()) as { result: string };
  return Number(result);
}

function findAnvil(): string {
  const system = process.platform === "win32" ? "win32" : process.platform;
  const processor = process.arch === "x64" ? "amd64" : process.arch;
  const file = process.platform === "win32" ? "anvil.exe" : "anvil";
  return findBinary({
    name: file,
    variable: "ANVIL_BIN",
    packageName: `@foundry-rs/anvil-${system}-${processor}`,
    packagePath: `bin/${file}`,
    advice: "Install Foundry.",
  });
}
