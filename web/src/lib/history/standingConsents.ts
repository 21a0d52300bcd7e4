import type { ChartId } from "@chartkey/protocol/chart";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { everyPage } from "./everyPage.ts";
import { grantOf } from "./grantOf.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { namedDoctor, namedDoctorFields, namedDoctorsFromLogs, type NamedDoctor } from "./namedDoctor.ts";
import type { StandingConsentRow } from "./rows.ts";

const pairFields = graphql(
  `
    fragment PairFields on Pair @_unmask {
      id
      chart {
        id
      }
      grantee {
        ...NamedDoctorFields
      }
      expiry
      purpose
      counter
      attestationGeneration
      decidedAt
      decided {
        transaction
      }
      grant {
        capsules
        granteeKeyVersion
        grantedAt
        granted {
          actor {
            id
          }
        }
      }
      stops(first: 1, orderBy: generation, orderDirection: desc) {
        stoppedAt
      }
    }
  `,
  [namedDoctorFields],
);

const chartPairsQuery = graphql(
  `
    query ChartPairs($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      pairs(where: { chart: $chart, id_gt: $after, decidedAt_not: null }, orderBy: id, first: $first, block: $block) {
        ...PairFields
      }
    }
  `,
  [pairFields],
);

const granteePairsQuery = graphql(
  `
    query GranteePairs($grantee: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      pairs(
        where: { grantee: $grantee, id_gt: $after, decidedAt_not: null }
        orderBy: id
        first: $first
        block: $block
      ) {
        ...PairFields
      }
    }
  `,
  [pairFields],
);

/** What the patient decided last about all reports of a chart, for each doctor there was such a decision about. */
export function readChartStandingConsents(history: History, chart: ChartId): Promise<StandingConsentRow[]> {
  return history.read(
    async (ask) => {
      const pairs = await everyPage(async (after, first) => {
        return (await ask(chartPairsQuery, { chart, after, first })).pairs;
      });
      return pairs.flatMap(rowsOf).sort(newestFirst);
    },
    () => standingConsentsFromLogs(history, { chart }),
  );
}

/** What patients decided last about all their reports and this doctor. */
export function readGranteeStandingConsents(history: History, grantee: Address): Promise<StandingConsentRow[]> {
  return history.read(
    async (ask) => {
      const pairs = await everyPage(async (after, first) => {
        const variables = { grantee: grantee.toLowerCase(), after, first };
        return (await ask(granteePairsQuery, variables)).pairs;
      });
      return pairs.flatMap(rowsOf).sort(newestFirst);
    },
    () => standingConsentsFromLogs(history, { grantee }),
  );
}

function rowsOf(pair: ResultOf<typeof pairFields>): StandingConsentRow[] {
  const { chart, grantee, expiry, purpose, counter, attestationGeneration, decidedAt, decided, grant, stops } = pair;
  if (decidedAt === null || decided === null) return [];
  return [
    {
      chart: chart.id,
      grantee: namedDoctor(grantee),
      stopped: Number(expiry) === 0,
      expiry: Number(expiry),
      purpose: purpose === "OTHER" ? "NONE" : purpose,
      counter,
      attestationGeneration,
      capsules: grant?.capsules ?? null,
      granter: grant?.granted.actor ? getAddress(grant.granted.actor.id) : null,
      granteeKeyVersion: grant?.granteeKeyVersion ?? 0,
      grantedAt: grant && Number(grant.grantedAt),
      everythingStoppedAt: stops[0] ? Number(stops[0].stoppedAt) : null,
      at: Number(decidedAt),
      transaction: decided.transaction,
    },
  ];
}

/** One decision as its event says it, in the order of the chain. Without a grant it stops everything. */
export type StandingDecision = {
  chart: Hex;
  grantee: Address;
  counter: number;
  at: number;
  transaction: Hex;
  grant: (ReturnType<typeof grantOf> & { attestationGeneration: number }) | null;
};

/** The latest decision about each chart and doctor, with the newest grant's capsules even when it was stopped since. */
export function latestStandingDecisions(
  decisions: readonly StandingDecision[],
  doctorBy: (account: Address) => NamedDoctor,
): StandingConsentRow[] {
  const rows = new Map<string, StandingConsentRow>();
  for (const { chart, grantee, counter, at, transaction, grant } of decisions) {
    const key = `${chart}:${grantee}`;
    const before = rows.get(key) ?? { ...neverGranted, chart, grantee: doctorBy(grantee) };
    const now = { ...before, counter, at, transaction };
    rows.set(
      key,
      grant ? { ...now, ...grant, stopped: false, grantedAt: at } : { ...now, ...stopped, everythingStoppedAt: at },
    );
  }
  return [...rows.values()];
}

const neverGranted = {
  capsules: null,
  granter: null,
  granteeKeyVersion: 0,
  grantedAt: null,
  everythingStoppedAt: null,
};
const stopped = { stopped: true, expiry: 0, purpose: "NONE", attestationGeneration: 0 } as const;

async function standingConsentsFromLogs(
  { chain }: History,
  where: { chart?: Hex; grantee?: Address },
): Promise<StandingConsentRow[]> {
  const [granted, everythingStopped] = await Promise.all([
    recordsLogs(chain, "StandingConsentGranted", where),
    recordsLogs(chain, "EverythingStopped", where),
  ]);
  const logs = [...granted, ...everythingStopped].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const decisions = logs.map(({ eventName, args, blockNumber, transactionHash }): StandingDecision => ({
    chart: args.chart,
    grantee: getAddress(args.grantee),
    counter: args.counter,
    at: timeOf(blockNumber),
    transaction: transactionHash,
    grant:
      eventName === "StandingConsentGranted"
        ? { ...grantOf(args), attestationGeneration: args.attestationGeneration }
        : null,
  }));
  const doctors = await namedDoctorsFromLogs(
    chain,
    decisions.map(({ grantee }) => grantee),
  );
  return latestStandingDecisions(decisions, doctors).sort(newestFirst);
}

const newestFirst = (a: StandingConsentRow, b: StandingConsentRow) => b.at - a.at;
