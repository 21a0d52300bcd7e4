import type { ChartId } from "@chartkey/protocol/chart";
import { purposeOfIndex, type PurposeCode } from "@chartkey/protocol/purpose";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import { recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { namedDoctor, namedDoctorFields, namedDoctorFromLogs, type NamedDoctor } from "./namedDoctor.ts";
import { everyPage, PAGE_SIZE } from "./everyPage.ts";
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
      const consents = await everyPage(async (after) => {
        const variables = { chart, after, first: PAGE_SIZE };
        return (await ask(chartConsentsQuery, variables)).consents;
      });
      return consents.map(rowOf).sort(newestFirst);
    },
    () => consentsFromLogs(history, { chart }),
  );
}

/** What patients decided last about each report and this doctor, newest decision first. */
export function readGranteeConsents(history: History, grantee: Address): Promise<ConsentRow[]> {
  return history.read(
    async (ask) => {
      const consents = await everyPage(async (after) => {
        const variables = { grantee: grantee.toLowerCase(), after, first: PAGE_SIZE };
        return (await ask(granteeConsentsQuery, variables)).consents;
      });
      return consents.map(rowOf).sort(newestFirst);
    },
    () => consentsFromLogs(history, { grantee }),
  );
}

function rowOf(consent: ResultOf<typeof consentFields>): ConsentRow {
  return {
    report: consent.report.id,
    chart: consent.chart.id,
    grantee: namedDoctor(consent.grantee),
    stopped: consent.stopped,
    expiry: Number(consent.expiry),
    purpose: consent.purpose === "OTHER" ? "NONE" : consent.purpose,
    counter: consent.counter,
    capsules: consent.grant?.capsules ?? null,
    granter: consent.grant?.granted.actor ? getAddress(consent.grant.granted.actor.id) : null,
    granteeKeyVersion: consent.grant?.granteeKeyVersion ?? 0,
    grantedAt: consent.grant && Number(consent.grant.grantedAt),
    at: Number(consent.decidedAt),
    transaction: consent.decided.transaction,
  };
}

/** One decision as its event says it. */
export type Decision = {
  report: Hex;
  chart: Hex;
  grantee: Address;
  counter: number;
  at: number;
  transaction: Hex;
  grant: { expiry: number; purpose: PurposeCode; capsules: Hex; granter: Address; granteeKeyVersion: number } | null;
};

/** The latest decision of each pair, with the newest grant's capsules even when it was stopped since. */
export function latestDecisions(
  decisions: readonly Decision[],
  doctorBy: (account: Address) => NamedDoctor,
): ConsentRow[] {
  const pairs = Map.groupBy(decisions, ({ report, grantee }) => `${report}:${grantee}`);
  return [...pairs.values()].flatMap((pair): ConsentRow[] => {
    const inOrder = pair.toSorted((a, b) => a.counter - b.counter);
    const latest = inOrder.at(-1);
    const granted = inOrder.findLast(({ grant }) => grant !== null);
    if (!latest) return [];
    return [
      {
        report: latest.report,
        chart: latest.chart,
        grantee: doctorBy(latest.grantee),
        stopped: latest.grant === null,
        expiry: latest.grant?.expiry ?? 0,
        purpose: latest.grant?.purpose ?? "NONE",
        counter: latest.counter,
        capsules: granted?.grant?.capsules ?? null,
        granter: granted?.grant?.granter ?? null,
        granteeKeyVersion: granted?.grant?.granteeKeyVersion ?? 0,
        grantedAt: granted?.at ?? null,
        at: latest.at,
        transaction: latest.transaction,
      },
    ];
  });
}

async function consentsFromLogs({ chain }: History, where: { chart?: Hex; grantee?: Address }): Promise<ConsentRow[]> {
  const [granted, stopped] = await Promise.all([
    recordsLogs(chain, "ConsentGranted", where),
    recordsLogs(chain, "ConsentStopped", where),
  ]);
  const timeOf = await blockTimes(
    chain,
    [...granted, ...stopped].map(({ blockNumber }) => blockNumber),
  );
  const decisions: Decision[] = [
    ...granted.map(({ args, blockNumber, transactionHash }) => ({
      report: args.report,
      chart: args.chart,
      grantee: getAddress(args.grantee),
      counter: args.counter,
      at: timeOf(blockNumber),
      transaction: transactionHash,
      grant: {
        expiry: Number(args.expiry),
        purpose: purposeOfIndex(args.purpose) ?? ("NONE" as const),
        capsules: args.capsules,
        granter: getAddress(args.actor),
        granteeKeyVersion: args.granteeKeyVersion,
      },
    })),
    ...stopped.map(({ args, blockNumber, transactionHash }) => ({
      report: args.report,
      chart: args.chart,
      grantee: getAddress(args.grantee),
      counter: args.counter,
      at: timeOf(blockNumber),
      transaction: transactionHash,
      grant: null,
    })),
  ];
  const accounts = [...new Set(decisions.map(({ grantee }) => grantee))];
  const doctors = await Promise.all(accounts.map((account) => namedDoctorFromLogs(chain, account)));
  const byAccount = new Map(doctors.map((doctor) => [doctor.account, doctor]));
  return latestDecisions(
    decisions,
    (account) => byAccount.get(account) ?? { account, name: account, specialty: "" },
  ).sort(newestFirst);
}

const newestFirst = (a: ConsentRow, b: ConsentRow) => b.at - a.at;
