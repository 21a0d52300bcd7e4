import { existsSync } from "node:fs";
import path from "node:path";
import { createPublicClient, http } from "viem";
import { DEMO_INDEX } from "../seed/people.ts";
import { seed } from "../seed/seed.ts";
import { startBlobStore } from "./blob-store.ts";
import { LOCAL_CHAIN_ID, startChain } from "./chain.ts";
import { areDeployed, contractBuild, deployContracts, type Deployment } from "./contracts.ts";
import { startGraphNode } from "./graph-node.ts";
import { demoPrivateKey } from "./demo-private-key.ts";
import { startOtpWorker } from "./otp-worker.ts";
import { checkPortsFree, type Ports, portsAt } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import { openProcessRecord, type ProcessRecord } from "./process-record.ts";
import { takeRunLock } from "./run-lock.ts";
import { localSecrets } from "./secrets.ts";
import { startSmsInbox } from "./sms-inbox.ts";
import type { StackUrls } from "./stack-urls.ts";
import { clearState, readState, setAsideState, type StateFiles, stateFiles, writeState } from "./state.ts";
import { buildSubgraph } from "./subgraph-build.ts";
import { StoppedError, supervise, type Supervisor } from "./supervise.ts";
import { buildWeb } from "./web-build.ts";
import { webConfiguration } from "./web-configuration.ts";
import { startWebServer } from "./web-server.ts";

export interface StackOptions {
  /** Kept across runs. */
  readonly stateFolder: string;
  /** Added to every port. */
  readonly portOffset: number;
  /** Begin with an empty chain and store. */
  readonly reset: boolean;
  /** Told of each part as it comes up, and how long that took. */
  readonly onPart: (part: string, milliseconds: number, remark: string) => void;
  /** Told what else people should know. */
  readonly onNotice: (notice: string) => void;
}

export interface Stack {
  readonly urls: StackUrls;
  /** Settles with why, when a part has died that should be running. */
  readonly failed: Promise<Error>;
  /** Stops everything, last started first. May be called more than once. */
  stop(): Promise<void>;
}

interface Context extends StackOptions {
  readonly files: StateFiles;
  readonly ports: Ports;
  readonly webOrigin: string;
  readonly record: ProcessRecord;
  readonly supervisor: Supervisor;
}

/**
 * Starts the local stack: everything on 127.0.0.1 but graph-node, which knows no other way than all interfaces.
 *
 * @param signal Aborts the start, which then stops what is up and rejects with StoppedError.
 * @throws StackRunningError, PortsTakenError, or whatever kept a part from starting; nothing is left running then.
 */
export async function startStack(options: StackOptions, signal: AbortSignal): Promise<Stack> {
  const files = stateFiles(options.stateFolder);
  const ports = portsAt(options.portOffset);
  const webOrigin = `http://localhost:${ports.web}`;
  const lock = await takeRunLock(files.lock, webOrigin);
  const record = openProcessRecord(files.processes);
  const supervisor = supervise({ record, onDone: options.onPart });

  const stop = async (): Promise<void> => {
    lock.markStopping();
    await supervisor.stop();
    lock.release();
  };
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new StoppedError()), { once: true });
  });
  const failed = supervisor.failed.then((error) => Promise.reject(error));
  try {
    signal.throwIfAborted();
    const up = bringUp({ ...options, files, ports, webOrigin, record, supervisor });
    return { urls: await Promise.race([up, failed, aborted]), failed: supervisor.failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(context: Context): Promise<StackUrls> {
  const { files, ports, webOrigin, record, supervisor, onNotice } = context;
  const ended = await record.endLeftovers();
  if (ended.length > 0) onNotice(`Ended what an earlier run left behind: ${ended.join(", ")}.`);
  await checkPortsFree(ports);
  const logFile = (part: string): string => path.join(files.logs, `${part}.log`);

  const starting = {
    postgres: supervisor.start("Postgres", () =>
      startPostgres({ port: ports.postgres, logFile: logFile("postgres"), record }),
    ),
    subgraphFolder: supervisor.work("subgraph, built", () =>
      buildSubgraph({ logFile: logFile("subgraph-build"), record }),
    ),
    webFolder: supervisor.work("web app, built", () => buildWeb({ logFile: logFile("web-build"), record })),
  };

  const { rpcUrl, deployment, isNew } = await openChain(context, logFile);
  const secrets = localSecrets(files.secrets);

  const [blobStore, smsInbox] = await Promise.all([
    supervisor.start("blob store", () =>
      startBlobStore({ port: ports.blobStore, folder: files.blobs, jwt: secrets.pinataJwt }),
    ),
    supervisor.start("SMS inbox", () =>
      startSmsInbox({
        port: ports.smsInbox,
        file: files.messages,
        accountSid: secrets.twilioAccountSid,
        authToken: secrets.twilioAuthToken,
      }),
    ),
  ]);
  const { postgres, subgraphFolder, webFolder } = starting;
  const [graphNode, otpWorker] = await Promise.all([
    Promise.all([postgres, subgraphFolder]).then(([{ createDatabase }, subgraphBuild]) =>
      supervisor.start("graph-node", async () =>
        startGraphNode({
          ports: {
            http: ports.graphNode,
            admin: ports.graphNodeAdmin,
            index: ports.graphNodeIndex,
            metrics: ports.graphNodeMetrics,
          },
          databaseUrl: await createDatabase("graph-node"),
          rpcUrl,
          ipfsUrl: blobStore.gatewayUrl,
          subgraphBuild,
          sources: {
            Registry: { address: deployment.registry, startBlock: deployment.deployBlock },
            Records: { address: deployment.records, startBlock: deployment.deployBlock },
          },
          workFolder: files.subgraph,
          logFile: logFile("graph-node"),
          record,
        }),
      ),
    ),
    supervisor.start("OTP worker", () =>
      startOtpWorker({
        port: ports.otpWorker,
        folder: files.otpWorker,
        webOrigin,
        chainId: LOCAL_CHAIN_ID,
        ...deployment,
        rpcUrl,
        attesterPrivateKey: demoPrivateKey(DEMO_INDEX.attester),
        pinataUrl: blobStore.apiUrl,
        gatewayUrl: blobStore.gatewayUrl,
        twilioBaseUrl: smsInbox.url,
        secrets,
        logFile: logFile("otp-worker"),
        record,
      }),
    ),
  ]);

  const urls: StackUrls = {
    chainId: LOCAL_CHAIN_ID,
    webOrigin,
    rpcUrl,
    ...deployment,
    subgraphUrl: graphNode.queryUrl,
    otpUrl: otpWorker.url,
    gatewayUrl: blobStore.gatewayUrl,
    inboxUrl: smsInbox.url,
    stateFolder: files.folder,
  };
  if (isNew) {
    await supervisor.work("demo people and reports", () => seed(urls));
    writeState(files.folder, { contractBuild: contractBuild(), webOrigin, ...deployment });
  }
  // Made anew at each start, the index begins at the first block: lists are whole once it is at the last.
  const head = createPublicClient({ transport: http(rpcUrl) }).getBlockNumber();
  await supervisor.work("index, up to date", async () => graphNode.untilIndexed(Number(await head)));
  const folder = await webFolder;
  await supervisor.start("web app", () =>
    startWebServer({ port: ports.web, folder, configuration: webConfiguration(urls) }),
  );
  return urls;
}

/** Starts the chain from a state that is whole and of the present contracts, or from none, and then deploys them. */
async function openChain(
  context: Context,
  logFile: (part: string) => string,
): Promise<{ readonly rpcUrl: string; readonly deployment: Deployment; readonly isNew: boolean }> {
  const { files, ports, webOrigin, record, supervisor } = context;
  const kept = usableState(context);
  const { rpcUrl } = await supervisor.start("chain", () =>
    startChain({
      port: ports.chain,
      stateFile: files.chain,
      allowOrigin: webOrigin,
      logFile: logFile("chain"),
      record,
    }),
  );
  if (kept === null) {
    const deploy = () => deployContracts({ rpcUrl, folder: files.ignition, logFile: logFile("contracts"), record });
    return { rpcUrl, deployment: await supervisor.work("contracts, deployed", deploy), isNew: true };
  }
  if (!(await areDeployed(rpcUrl, kept))) throw new ChainLostError();
  return { rpcUrl, deployment: kept, isNew: false };
}

/** The deployment to go on with; null when there is none, and then nothing else of an older state is left either. */
function usableState({ files, reset, webOrigin, onNotice }: Context): Deployment | null {
  if (reset) clearState(files.folder);
  const state = readState(files.folder);
  if (state === null) {
    // Either nothing, or a first start that was interrupted: never up, so nobody misses it.
    clearState(files.folder);
    return null;
  }
  if (state.webOrigin !== webOrigin) throw new StateOfOtherOriginError(files.folder, state.webOrigin, webOrigin);

  const isSameBuild = state.contractBuild === contractBuild();
  if (isSameBuild && existsSync(files.chain)) return state;

  const why = isSameBuild
    ? "The chain of this state is missing"
    : "The contracts have changed since this state was made";
  onNotice(`${why}: it was set aside in ${setAsideState(files.folder)}, and a new one is begun.`);
  return null;
}

export class StateOfOtherOriginError extends Error {
  override name = "StateOfOtherOriginError";

  constructor(folder: string, theirs: string, ours: string) {
    super(
      `The state in ${folder} belongs to ${theirs}: its keys are bound to that address and would not open at ${ours}.\n` +
        "Nothing was started. Use the same CHARTKEY_PORT_OFFSET as before, or another folder in CHARTKEY_STATE_DIR.",
    );
  }
}

export class ChainLostError extends Error {
  override name = "ChainLostError";

  constructor() {
    super("The local chain no longer holds the contracts deployed to it. Begin afresh: npm start -- --reset");
  }
}
