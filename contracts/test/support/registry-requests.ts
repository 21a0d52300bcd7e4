import { chartRequest, type ChartRequest } from "@chartkey/protocol/chart-request";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { registryDomain } from "@chartkey/protocol/typed-data";
import { encodeFunctionData, type Hash, type Hex } from "viem";
import type { Actor } from "./actor.ts";
import { now } from "./chain.ts";
import { location } from "./location.ts";
import { sign } from "./signer.ts";

const HOUR = 3_600n;

/** The request that most examples are made of. */
export function askingForCare(hospital: number): Hex {
  return encodeFunctionData({ abi: registryAbi, functionName: "askForCare", args: [hospital] });
}

/** The next request that `holder` may make of the registry, good for an hour, unless told otherwise. */
export async function requestOf(holder: Actor, call: Hex, changes: Partial<ChartRequest> = {}): Promise<ChartRequest> {
  const { read } = holder.registry;
  const chart = await read.chartOf([holder.address]);
  const [, epoch] = await read.whoControls([chart]);
  return { chart, call, nonce: await read.nonces([chart]), epoch, deadline: (await now()) + HOUR, ...changes };
}

/** Has `holder` sign a request for `call`, and `sender` send it. */
export async function execute(sender: Actor, holder: Actor, call: Hex): Promise<Hash> {
  const request = await requestOf(holder, call);
  const signature = await sign(holder, chartRequest(registryDomain(location(sender.registry.address)), request));
  return sender.registry.write.executeRequest([request, signature]);
}
