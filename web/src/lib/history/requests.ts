import type { ChartId } from "@chartkey/protocol/chart";
import { purposeOfIndex, type PurposeCode } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { ResultOf } from "gql.tada";
import { getAddress, type Address, type Hex } from "viem";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import { blockTimes } from "./blockTimes.ts";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { namedDoctor, namedDoctorFields, namedDoctorsFromLogs, type NamedDoctor } from "./namedDoctor.ts";

/** A doctor's request to read a report. Times are Unix seconds. */
export type RequestRow = {
  report: ReportId;
  chart: ChartId;
  doctor: NamedDoctor;
  purpose: PurposeCode;
  status: "OPEN" | "GRANTED" | "DECLINED" | "STOPPED";
  askedAt: number;
  /** When it was answered; null while it is open. */
  answeredAt: number | null;
  /** From when on the doctor can ask again; null unless it was declined. */
  notBefore: number | null;
  transaction: Hex;
};

const requestFields = graphql(
  `
    fragment RequestFields on Request @_unmask {
      id
      report {
        id
      }
      chart {
        id
      }
      doctor {
        ...NamedDoctorFields
      }
      purpose
      status
      askedAt
      asked {
        transaction
      }
      answeredAt
      notBefore
    }
  `,
  [namedDoctorFields],
);

const chartRequestsQuery = graphql(
  `
    query ChartRequests($chart: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      requests(where: { chart: $chart, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...RequestFields
      }
    }
  `,
  [requestFields],
);

const doctorRequestsQuery = graphql(
  `
    query DoctorRequests($doctor: String!, $after: Bytes!, $first: Int!, $block: Block_height!) {
      requests(where: { doctor: $doctor, id_gt: $after }, orderBy: id, first: $first, block: $block) {
        ...RequestFields
      }
    }
  `,
  [requestFields],
);

/** Every request for a report of a chart, newest first. */
export function readChartRequests(history: History, chart: ChartId): Promise<RequestRow[]> {
  return history.read(
    async (ask) => {
      const requests = await everyPage(async (after, first) => {
        return (await ask(chartRequestsQuery, { chart, after, first })).requests;
      });
      return requests.map(rowOf).sort(newestFirst);
    },
    () => requestsFromLogs(history, { chart }),
  );
}

/** Every request of a doctor, newest first. */
export function readDoctorRequests(history: History, doctor: Address): Promise<RequestRow[]> {
  return history.read(
    async (ask) => {
      const requests = await everyPage(async (after, first) => {
        const variables = { doctor: doctor.toLowerCase(), after, first };
        return (await ask(doctorRequestsQuery, variables)).requests;
      });
      return requests.map(rowOf).sort(newestFirst);
    },
    () => requestsFromLogs(history, { doctor }),
  );
}

function rowOf(request: ResultOf<typeof requestFields>): RequestRow {
  const { report, chart, doctor, purpose, status, askedAt, asked, answeredAt, notBefore } = request;
  return {
    report: report.id,
    chart: chart.id,
    doctor: namedDoctor(doctor),
    purpose: purpose === "OTHER" ? "NONE" : purpose,
    status,
    askedAt: Number(askedAt),
    answeredAt: answeredAt === null ? null : Number(answeredAt),
    notBefore: notBefore === null ? null : Number(notBefore),
    transaction: asked.transaction,
  };
}

/** What happened to a report and a doctor, in the order of the chain. */
export type RequestStep = { report: ReportId; chart: ChartId; doctor: Address; at: number; transaction: Hex } & (
  { step: "asked"; purpose: PurposeCode } | { step: "declined"; notBefore: number } | { step: "granted" | "stopped" }
);

/** Each request with its answer. Granting and stopping close a request without an event of its own. */
export function requestsOfSteps(
  steps: readonly RequestStep[],
  doctorBy: (account: Address) => NamedDoctor,
): RequestRow[] {
  const rows: RequestRow[] = [];
  const open = new Map<string, RequestRow>();
  for (const each of steps) {
    const { report, chart, doctor, at, transaction } = each;
    const key = `${report}:${doctor}`;
    if (each.step === "asked") {
      const row: RequestRow = {
        report,
        chart,
        doctor: doctorBy(doctor),
        purpose: each.purpose,
        status: "OPEN",
        askedAt: at,
        answeredAt: null,
        notBefore: null,
        transaction,
      };
      rows.push(row);
      open.set(key, row);
      continue;
    }
    const asked = open.get(key);
    if (!asked) continue;
    open.delete(key);
    asked.answeredAt = at;
    asked.status = ({ declined: "DECLINED", granted: "GRANTED", stopped: "STOPPED" } as const)[each.step];
    if (each.step === "declined") asked.notBefore = each.notBefore;
  }
  return rows.sort(newestFirst);
}

async function requestsFromLogs(
  { chain }: History,
  where: { chart?: ChartId; doctor?: Address },
): Promise<RequestRow[]> {
  const ofDecisions = { ...(where.chart && { chart: where.chart }), ...(where.doctor && { grantee: where.doctor }) };
  const [asked, declined, granted, stopped] = await Promise.all([
    recordsLogs(chain, "ConsentRequested", where),
    recordsLogs(chain, "RequestDeclined", where),
    recordsLogs(chain, "ConsentGranted", ofDecisions),
    recordsLogs(chain, "ConsentStopped", ofDecisions),
  ]);
  const logs = [...asked, ...declined, ...granted, ...stopped].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const steps = logs.map((log): RequestStep => {
    const { report, chart } = log.args;
    const doctor = getAddress("doctor" in log.args ? log.args.doctor : log.args.grantee);
    const step = { report, chart, doctor, at: timeOf(log.blockNumber), transaction: log.transactionHash };
    switch (log.eventName) {
      case "ConsentRequested":
        return { ...step, step: "asked", purpose: purposeOfIndex(log.args.purpose) ?? "NONE" };
      case "RequestDeclined":
        return { ...step, step: "declined", notBefore: Number(log.args.notBefore) };
      case "ConsentGranted":
        return { ...step, step: "granted" };
      case "ConsentStopped":
        return { ...step, step: "stopped" };
    }
  });
  const doctors = await namedDoctorsFromLogs(
    chain,
    steps.map(({ doctor }) => doctor),
  );
  return requestsOfSteps(steps, doctors);
}

const newestFirst = (a: RequestRow, b: RequestRow) => b.askedAt - a.askedAt;
