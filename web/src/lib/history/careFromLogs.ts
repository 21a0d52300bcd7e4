import type { ChartId } from "@chartkey/protocol/chart";
import type { Address, Hex } from "viem";
import { getAddress } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { inChainOrder, registryLogs } from "../chain/logs.ts";
import { holderOf } from "../chain/reads.ts";
import { blockTimes } from "./blockTimes.ts";
import { namedDoctorsFromLogs } from "./namedDoctor.ts";
import type { AssignmentRow, CareRow } from "./rows.ts";

/** One event of care at a hospital, in the order of the chain. */
export type CareEvent = {
  kind: "asked" | "accepted" | "suspended" | "resumed" | "ended" | "assigned" | "unassigned";
  hospital: number;
  /** Who is assigned, or no more; null for the rest. */
  doctor: Address | null;
  at: number;
  transaction: Hex;
};

type Periods = {
  care: Omit<CareRow, "chart" | "holder">[];
  assignments: (Omit<AssignmentRow, "chart" | "doctor"> & { doctor: Address })[];
};

/** The periods that a chart's events amount to, newest first. The end of care at a hospital ends its assignments. */
export function carePeriods(events: readonly CareEvent[]): Periods {
  const { care, assignments }: Periods = { care: [], assignments: [] };
  const present = (hospital: number) => care.find((period) => period.hospital === hospital && period.endedAt === null);
  const running = (hospital: number, doctor: Address | null) =>
    assignments.filter(
      (each) => each.hospital === hospital && each.endedAt === null && (!doctor || each.doctor === doctor),
    );

  for (const { kind, hospital, doctor, at, transaction } of events) {
    const period = present(hospital);
    if (kind === "asked") {
      const asked = { askedAt: at, acceptedAt: null, suspendedAt: null, endedAt: null, at, transaction };
      care.unshift({ hospital, status: "ASKED", ...asked });
    } else if (kind === "accepted" && period) {
      Object.assign(period, { status: "ACCEPTED", acceptedAt: at });
    } else if (kind === "suspended" && period) {
      Object.assign(period, { status: "SUSPENDED", suspendedAt: at });
    } else if (kind === "resumed" && period) {
      Object.assign(period, { status: "ACCEPTED", suspendedAt: null });
    } else if (kind === "ended" && period) {
      Object.assign(period, { status: "ENDED", suspendedAt: null, endedAt: at });
      running(hospital, null).forEach((each) => (each.endedAt = at));
    } else if (kind === "assigned" && doctor) {
      assignments.unshift({ hospital, doctor, assignedAt: at, endedAt: null, at, transaction });
    } else if (kind === "unassigned") {
      running(hospital, doctor).forEach((each) => (each.endedAt = at));
    }
  }
  return { care, assignments };
}

/** The care of a chart as the logs of the public record tell it. */
export async function careFromLogs(
  chain: ChainAccess,
  chart: ChartId,
): Promise<{ care: CareRow[]; assignments: AssignmentRow[] }> {
  const [asked, accepted, suspended, resumed, ended, assigned, unassigned, holder] = await Promise.all([
    registryLogs(chain, "CareAsked", { chart }),
    registryLogs(chain, "CareAccepted", { chart }),
    registryLogs(chain, "CareSuspended", { chart }),
    registryLogs(chain, "CareResumed", { chart }),
    registryLogs(chain, "CareEnded", { chart }),
    registryLogs(chain, "DoctorAssigned", { chart }),
    registryLogs(chain, "AssignmentEnded", { chart }),
    holderOf(chain, chart),
  ]);
  const logs = [
    ...asked.map((log) => ({ kind: "asked" as const, doctor: null, log })),
    ...accepted.map((log) => ({ kind: "accepted" as const, doctor: null, log })),
    ...suspended.map((log) => ({ kind: "suspended" as const, doctor: null, log })),
    ...resumed.map((log) => ({ kind: "resumed" as const, doctor: null, log })),
    ...ended.map((log) => ({ kind: "ended" as const, doctor: null, log })),
    ...assigned.map((log) => ({ kind: "assigned" as const, doctor: getAddress(log.args.doctor), log })),
    ...unassigned.map((log) => ({ kind: "unassigned" as const, doctor: getAddress(log.args.doctor), log })),
  ].toSorted((a, b) => inChainOrder(a.log, b.log));

  const timeOf = await blockTimes(
    chain,
    logs.map(({ log }) => log.blockNumber),
  );
  const { care, assignments } = carePeriods(
    logs.map(({ kind, doctor, log }) => ({
      kind,
      hospital: log.args.hospital,
      doctor,
      at: timeOf(log.blockNumber),
      transaction: log.transactionHash,
    })),
  );

  const doctorBy = await namedDoctorsFromLogs(
    chain,
    assignments.map(({ doctor }) => doctor),
  );
  return {
    care: care.map((period) => ({ ...period, chart, holder: holder ?? chart })),
    assignments: assignments.map((each) => ({ ...each, chart, doctor: doctorBy(each.doctor) })),
  };
}
