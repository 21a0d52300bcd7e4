import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address, type Hex } from "viem";
import { everyPage, FEW } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { careAtHospitalFromLogs } from "./fromLogs/careAtHospitalFromLogs.ts";
import { readRecordEvents, RecordNames } from "./fromLogs/recordEvents.ts";
import type { CareStatus } from "./rows.ts";

/** A period in which a doctor was assigned to a patient; `endedAt` null unless it was ended by itself. */
export type AssignmentPeriod = {
  id: string;
  doctor: Address;
  doctorName: string;
  /** The doctor's attestation generation it was given under. */
  generation: number;
  /** Unix seconds. */
  assignedAt: number;
  endedAt: number | null;
};

/** A period of a patient's care at one hospital; times in Unix seconds. */
export type CarePeriod = {
  id: string;
  chart: ChartId;
  status: CareStatus;
  askedAt: number;
  acceptedAt: number | null;
  /** When the hospital let it rest; null while it does not. */
  suspendedAt: number | null;
  endedAt: number | null;
  endedBy: "patient" | "hospital" | null;
  /** Oldest first. */
  assignments: readonly AssignmentPeriod[];
};

const careQuery = graphql(`
  query CareAtHospital($block: Block_height!, $hospital: String!, $after: Bytes!, $few: Int!) {
    cares(block: $block, first: $few, orderBy: id, where: { id_gt: $after, hospital: $hospital }) {
      id
      chart {
        id
        holder {
          id
        }
        recoveries(first: 1000, where: { status: COMPLETED }) {
          oldHolder {
            id
          }
        }
      }
      status
      askedAt
      acceptedAt
      suspendedAt
      endedAt
      ended {
        actor {
          id
        }
      }
      assignments(first: 1000, orderBy: assignedAt) {
        id
        doctor {
          id
          attestation {
            professionalName
          }
        }
        attestationGeneration
        assignedAt
        endedAt
      }
    }
  }
`);

/** Every patient who asked a hospital for care, oldest request first. */
export function readCareAtHospital(history: History, hospital: number): Promise<CarePeriod[]> {
  return history.read(
    async (ask) => {
      const rows = await everyPage(async (after, few) => {
        const { cares } = await ask(careQuery, { hospital: String(hospital), after, few });
        return cares;
      }, FEW);
      return rows
        .map(({ id, chart, status, askedAt, acceptedAt, suspendedAt, endedAt, ended, assignments }): CarePeriod => ({
          id,
          chart: chart.id,
          status,
          askedAt: Number(askedAt),
          acceptedAt: acceptedAt === null ? null : Number(acceptedAt),
          suspendedAt: status === "SUSPENDED" ? Number(suspendedAt) : null,
          endedAt: endedAt === null ? null : Number(endedAt),
          endedBy: ended ? (holdersOf(chart).includes(ended.actor?.id ?? "0x") ? "patient" : "hospital") : null,
          assignments: assignments.map(({ id, doctor, attestationGeneration, assignedAt, endedAt }) => ({
            id,
            doctor: getAddress(doctor.id),
            doctorName: doctor.attestation?.professionalName ?? getAddress(doctor.id),
            generation: attestationGeneration,
            assignedAt: Number(assignedAt),
            endedAt: endedAt === null ? null : Number(endedAt),
          })),
        }))
        .sort((a, b) => a.askedAt - b.askedAt);
    },
    async () => {
      const events = await readRecordEvents(history.chain);
      return careAtHospitalFromLogs(events, hospital, new RecordNames(events));
    },
  );
}

/** Everyone who held a chart: whoever else ends its care is the hospital's registrar. */
function holdersOf({ holder, recoveries }: { holder: { id: Hex }; recoveries: { oldHolder: { id: Hex } }[] }): Hex[] {
  return [holder.id, ...recoveries.map(({ oldHolder }) => oldHolder.id)];
}
