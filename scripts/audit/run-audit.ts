import { audit, isStillThere, type Progress } from "@chartkey/protocol/audit/audit";
import type { AuditNode } from "@chartkey/protocol/audit/audit-node";
import type { AskIndex } from "@chartkey/protocol/audit/compare-index";
import type { Difference } from "@chartkey/protocol/audit/difference";
import type { Address } from "viem";
import { findContracts, findDeployBlock, WrongAddressError } from "./find-contracts.ts";
import { checkpointFile, dropCheckpoint, keepCheckpoint, readCheckpoint } from "./kept-checkpoint.ts";
import { tidyHeap } from "./tidy-heap.ts";

/** Logs between two checkpoints, at least. */
const EVENTS_BETWEEN = 10_000;

const EVENTS_TO_TIDY = 2_000;

export interface AuditRun {
  readonly node: AuditNode;
  readonly second: AuditNode | null;
  readonly index: AskIndex | null;
  /** Of `Records`. */
  readonly address: Address;
  readonly fromBlock: number | null;
  readonly anew: boolean;
  /** Keeps what an interrupted run had found. */
  readonly folder: string;
  /** One line at a time, for a person. */
  readonly say: (line: string) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/** Checks everything, says each difference, and ends in one plain line. Returns whether nothing differs. */
export async function runAudit(run: AuditRun): Promise<boolean> {
  const { node, second, index, say, onProgress } = run;
  const contracts = await findContracts(node, run.address);
  if (second) await mustBeOfChain(second, contracts.chainId);
  const file = checkpointFile(
    run.folder,
    contracts,
    [second && "two-nodes", index && "index"].filter(Boolean).join("-"),
  );
  const kept = run.anew ? null : await readCheckpoint(file, contracts);
  const resumeFrom = kept && (await isStillThere(node, kept)) ? kept : null;
  if (resumeFrom) say(`Going on after block ${resumeFrom.upTo.number}, where an earlier check was interrupted.`);

  const head = Number(await node("eth_blockNumber", []));
  const fromBlock = run.fromBlock ?? (await findDeployBlock(node, contracts, head));
  const found: Difference[] = [];
  for (const difference of resumeFrom?.found ?? []) note(difference);
  let tidiedAt = resumeFrom?.ledger.count ?? 0;
  let keptAt = resumeFrom?.ledger.count ?? 0;
  const differences = audit({
    contracts,
    node,
    ...(second && { second }),
    ...(index && { index }),
    fromBlock,
    ...(resumeFrom && { resumeFrom }),
    ...(onProgress && { onProgress }),
    onCheckpoint: async (checkpoint) => {
      if (checkpoint.ledger.count - tidiedAt >= EVENTS_TO_TIDY) {
        tidiedAt = checkpoint.ledger.count;
        tidyHeap();
      }
      if (checkpoint.ledger.count - keptAt < EVENTS_BETWEEN) return;
      keptAt = checkpoint.ledger.count;
      await keepCheckpoint(file, { ...checkpoint, found });
    },
  });

  let next = await differences.next();
  for (; !next.done; next = await differences.next()) note(next.value);
  dropCheckpoint(file);
  const { events, block, answers } = next.value;
  const compared = [`${events} events up to block ${block.number}`, `${answers} answers of the contracts`];
  if (index) compared.push("every entity of the index");
  if (second) compared.push("a second node");
  const number = found.length === 1 ? "1 difference" : `${found.length} differences`;
  say(`${found.length === 0 ? "Nothing differs" : number}: checked ${compared.join(", ")}.`);
  return found.length === 0;

  function note(difference: Difference): void {
    found.push(difference);
    say(sentenceOf(difference));
  }
}

function sentenceOf({ about, what, place }: Difference): string {
  const where =
    place === null
      ? ""
      : ` (block ${place.block}, log ${place.logIndex}, transaction ${place.transaction ?? "unknown"})`;
  return `DIFFERS  ${about.padEnd(8)} ${what}${where}`;
}

async function mustBeOfChain(node: AuditNode, chainId: number): Promise<void> {
  const other = Number(await node("eth_chainId", []));
  if (other !== chainId)
    throw new WrongAddressError(`The second node is of chain ${other}, the first of chain ${chainId}.`);
}
