import type { ChartId } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { zeroAddress, type Address } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";

/** Who controls a chart, and who shall. */
export type Control = {
  holder: Address;
  /** What every signature for the chart names. */
  signatureEpoch: number;
  /** The address whose key can give the chart to another wallet. */
  authoriser: Address;
  /** What the authoriser's next recovery names. */
  authoriserNonce: bigint;
  /** Null while nobody is taking over. */
  recovery: Recovery | null;
  /** The holder cancelled a recovery already and cannot again. */
  cancelledOnce: boolean;
  /** Unix seconds, by the clock of the chain: deadlines are counted from it, whatever this device thinks the time is. */
  now: number;
};

/** `readyAt` in Unix seconds; `waits` in seconds from now, by the clock of the chain, 0 when it can be completed. */
export type Recovery = { newHolder: Address; readyAt: number; waits: number };

/** Who controls a chart now, as the contract says it. */
export async function controlOf({ client, network }: ChainAccess, chart: ChartId): Promise<Control> {
  const contract = { address: network.registry, abi: registryAbi, ...NOW } as const;
  const [[holder, signatureEpoch], authoriser, [newHolder, readyAt, cancelledOnce], { timestamp }] = await Promise.all([
    client.readContract({ ...contract, functionName: "whoControls", args: [chart] }),
    client.readContract({ ...contract, functionName: "authoriserOf", args: [chart] }),
    client.readContract({ ...contract, functionName: "recoveryOf", args: [chart] }),
    client.getBlock(NOW),
  ]);
  const authoriserNonce = await client.readContract({ ...contract, functionName: "nonces", args: [authoriser] });
  const recovery =
    newHolder === zeroAddress
      ? null
      : { newHolder, readyAt: Number(readyAt), waits: Math.max(0, Number(readyAt - timestamp)) };
  return { holder, signatureEpoch, authoriser, authoriserNonce, recovery, cancelledOnce, now: Number(timestamp) };
}

/** The chart that an account holds; null when it holds none. */
export async function chartHeldBy({ client, network }: ChainAccess, account: Address): Promise<ChartId | null> {
  const chart = await client.readContract({
    address: network.registry,
    abi: registryAbi,
    functionName: "chartOf",
    args: [account],
    ...NOW,
  });
  return chart === zeroAddress ? null : chart;
}

/** The chart that an account is taking over now; null when there is none. */
export async function chartTakenOverBy(chain: ChainAccess, account: Address): Promise<ChartId | null> {
  const started = (await registryLogs(chain, "RecoveryStarted", { newHolder: account })).at(-1);
  if (!started) return null;
  const { chart } = started.args;
  const { recovery } = await controlOf(chain, chart);
  return recovery?.newHolder === account ? chart : null;
}
