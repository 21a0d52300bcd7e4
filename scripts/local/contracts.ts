import { readFileSync } from "node:fs";
import path from "node:path";
import { type Address, createPublicClient, http } from "viem";
import { withBuildLock } from "./build-lock.ts";
import { hashOfFiles } from "./hash-of-files.ts";
import type { ProcessRecord } from "./process-record.ts";
import { projectFolder } from "./project-folder.ts";
import { runToEnd } from "./run-program.ts";

/** Where both contracts are on a chain. */
export interface Deployment {
  readonly registry: Address;
  readonly records: Address;
  /** No event of theirs is older. */
  readonly deployBlock: number;
}

export interface DeployOptions {
  readonly rpcUrl: string;
  /** Receives Ignition's journal and the result. */
  readonly folder: string;
  readonly logFile: string;
  readonly record: ProcessRecord;
}

/** Compiles what changed and deploys both contracts to an empty chain. Whom they name is the default admin's next step. */
export async function deployContracts({ rpcUrl, folder, logFile, record }: DeployOptions): Promise<Deployment> {
  const resultFile = path.join(folder, "deployment.json");
  await withBuildLock("contracts", () =>
    runToEnd({
      name: "contracts",
      command: process.execPath,
      args: [path.join(projectFolder, "scripts/local/contracts/ignition-deploy.ts"), rpcUrl, folder, resultFile],
      cwd: projectFolder,
      env: { HARDHAT_DISABLE_TELEMETRY: "true", HARDHAT_IGNITION_CONFIRM_DEPLOYMENT: "false" },
      logFile,
      record,
    }),
  );
  return JSON.parse(readFileSync(resultFile, "utf8")) as Deployment;
}

/** Whether both contracts are where they were deployed: a chain may have been lost while a note of it was kept. */
export async function areDeployed(rpcUrl: string, { registry, records }: Deployment): Promise<boolean> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const codes = await Promise.all([registry, records].map((address) => client.getCode({ address })));
  return codes.every((code) => code !== undefined);
}

/** Tells one build of the contracts from another. */
export function contractBuild(): string {
  return hashOfFiles([
    "contracts/src/**/*.sol",
    "contracts/ignition/modules/*.ts",
    "contracts/ignition/parameters/local.json",
    "hardhat.config.ts",
    "node_modules/@openzeppelin/contracts/package.json",
    "node_modules/solc/package.json",
  ]);
}
