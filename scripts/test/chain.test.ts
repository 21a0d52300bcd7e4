import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestClient, http, parseEther, publicActions, walletActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Chain, LOCAL_CHAIN_ID, startChain } from "../local/chain.ts";
import { findFreeOffset, portsAt } from "../local/ports.ts";
import { openProcessRecord } from "../local/process-record.ts";
import { DEMO_MNEMONIC } from "../seed/people.ts";

const folder = mkdtempSync(path.join(tmpdir(), "chartkey-chain-test-"));
const stateFile = path.join(folder, "state.json");
const record = openProcessRecord(path.join(folder, "processes.json"));
let port: number;
let chain: Chain;

beforeAll(async () => {
  port = portsAt(await findFreeOffset(23_200)).chain;
  return () => rmSync(folder, { recursive: true, force: true });
});

afterEach(() => chain.stop());

async function start() {
  chain = await startChain({
    port,
    stateFile,
    allowOrigin: "http://localhost:3000",
    logFile: path.join(folder, "chain.log"),
    record,
  });
  return createTestClient({
    account: mnemonicToAccount(DEMO_MNEMONIC),
    chain: { ...localhost, id: LOCAL_CHAIN_ID },
    mode: "anvil",
    transport: http(chain.rpcUrl),
    pollingInterval: 25,
  })
    .extend(publicActions)
    .extend(walletActions);
}

const someone = "0x00000000000000000000000000000000000c4a27";

describe("the local chain", () => {
  it("mines a transaction at once, and knows it after a restart", async () => {
    const before = await start();
    const hash = await before.sendTransaction({ to: someone, value: parseEther("1") });
    await before.waitForTransactionReceipt({ hash });
    await chain.stop();

    const after = await start();
    expect(await after.getBalance({ address: someone })).toBe(parseEther("1"));
  });

  it("goes on from the copy beside its state when the state was cut off while being written", async () => {
    await start();
    await chain.stop();
    const whole = readFileSync(stateFile);
    writeFileSync(`${stateFile}.backup`, whole);
    writeFileSync(stateFile, whole.subarray(0, whole.length / 2));

    const client = await start();
    expect(await client.getBalance({ address: someone })).toBe(parseEther("1"));
  });

  it("leaves no key in its log", async () => {
    await start();
    expect(existsSync(path.join(folder, "chain.log"))).toBe(true);
    expect(readFileSync(path.join(folder, "chain.log"), "utf8")).not.toMatch(/[0-9a-f]{64}/i);
  });
});
