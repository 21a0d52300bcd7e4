import { registryAbi } from "@chartkey/protocol/generated/registry";
import type { Address } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { registryLogs } from "../chain/logs.ts";
import { recordTime } from "../chain/recordTime.ts";
import { blockTimes } from "./blockTimes.ts";

/** How many verifications the contract accepts of each verifier a day, and how many it accepted today (UTC). */
export type VerifierUse = { cap: number; used: ReadonlyMap<Address, number> };

const DAY = 86_400;
/** `SUBMISSION_WINDOW`: what is accepted later than this after it was signed is a change of wallet that ended its wait, and counted when it began. */
const WINDOW = 3_600;

/** Counts as `Attestations` does: verifications and changes of wallet that were submitted today, by the clock of the chain. */
export async function readVerifierUse(chain: ChainAccess): Promise<VerifierUse> {
  const [cap, attested, started, now] = await Promise.all([
    chain.client.readContract({ address: chain.network.registry, abi: registryAbi, functionName: "DAILY_CAP" }),
    registryLogs(chain, "DoctorAttested"),
    registryLogs(chain, "ReplacementStarted"),
    recordTime(chain),
  ]);
  const today = now - (now % DAY);
  const candidates = [...attested, ...started].filter(({ args }) => Number(args.issuedAt) >= today - WINDOW);
  const timeOf = await blockTimes(
    chain,
    candidates.map(({ blockNumber }) => blockNumber),
  );
  const used = new Map<Address, number>();
  for (const { args, blockNumber } of candidates) {
    const at = timeOf(blockNumber);
    if (at < today || at - Number(args.issuedAt) > WINDOW) continue;
    used.set(args.attester, (used.get(args.attester) ?? 0) + 1);
  }
  return { cap: Number(cap), used };
}
