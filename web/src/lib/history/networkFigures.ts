import { getAddress } from "viem";
import { countDoctors, countInForce, type NetworkFigures } from "./countNetwork.ts";
import { readDoctors } from "./doctors.ts";
import { everyPage, PAGE_SIZE } from "./everyPage.ts";
import { figuresFromLogs } from "./fromLogs/figuresFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const accountsQuery = graphql(`
  query AccountIds($block: Block_height!, $after: Bytes!, $first: Int!) {
    accounts(block: $block, first: $first, orderBy: id, where: { id_gt: $after }) {
      id
      chart {
        id
      }
    }
  }
`);

const consentsQuery = graphql(`
  query ConsentsInForce($block: Block_height!, $after: Bytes!, $first: Int!, $now: BigInt!) {
    consents(block: $block, first: $first, orderBy: id, where: { id_gt: $after, stopped: false, expiry_gte: $now }) {
      id
      attestationGeneration
      grantee {
        id
      }
    }
  }
`);

const momentsQuery = graphql(`
  query Moments($block: Block_height!, $after: Bytes!, $first: Int!) {
    auditEvents(
      block: $block
      first: $first
      orderBy: id
      where: { id_gt: $after, name_in: [ReportAdded, ConsentGranted, ConsentStopped] }
    ) {
      id
      name
      timestamp
    }
  }
`);

/** Counts what the public record holds, page by page: graph-node does not count. `now` in Unix seconds. */
export function readNetworkFigures(history: History, now: number): Promise<NetworkFigures> {
  return history.read(
    async (ask) => {
      const [accounts, doctors, consents, events] = await Promise.all([
        everyPage(async (after) => (await ask(accountsQuery, { after, first: PAGE_SIZE })).accounts),
        readDoctors(history),
        everyPage(async (after) => (await ask(consentsQuery, { after, first: PAGE_SIZE, now: String(now) })).consents),
        everyPage(async (after) => (await ask(momentsQuery, { after, first: PAGE_SIZE })).auditEvents),
      ]);
      const momentsOf = (name: string) =>
        events.filter((event) => event.name === name).map((event) => Number(event.timestamp));
      return {
        accounts: accounts.length,
        patients: accounts.filter(({ chart }) => chart !== null).length,
        doctors: countDoctors(doctors, now),
        inForce: countInForce(
          consents.map(({ grantee, attestationGeneration }) => ({
            grantee: getAddress(grantee.id),
            generation: attestationGeneration,
          })),
          doctors,
          now,
        ),
        moments: {
          reports: momentsOf("ReportAdded"),
          given: momentsOf("ConsentGranted"),
          ended: momentsOf("ConsentStopped"),
        },
      };
    },
    async () => figuresFromLogs(history.chain, await readRecordEvents(history.chain), now),
  );
}
