import type { ChartId } from "@chartkey/protocol/chart";
import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { ResultOf } from "gql.tada";
import { getAddress, isAddressEqual, type Address, type Hex } from "viem";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { grantOf } from "./grantOf.ts";
import { namedDoctor, namedDoctorFields, namedDoctorsFromLogs, type NamedDoctor } from "./namedDoctor.ts";
import { everyPage } from "./everyPage.ts";
import { readEverythingStops, type EverythingStop } from "./everythingStops.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import type { ConsentRow } from "./rows.ts";

const consentFields = graphql(
  `
    fragment ConsentFields on Consent @_unmask {
      id
      report {
        id
      }
      chart {
        id
      }
      grantee {
        ...NamedDoctorFields
      }
      expiry
      purpose
      stopped
      counter
      decidedAt
      decided {
        transaction
      }
      pairGeneration
      pair {
        id
        generation
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
    }
  `,
  [namedDoctorFields],
);

const chartConsentsQuery = graphql(
  `
    query ChartConsents($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      consents(where: { chart: $chart, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...ConsentFields
      }
    }
  `,
  [consentFields],
);

const granteeConsentsQuery = graphql(
  `
    query GranteeConsents($grantee: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      consents(where: { grantee: $grantee, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...ConsentFields
      }
    }
  `,
  [consentFields],
);

/** What the patient decided last about each report and doctor of a chart, newest decision first. */
export function readChartConsents(history: History, chart: ChartId): Promise<ConsentRow[]> {
  return history.read(
    async (ask) => {
      const consents = await everyPage(async (after, first) => {
        return (await ask(chartConsentsQuery, { chart, after, first })).consents;
      });
      const stopOf = await readEverythingStops(ask, { chart });
      return consents.map((consent) => rowOf(consent, stopOf(consent))).sort(newestFirst);
    },
    () => consentsFromLogs(history, { chart }),
  );
}

/** What patients decided last about each report and this doctor, newest decision first. */
export function readGranteeConsents(history: History, grantee: Address): Promise<ConsentRow[]> {
  return history.read(
    async (ask) => {
      const ofGrantee = { grantee: grantee.toLowerCase() };
      const consents = await everyPage(async (after, first) => {
        return (await ask(granteeConsentsQuery, { ...ofGrantee, after, first })).consents;
      });
      const stopOf = await readEverythingStops(ask, ofGrantee);
      return consents.map((consent) => rowOf(consent, stopOf(consent))).sort(newestFirst);
    },
    () => consentsFromLogs(history, { grantee }),
  );
}

/** @param stop Of everything with the doctor, after this was decided. */
function rowOf(consent: ResultOf<typeof consentFields>, stop: EverythingStop | undefined): ConsentRow {
  const { pair, pairGeneration } = consent;
  const end = consent.stopped ? undefined : stop;
  const isStopped = consent.stopped || pair.generation !== pairGeneration;
  return {
    report: consent.report.id,
    chart: consent.chart.id,
    grantee: namedDoctor(consent.grantee),
    stopped: isStopped,
    expiry: isStopped ? 0 : Number(consent.expiry),
    purpose: isStopped || consent.purpose === "OTHER" ? "NONE" : consent.purpose,
    counter: consent.counter,
    capsules: consent.grant?.capsules ?? null,
    granter: consent.grant?.granted.actor ? getAddress(consent.grant.granted.actor.id) : null,
    granteeKeyVersion: consent.grant?.granteeKeyVersion ?? 0,
    grantedAt: consent.grant && Number(consent.grant.grantedAt),
    at: Number(end?.stoppedAt ?? consent.decidedAt),
    transaction: (end?.stopped ?? consent.decided).transaction,
  };
}

/** One decision as its event says it, in the order of the chain. `report` is null for one about everything with the doctor. */
export type Decision = {
  report: Hex | null;
  chart: Hex;
  grantee: Address;
  counter: number;
  at: number;
  transaction: Hex;
  grant: { expiry: number; purpose: PurposeCode; capsules: Hex; granter: Address; granteeKeyVersion: number } | null;
};

/** The latest decision about each report and doctor, with the newest grant's capsules even when it was stopped since. */
export function latestDecisions(
  decisions: readonly Decision[],
  doctorBy: (account: Address) => NamedDoctor,
): ConsentRow[] {
  const rows = new Map<string, ConsentRow>();
  for (const { report, chart, grantee, counter, at, transaction, grant } of decisions) {
    const ended = { stopped: true, expiry: 0, purpose: "NONE" as const, at, transaction };
    if (report === null) {
      const running = [...rows].filter(([, row]) => isOfPair(row, chart, grantee) && !row.stopped);
      for (const [key, row] of running) rows.set(key, { ...row, ...ended });
      continue;
    }
    const key = `${report}:${grantee}`;
    const before = rows.get(key) ?? { ...neverGranted, report, chart, grantee: doctorBy(grantee) };
    rows.set(
      key,
      grant
        ? { ...before, ...grant, counter, stopped: false, grantedAt: at, at, transaction }
        : { ...before, ...ended, counter },
    );
  }
  return [...rows.values()];
}

const neverGranted = { capsules: null, granter: null, granteeKeyVersion: 0, grantedAt: null };

function isOfPair(row: ConsentRow, chart: Hex, grantee: Address): boolean {
  return row.chart === chart && isAddressEqual(row.grantee.account, grantee);
}

async function consentsFromLogs({ chain }: History, where: { chart?: Hex; grantee?: Address }): Promise<ConsentRow[]> {
  const [granted, stopped, everythingStopped] = await Promise.all([
    recordsLogs(chain, "ConsentGranted", where),
    recordsLogs(chain, "ConsentStopped", where),
    recordsLogs(chain, "EverythingStopped", where),
  ]);
  const logs = [...granted, ...stopped, ...everythingStopped].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const decisions = logs.map(({ eventName, args, blockNumber, transactionHash }): Decision => ({
    report: eventName === "EverythingStopped" ? null : args.report,
    chart: args.chart,
    grantee: getAddress(args.grantee),
    counter: args.counter,
    at: timeOf(blockNumber),
    transaction: transactionHash,
    grant: eventName === "ConsentGranted" ? grantOf(args) : null,
  }));
  const doctors = await namedDoctorsFromLogs(
    chain,
    decisions.map(({ grantee }) => grantee),
  );
  return latestDecisions(decisions, doctors).sort(newestFirst);
}

const newestFirst = (a: ConsentRow, b: ConsentRow) => b.at - a.at;
