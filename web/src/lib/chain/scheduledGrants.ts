import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { Address, Hex } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";

/** An appointment that was announced, and neither completed nor called off. */
export type ScheduledGrant = {
  role: Hex;
  account: Address;
  /** Unix seconds: from when on it can be completed. */
  effectAt: number;
  /** Seconds that are left until then, by the clock of the chain; 0 when it is due. */
  waits: number;
};

/** Every announced appointment that still counts. The logs say which to ask about, the contract what became of each. */
export async function readScheduledGrants(chain: ChainAccess): Promise<ScheduledGrant[]> {
  const { client, network } = chain;
  const [logs, { timestamp }] = await Promise.all([registryLogs(chain, "RoleGrantScheduled"), client.getBlock(NOW)]);
  const announced = new Map(logs.map(({ args: { role, account } }) => [`${role}:${account}`, { role, account }]));
  const grants = await Promise.all(
    [...announced.values()].map(async ({ role, account }): Promise<ScheduledGrant> => {
      const effectAt = await client.readContract({
        address: network.registry,
        abi: registryAbi,
        functionName: "scheduledGrantOf",
        args: [role, account],
        ...NOW,
      });
      return { role, account, effectAt, waits: Math.max(0, effectAt - Number(timestamp)) };
    }),
  );
  return grants.filter(({ effectAt }) => effectAt > 0);
}
