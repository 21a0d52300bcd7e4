import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Address, Hex } from "viem";
import type { TestProject } from "vitest/node";

/** A real EVM with the real contracts: a hospital with a doctor and a patient in care, and a factory of contract wallets. */
export interface ServedEvm {
  readonly url: string;
  readonly registry: Address;
  readonly records: Address;
  readonly chart: Hex;
  readonly factory: Address;
}

declare module "vitest" {
  interface ProvidedContext {
    evm: ServedEvm;
  }
}

/** Starts it in a process of its own: Hardhat compiles, and that does not run inside Vite. */
export default async function serveEvm(project: TestProject) {
  const program = spawn(process.execPath, [path.join(import.meta.dirname, "evm-process.ts")], {
    cwd: path.resolve(import.meta.dirname, "../../../.."),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<never>((_, reject) => {
    program.once("exit", (code) => reject(new Error(`The EVM ended with code ${code}.`)));
  });
  const ready = new Promise<ServedEvm>((resolve) => {
    createInterface(program.stdout).on("line", (line) => {
      if (line.startsWith("{")) resolve(JSON.parse(line) as ServedEvm);
    });
  });
  project.provide("evm", await Promise.race([ready, ended]));
  return async () => {
    ended.catch(() => {});
    program.kill();
  };
}
