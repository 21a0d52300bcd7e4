import { createPublicClient, createTestClient, http, parseEther, type Address } from "viem";
import { localhost } from "viem/chains";
import type { StackUrls } from "../../local/stack-urls.ts";

/** The running stack that the end-to-end tests are pointed at, by `CHARTKEY_STACK`. */
export const stack: StackUrls = parseStack(process.env["CHARTKEY_STACK"]);

const chain = { ...localhost, id: stack.chainId };

export const publicClient = createPublicClient({ chain, transport: http(stack.rpcUrl), pollingInterval: 100 });

const testClient = createTestClient({ chain, mode: "anvil", transport: http(stack.rpcUrl) });

/** Gives a new account enough for its fees. */
export async function fund(address: Address): Promise<void> {
  await testClient.setBalance({ address, value: parseEther("10") });
}

/** What an account has, in wei. */
export async function setBalance(address: Address, value: bigint): Promise<void> {
  await testClient.setBalance({ address, value });
}

/** The next block, without anything in it. */
export function mine(): Promise<void> {
  return testClient.mine({ blocks: 1 });
}

/** Sets the chain's clock ahead, in seconds, without a new block. */
export function passTime(seconds: number): Promise<unknown> {
  return testClient.increaseTime({ seconds });
}

function parseStack(json: string | undefined): StackUrls {
  if (json === undefined) throw new Error("These tests need a running stack: run them with `npm test -- end-to-end`.");
  return JSON.parse(json) as StackUrls;
}
