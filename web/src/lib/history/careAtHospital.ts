import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address } from "viem";
import { everyPage, PAGE_SIZE } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { careAtHospitalFromLogs } from "./fromLogs/careAtHospitalFromLogs.ts";
import { readRecordEvents, RecordNames } from "./fromLogs/recordEvents.ts";

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
  status: "ASKED" | "ACCEPTED" | "ENDED";
  askedAt: number;
  acceptedAt: number | null;
  endedAt: number | null;
  endedBy: "patient" | "hospital" | null;
  /** Oldest first. */
  assignments: readonly AssignmentPeriod[];
};

const careQuery = graphql(`
  query CareAtHospital($block: Block_height!, $hospital: String!, $after: Bytes!, $first: Int!) {
    cares(block: $block, first: $first, orderBy: id, where: { id_gt: $after, hospital: $hospital }) {
      id
      chart {
        id
        holder {
          id
        }
      }
      status
      askedAt
      acceptedAt
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
      const rows = await everyPage(async (after) => {
        const { cares } = await ask(careQuery, { hospital: String(hospital), after, first: PAGE_SIZE });
        return cares;
      });
      return rows
        .map(({ id, chart, status, askedAt, acceptedAt, endedAt, ended, assignments }): CarePeriod => ({
          id,
          chart: chart.id,
          status,
          askedAt: Number(askedAt),
          acceptedAt: acceptedAt === null ? null : Number(acceptedAt),
          endedAt: endedAt === null ? null : Number(endedAt),
          endedBy: ended ? (ended.actor?.id === chart.holder.id ? "patient" : "hospital") : null,
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
