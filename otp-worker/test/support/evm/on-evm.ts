import { platform } from "#platform";
import { inject } from "vitest";
import { createClient, http, type Hex } from "viem";
import { checkAnswer } from "../openapi/check-answer.ts";
import { ORIGIN, read, type Answer } from "../client.ts";

export const evm = inject("evm");

export const evmClient = createClient({ transport: http(evm.url) });

/** Asks the worker as it is when its node is the real EVM. */
export async function askOnEvm(path: string, body: unknown, token?: string): Promise<Answer> {
  const request = new Request(`https://otp.example${path}`, {
    method: "POST",
    headers: {
      origin: ORIGIN,
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const { url, registry, records } = evm;
  const variables = { RPC_URL: url, REGISTRY_ADDRESS: registry, RECORDS_ADDRESS: records };
  const answer = await read(await platform.fetchConfigured(request, variables));
  checkAnswer("POST", path, answer);
  return answer;
}

/** A request of the node itself. */
export function rpc(method: string, ...params: unknown[]): Promise<unknown> {
  return evmClient.request({ method, params } as never);
}

/** Sends a transaction by somebody the world knows. Rejects when it reverts. */
export async function transact(call: { from: Hex; to: Hex; data: Hex }): Promise<void> {
  await rpc("eth_sendTransaction", { ...call, gas: "0xf42400" });
}
