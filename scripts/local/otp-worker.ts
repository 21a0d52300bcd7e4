import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Address, Hex } from "viem";
import { REGISTER_READY } from "./otp-worker/register-ready.ts";
import type { WorkerVariables } from "./otp-worker/serve-otp-worker.ts";
import type { ProcessRecord } from "./process-record.ts";
import { projectFolder } from "./project-folder.ts";
import { type Program, runProgram } from "./run-program.ts";
import type { Secrets } from "./secrets.ts";
import { waitUntil } from "./wait-until.ts";

export interface OtpWorkerOptions {
  readonly port: number;
  /** Sessions, codes and the register; kept across restarts. */
  readonly folder: string;
  /** The page's origin, the only one that is answered. */
  readonly webOrigin: string;
  readonly chainId: number;
  readonly registry: Address;
  readonly records: Address;
  readonly deployBlock: number;
  readonly rpcUrl: string;
  readonly attesterPrivateKey: Hex;
  /** Base of the blob store's API, and of its gateway. */
  readonly pinataUrl: string;
  readonly gatewayUrl: string;
  /** Base of the SMS inbox. */
  readonly twilioBaseUrl: string;
  readonly secrets: Secrets;
  readonly logFile: string;
  readonly record: ProcessRecord;
}

export interface OtpWorker {
  readonly url: string;
  readonly program: Program;
  stop(): Promise<void>;
}

/** A number kept for fiction, as the sender. */
const SENDER = "+12025550199";

/** Starts the OTP worker of the local stack. */
export function startOtpWorker(options: OtpWorkerOptions): Promise<OtpWorker> {
  return runOtpWorker({ ...options, variables: variablesOf(options) });
}

/**
 * Runs the OTP worker on 127.0.0.1, in the runtime it is deployed to (workerd), with the sample register.
 *
 * It runs in a process of its own: killing that also ends the runtime, which is another process.
 */
export async function runOtpWorker({
  port,
  folder,
  variables,
  logFile,
  record,
}: Pick<OtpWorkerOptions, "port" | "folder" | "logFile" | "record"> & {
  readonly variables: WorkerVariables;
}): Promise<OtpWorker> {
  const program = runProgram({
    name: "OTP worker",
    command: process.execPath,
    args: [fileURLToPath(new URL("otp-worker/serve-otp-worker.ts", import.meta.url))],
    cwd: projectFolder,
    env: { CHARTKEY_OTP_WORKER: JSON.stringify({ port, folder, variables }) },
    logFile,
    record,
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await program.stop();
    endRuntime(program.pid);
  };
  const isUp = async () => isRegisterReady(logFile) && (await fetch(`${url}/v1/health`)).ok;
  try {
    await waitUntil(program, isUp, 30_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, program, stop };
}

/** The worker answers before its register is filled, and its log says when that is done. */
function isRegisterReady(logFile: string): boolean {
  return readFileSync(logFile, "utf8").includes(REGISTER_READY);
}

/** When the process was killed rather than stopped, its runtime goes on in the same group, and holds the port. */
function endRuntime(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Gone, as it should be.
  }
}

/** Local mode: real work for the human check, but limits that let a developer begin again all day. */
function variablesOf({ secrets, ...options }: OtpWorkerOptions): WorkerVariables {
  return {
    MODE: "local",
    ORIGIN: options.webOrigin,
    CHAIN_ID: String(options.chainId),
    REGISTRY_ADDRESS: options.registry,
    RECORDS_ADDRESS: options.records,
    DEPLOY_BLOCK: String(options.deployBlock),
    RPC_URL: options.rpcUrl,
    CODES_PER_ACCOUNT_PER_DAY: "1000",
    CODES_PER_ADDRESS_PER_DAY: "1000",
    MESSAGES_PER_PHONE_PER_DAY: "1000",
    TWILIO_BASE_URL: options.twilioBaseUrl,
    TWILIO_ACCOUNT_SID: secrets.twilioAccountSid,
    TWILIO_FROM: SENDER,
    PINATA_UPLOAD_URL: options.pinataUrl,
    PINATA_API_URL: options.pinataUrl,
    GATEWAY_URL: options.gatewayUrl,
    ATTESTER_PRIVATE_KEY: options.attesterPrivateKey,
    LICENCE_PEPPER: secrets.licencePepper,
    REGISTER_SECRET: secrets.registerSecret,
    WORKER_SECRET: secrets.workerSecret,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
    PINATA_JWT: secrets.pinataJwt,
  };
}
