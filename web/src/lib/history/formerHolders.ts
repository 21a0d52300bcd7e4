import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address } from "viem";
import { everyPage, PAGE_SIZE } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const recoveriesQuery = graphql(`
  query FormerHolders($block: Block_height!, $charts: [String!]!, $after: Bytes!, $first: Int!) {
    recoveries(
      block: $block
      first: $first
      orderBy: id
      where: { chart_in: $charts, status: COMPLETED, id_gt: $after }
    ) {
      id
      chart {
        id
      }
      oldHolder {
        id
      }
    }
  }
`);

/** Reads who held these charts before their recoveries. @returns What gives the former holders of one, in turn. */
export async function readFormerHolders(
  ask: History["ask"],
  charts: readonly ChartId[],
): Promise<(chart: ChartId) => readonly Address[]> {
  const distinct = [...new Set(charts)];
  const holders = new Map<ChartId, Address[]>();
  // Asking for those of no chart would be answered with those of all.
  for (let start = 0; start < distinct.length; start += PAGE_SIZE) {
    const part = distinct.slice(start, start + PAGE_SIZE);
    const recoveries = await everyPage(async (after, first) => {
      return (await ask(recoveriesQuery, { charts: part, after, first })).recoveries;
    });
    for (const { chart, oldHolder } of recoveries)
      holders.set(chart.id, [...(holders.get(chart.id) ?? []), getAddress(oldHolder.id)]);
  }
  return (chart) => holders.get(chart) ?? [];
}
