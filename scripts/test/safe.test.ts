import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  parseEther,
  parseEventLogs,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainAccess } from "../../web/src/lib/chain/chainAccess.ts";
import { isContract, safeExecutionIn } from "../../web/src/lib/chain/safeExecution.ts";
import { announceVerifier, openHospital } from "../../web/src/lib/flows/administratorCalls.ts";
import { sampleNetwork } from "../../web/src/lib/network/sampleNetwork.ts";
import { transactionBuilderFile } from "../../web/src/lib/safe/transactionBuilderFile.ts";
import { type Chain, LOCAL_CHAIN_ID, startChain } from "../local/chain.ts";
import { findFreeOffset, portsAt } from "../local/ports.ts";
import { openProcessRecord } from "../local/process-record.ts";
import { projectFolder } from "../local/project-folder.ts";
import { type DeployedSafe, deploySafe, executeFile } from "./safe/deployed-safe.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chartkey-safe-test-"));
const owner = privateKeyToAccount(generatePrivateKey());
const verifier = privateKeyToAccount(generatePrivateKey()).address;
const at = { ...localhost, id: LOCAL_CHAIN_ID };
let running: Chain;
let safe: DeployedSafe;
let chain: ChainAccess;

/** What the page saves for a Safe, executed by the contracts that Safe publishes: here it is the default admin. */
describe("a file saved for a Safe", () => {
  beforeAll(async () => {
    running = await startChain({
      port: portsAt(await findFreeOffset(23_400)).chain,
      stateFile: path.join(folder, "state.json"),
      allowOrigin: "http://localhost:3000",
      logFile: path.join(folder, "chain.log"),
      record: openProcessRecord(path.join(folder, "processes.json")),
    });
    const transport = http(running.rpcUrl);
    await createTestClient({ chain: at, mode: "anvil", transport }).setBalance({
      address: owner.address,
      value: parseEther("10"),
    });
    safe = await deploySafe(running.rpcUrl, owner);
    const client = createPublicClient({ chain: at, transport, pollingInterval: 25 });
    const hash = await createWalletClient({ account: owner, chain: at, transport }).deployContract({
      abi: [{ type: "constructor", inputs: [{ type: "uint48" }, { type: "address" }], stateMutability: "nonpayable" }],
      bytecode: registryBytecode(),
      args: [0, safe.address],
    });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    chain = { client, network: { ...sampleNetwork, registry: contractAddress! } } as unknown as ChainAccess;
  });
  afterAll(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const fileOf = (...calls: Parameters<typeof transactionBuilderFile>[0]) =>
    transactionBuilderFile(calls, {
      chainId: LOCAL_CHAIN_ID,
      name: "Two steps",
      description: "",
      safe: safe.address,
      createdAt: 1,
    });

  it("is executed as one transaction, in which the Safe is who acts", async () => {
    const { network } = chain;
    const { receipt } = await executeFile(
      safe,
      fileOf(openHospital(network, 1, "Elmstead Infirmary"), announceVerifier(network, verifier)),
    );
    const events = parseEventLogs({ abi: registryAbi, logs: receipt.logs });
    expect(events.map(({ eventName }) => eventName)).toEqual(["HospitalOpened", "RoleGrantScheduled"]);
    expect(events.map(({ args }) => "actor" in args && args.actor)).toEqual([safe.address, safe.address]);
  });

  it("is found again by the number that the Safe gave, among others", async () => {
    const first = await executeFile(safe, fileOf(openHospital(chain.network, 2, "Harbour Clinic")));
    const second = await executeFile(safe, fileOf(openHospital(chain.network, 3, "Northfield Hospital")));
    const range = { safe: safe.address, from: first.receipt.blockNumber, to: second.receipt.blockNumber };
    for (const { number, receipt } of [first, second]) {
      const hash = receipt.transactionHash;
      expect(await safeExecutionIn(chain, { ...range, number })).toEqual({ hash, refused: false });
    }
    expect(await safeExecutionIn(chain, { ...range, number: `0x${"5a".repeat(32)}` })).toBeNull();
    expect([await isContract(chain, safe.address), await isContract(chain, owner.address)]).toEqual([true, false]);
  });

  it("changes nothing when one of its steps is refused", async () => {
    const { network, client } = chain;
    const file = fileOf(openHospital(network, 4, "Quince Lane"), openHospital(network, 1, "Taken"));
    await expect(executeFile(safe, file)).rejects.toThrow(/reverted/);
    const isOpen = (hospital: number) =>
      client.readContract({
        address: network.registry,
        abi: registryAbi,
        functionName: "isHospitalOpen",
        args: [hospital],
      });
    expect([await isOpen(1), await isOpen(4)]).toEqual([true, false]);
  });
});

function registryBytecode(): Hex {
  const artifact = path.join(projectFolder, "contracts/artifacts/contracts/src/Registry.sol/Registry.json");
  return (JSON.parse(readFileSync(artifact, "utf8")) as { bytecode: Hex }).bytecode;
}
