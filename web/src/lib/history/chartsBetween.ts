import type { ChartId } from "@chartkey/protocol/chart";
import { registryLogs } from "../chain/logs.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const chartsQuery = graphql(`
  query ChartsBetween($first: Bytes!, $last: Bytes!, $block: Block_height!) {
    charts(first: 2, where: { id_gte: $first, id_lte: $last }, block: $block) {
      id
    }
  }
`);

/** Charts whose ids lie between two, both included; at most two of them, which is enough to know whether there is one only. */
export function readChartsBetween(history: History, first: ChartId, last: ChartId): Promise<ChartId[]> {
  return history.read(
    async (ask) => (await ask(chartsQuery, { first, last })).charts.map(({ id }) => id.toLowerCase() as ChartId),
    async () => {
      const registered = await registryLogs(history.chain, "PatientRegistered");
      const charts = registered.map(({ args }) => args.chart.toLowerCase() as ChartId);
      // Written alike, at one length, they sort as numbers do.
      return charts.filter((chart) => chart >= first && chart <= last).slice(0, 2);
    },
  );
}
