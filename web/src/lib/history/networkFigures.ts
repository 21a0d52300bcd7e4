import { getAddress, type Hex } from "viem";
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
      pairGeneration
      pair {
        generation
      }
      report {
        status
      }
    }
  }
`);

const standingConsentsQuery = graphql(`
  query StandingConsentsInForce($block: Block_height!, $after: Bytes!, $first: Int!, $now: BigInt!) {
    pairs(block: $block, first: $first, orderBy: id, where: { id_gt: $after, expiry_gte: $now }) {
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
      where: {
        id_gt: $after
        name_in: [ReportAdded, ConsentGranted, StandingConsentGranted, ConsentStopped, EverythingStopped]
      }
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
      const ofNow = (after: Hex) => ({ after, first: PAGE_SIZE, now: String(now) });
      const [accounts, doctors, consents, standing, events] = await Promise.all([
        everyPage(async (after) => (await ask(accountsQuery, { after, first: PAGE_SIZE })).accounts),
        readDoctors(history),
        everyPage(async (after) => (await ask(consentsQuery, ofNow(after))).consents),
        everyPage(async (after) => (await ask(standingConsentsQuery, ofNow(after))).pairs),
        everyPage(async (after) => (await ask(momentsQuery, { after, first: PAGE_SIZE })).auditEvents),
      ]);
      const momentsOf = (...names: string[]) =>
        events.filter((event) => names.includes(event.name)).map((event) => Number(event.timestamp));
      // Stopping everything with a doctor, withdrawing and erasing end consents without a log for each.
      const running = consents.filter(
        ({ pair, pairGeneration, report }) => pair.generation === pairGeneration && report.status === "LIVE",
      );
      return {
        accounts: accounts.length,
        patients: accounts.filter(({ chart }) => chart !== null).length,
        doctors: countDoctors(doctors, now),
        inForce: countInForce(
          [...running, ...standing].map(({ grantee, attestationGeneration }) => ({
            grantee: getAddress(grantee.id),
            generation: attestationGeneration,
          })),
          doctors,
          now,
        ),
        moments: {
          reports: momentsOf("ReportAdded"),
          given: momentsOf("ConsentGranted", "StandingConsentGranted"),
          ended: momentsOf("ConsentStopped", "EverythingStopped"),
        },
      };
    },
    async () => figuresFromLogs(history.chain, await readRecordEvents(history.chain), now),
  );
}
