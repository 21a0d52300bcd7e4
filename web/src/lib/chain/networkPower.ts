import { registryAbi } from "@chartkey/protocol/generated/registry";
import { zeroAddress, type Address } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";
import { recordTime } from "./recordTime.ts";

/** Who has the network as a whole in hand, and whether it is paused. Times are seconds from now, by the clock of the chain. */
export type NetworkPower = {
  defaultAdmin: Address;
  /** To whom the network is being handed over, and in how long they can accept it (0: now); null when to nobody. */
  handover: { account: Address; waits: number } | null;
  /** How long a handover, and an announced appointment, waits. */
  delay: number;
  /** In how long the pause ends by itself; null when there is none. */
  pauseEnds: number | null;
  /** In how long the network can be paused again; 0: now. */
  pauseRests: number;
  pauseDuration: number;
};

export async function readNetworkPower(chain: ChainAccess): Promise<NetworkPower> {
  const contract = { address: chain.network.registry, abi: registryAbi, ...NOW } as const;
  const { client } = chain;
  const [defaultAdmin, [next, schedule], delay, pausedUntil, duration, now] = await Promise.all([
    client.readContract({ ...contract, functionName: "defaultAdmin" }),
    client.readContract({ ...contract, functionName: "pendingDefaultAdmin" }),
    client.readContract({ ...contract, functionName: "defaultAdminDelay" }),
    client.readContract({ ...contract, functionName: "pausedUntil" }),
    client.readContract({ ...contract, functionName: "PAUSE_DURATION" }),
    recordTime(chain),
  ]);
  const pauseDuration = Number(duration);
  const until = Number(pausedUntil);
  return {
    defaultAdmin,
    // It can be accepted when its moment has passed, not at it (OpenZeppelin, AccessControlDefaultAdminRules).
    handover: next === zeroAddress ? null : { account: next, waits: Math.max(0, schedule + 1 - now) },
    delay,
    pauseEnds: until > now ? until - now : null,
    pauseRests: until === 0 ? 0 : Math.max(0, until + pauseDuration - now),
    pauseDuration,
  };
}

/** From which moment on each disowned verifier's work is void: Unix seconds, the earliest that was named. */
export async function readDisowned(chain: ChainAccess): Promise<ReadonlyMap<Address, number>> {
  const logs = await registryLogs(chain, "AttesterDisavowed");
  return new Map(logs.map(({ args: { attester, since } }) => [attester, Number(since)]));
}
