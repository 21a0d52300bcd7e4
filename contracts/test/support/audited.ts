import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import { blockAt } from "@chartkey/protocol/audit/audit-node";
import { fold, openLedger, type Folded } from "@chartkey/protocol/audit/ledger";
import type { RawLog } from "@chartkey/protocol/audit/raw-log";
import { readLogs } from "@chartkey/protocol/audit/read-logs";
import { chain } from "./chain.ts";
import type { World } from "./world.ts";

const CHAIN_ID = 31_337;

/** The simulated chain, asked as an auditor asks a node. */
export const node: AuditNode = (method, params) => chain.provider.request({ method, params: [...params] });

export function contractsOf({ contracts }: World) {
  return { chainId: CHAIN_ID, ...contracts };
}

/** Every log of the world's contracts up to now. */
export async function logsOf(all: World): Promise<RawLog[]> {
  const head = await blockAt(node, "latest");
  const range = { contracts: contractsOf(all), fromBlock: 0, toBlock: head!.number, withSenders: true };
  const logs: RawLog[] = [];
  for await (const span of readLogs(node, range)) logs.push(...span.logs);
  return logs;
}

/** Folds logs, and gives the ledger with what folding each said. */
export function folded(all: World, logs: readonly RawLog[]) {
  const ledger = openLedger(contractsOf(all));
  const said: Folded[] = logs.map((log) => fold(ledger, log));
  return { ledger, breaches: said.flatMap(({ breaches }) => breaches) };
}
