import type { ResultOf } from "gql.tada";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const stopsQuery = graphql(`
  query EverythingStops($where: Pair_filter!, $after: Bytes!, $first: Int!, $block: Block_height!) {
    everythingStops(where: { pair_: $where, id_gt: $after }, orderBy: id, first: $first, block: $block) {
      id
      pair {
        id
      }
      generation
      stoppedAt
      stopped {
        transaction
      }
    }
  }
`);

export type EverythingStop = ResultOf<typeof stopsQuery>["everythingStops"][number];

/** What was granted under a generation of a pair of chart and doctor. */
type UnderPair = { readonly pair: { readonly id: string }; readonly pairGeneration: number };

/**
 * Reads every time that a patient stopped everything with a doctor, of one chart or one doctor. Such a stop ends what was granted
 * before it without a log for each; it is asked for beside that, once, and not once more with every row.
 *
 * @returns What finds the stop that ended something, if any did.
 */
export async function readEverythingStops(
  ask: History["ask"],
  where: { readonly chart: string } | { readonly grantee: string },
): Promise<(granted: UnderPair) => EverythingStop | undefined> {
  const stops = await everyPage(async (after, first) => {
    return (await ask(stopsQuery, { where, after, first })).everythingStops;
  });
  const keyOf = (pair: string, generation: number) => `${pair}:${generation}`;
  const byGeneration = new Map(stops.map((stop) => [keyOf(stop.pair.id, stop.generation), stop]));
  return ({ pair, pairGeneration }) => byGeneration.get(keyOf(pair.id, pairGeneration + 1));
}
