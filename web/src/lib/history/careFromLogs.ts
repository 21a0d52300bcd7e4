import type { ChartId } from "@chartkey/protocol/chart";
import type { Address, Hex } from "viem";
import { getAddress } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { registryLogs } from "../chain/logs.ts";
import { holderOf } from "../chain/reads.ts";
import { blockTimes } from "./blockTimes.ts";
import { namedDoctorFromLogs, type NamedDoctor } from "./namedDoctor.ts";
import type { AssignmentRow, CareRow } from "./rows.ts";

/** One event of care at a hospital, in the order of the chain. */
export type CareEvent = {
  kind: "asked" | "accepted" | "ended" | "assigned" | "unassigned";
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
      const asked = { askedAt: at, acceptedAt: null, endedAt: null, at, transaction };
      care.unshift({ hospital, status: "ASKED", ...asked });
    } else if (kind === "accepted" && period) {
      Object.assign(period, { status: "ACCEPTED", acceptedAt: at });
    } else if (kind === "ended" && period) {
      Object.assign(period, { status: "ENDED", endedAt: at });
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
  const [asked, accepted, ended, assigned, unassigned, holder] = await Promise.all([
    registryLogs(chain, "CareAsked", { chart }),
    registryLogs(chain, "CareAccepted", { chart }),
    registryLogs(chain, "CareEnded", { chart }),
    registryLogs(chain, "DoctorAssigned", { chart }),
    registryLogs(chain, "AssignmentEnded", { chart }),
    holderOf(chain, chart),
  ]);
  const logs = [
    ...asked.map((log) => ({ kind: "asked" as const, doctor: null, log })),
    ...accepted.map((log) => ({ kind: "accepted" as const, doctor: null, log })),
    ...ended.map((log) => ({ kind: "ended" as const, doctor: null, log })),
    ...assigned.map((log) => ({ kind: "assigned" as const, doctor: getAddress(log.args.doctor), log })),
    ...unassigned.map((log) => ({ kind: "unassigned" as const, doctor: getAddress(log.args.doctor), log })),
  ].toSorted((a, b) => Number(a.log.blockNumber - b.log.blockNumber) || a.log.logIndex - b.log.logIndex);

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

  const accounts = [...new Set(assignments.map(({ doctor }) => doctor))];
  const named = await Promise.all(accounts.map((account) => namedDoctorFromLogs(chain, account)));
  const doctorBy = (account: Address): NamedDoctor =>
    named.find((doctor) => doctor.account === account) ?? { account, name: account, specialty: "" };
  return {
    care: care.map((period) => ({ ...period, chart, holder: holder ?? chart })),
    assignments: assignments.map((each) => ({ ...each, chart, doctor: doctorBy(each.doctor) })),
  };
}
