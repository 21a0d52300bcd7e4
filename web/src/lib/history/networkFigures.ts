import { getAddress, type Address } from "viem";
import { attestationEnd, attestationEndFields } from "./attestationEnd.ts";
import { countDoctors, countInForce, type NetworkFigures } from "./countNetwork.ts";
import type { Standing } from "./doctorStatus.ts";
import { everyPage } from "./everyPage.ts";
import { figuresFromLogs, inForceFromLogs } from "./fromLogs/figuresFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";

const daysQuery = graphql(`
  query Days($block: Block_height!, $after: Bytes!, $first: Int!) {
    days(block: $block, first: $first, orderBy: id, where: { id_gt: $after }) {
      id
      start
      accounts
      patients
      doctors
      reports
      requests
      consentsGiven
      consentsUsed
      consentsEnded
    }
  }
`);

const standingsQuery = graphql(
  `
    query DoctorStandings($block: Block_height!, $after: Bytes!, $first: Int!) {
      accounts(block: $block, first: $first, orderBy: id, where: { id_gt: $after, attestation_not: null }) {
        id
        attestation {
          validUntil
          generation
          ...AttestationEndFields
        }
        roles(first: 1, where: { role: DOCTOR, until: null }) {
          id
        }
      }
    }
  `,
  [attestationEndFields],
);

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

/**
 * What happened, by day, and how many doctors stand where at `now`, in Unix seconds. The index counts days as they happen, so that
 * this is a question for every thousand days and one for every thousand doctors, however many events there were.
 */
export function readNetworkFigures(history: History, now: number): Promise<NetworkFigures> {
  return history.read(
    async (ask) => {
      const [days, doctors] = await Promise.all([
        everyPage(async (after, first) => (await ask(daysQuery, { after, first })).days),
        readStandings(ask),
      ]);
      return {
        doctors: countDoctors(doctors, now),
        days: days.map(({ id: _, start, ...counts }) => ({ start: Number(start), ...counts })),
      };
    },
    async () => figuresFromLogs(history.chain, await readRecordEvents(history.chain), now),
  );
}

/**
 * How many consents let somebody read at `now`, in Unix seconds; authorship aside. Many end by the clock, with their doctor's
 * verification or with a single log for all, so nobody can keep count of them: they are gone through, a thousand at a time.
 */
export function countConsentsInForce(history: History, now: number): Promise<number> {
  return history.read(
    async (ask) => {
      const at = { now: String(now) };
      const [doctors, consents, standing] = await Promise.all([
        readStandings(ask),
        everyPage(async (after, first) => (await ask(consentsQuery, { ...at, after, first })).consents),
        everyPage(async (after, first) => (await ask(standingConsentsQuery, { ...at, after, first })).pairs),
      ]);
      // Stopping everything with a doctor, withdrawing and erasing end consents without a log for each.
      const running = consents.filter(
        ({ pair, pairGeneration, report }) => pair.generation === pairGeneration && report.status === "LIVE",
      );
      return countInForce(
        [...running, ...standing].map(({ grantee, attestationGeneration }) => ({
          grantee: getAddress(grantee.id),
          generation: attestationGeneration,
        })),
        doctors,
        now,
      );
    },
    async () => inForceFromLogs(await readRecordEvents(history.chain), now),
  );
}

/** Every doctor, verified now or once, and whether appointed anywhere: without lists, so many at a time. */
async function readStandings(ask: History["ask"]): Promise<(Standing & { account: Address; generation: number })[]> {
  const accounts = await everyPage(async (after, first) => (await ask(standingsQuery, { after, first })).accounts);
  return accounts.flatMap(({ id, attestation, roles }) =>
    attestation
      ? [
          {
            account: getAddress(id),
            validUntil: Number(attestation.validUntil),
            revokedAt: attestationEnd(attestation),
            generation: attestation.generation,
            appointments: roles.map(() => ({ until: null })),
          },
        ]
      : [],
  );
}
