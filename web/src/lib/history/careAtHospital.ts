import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address, type Hex } from "viem";
import { everyPage } from "./everyPage.ts";
import { readFormerHolders } from "./formerHolders.ts";
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
      suspendedAt
      endedAt
      ended {
        actor {
          id
        }
      }
    }
  }
`);

const assignmentsQuery = graphql(`
  query AssignmentsAtHospital($block: Block_height!, $hospital: String!, $after: Bytes!, $first: Int!) {
    assignments(block: $block, first: $first, orderBy: id, where: { id_gt: $after, hospital: $hospital }) {
      id
      care {
        id
      }
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
`);

/** Every patient who asked a hospital for care, oldest request first. */
export function readCareAtHospital(history: History, hospital: number): Promise<CarePeriod[]> {
  return history.read(
    async (ask) => {
      const at = { hospital: String(hospital) };
      const [rows, assigned] = await Promise.all([
        everyPage(async (after, first) => (await ask(careQuery, { ...at, after, first })).cares),
        everyPage(async (after, first) => (await ask(assignmentsQuery, { ...at, after, first })).assignments),
      ]);
      const ofCare = Map.groupBy(
        assigned.toSorted((a, b) => Number(a.assignedAt) - Number(b.assignedAt)),
        ({ care }) => care.id,
      );
      // Whoever else ends a chart's care than those who held it is the hospital's registrar.
      const formerHolders = await readFormerHolders(
        ask,
        rows.flatMap(({ ended, chart }) => (ended ? [chart.id] : [])),
      );
      const isHolder = (chart: { id: ChartId; holder: { id: Hex } }, account: Hex) =>
        [getAddress(chart.holder.id), ...formerHolders(chart.id)].includes(getAddress(account));
      return rows
        .map(({ id, chart, status, askedAt, acceptedAt, suspendedAt, endedAt, ended }): CarePeriod => ({
          id,
          chart: chart.id,
          status,
          askedAt: Number(askedAt),
          acceptedAt: acceptedAt === null ? null : Number(acceptedAt),
          suspendedAt: status === "SUSPENDED" ? Number(suspendedAt) : null,
          endedAt: endedAt === null ? null : Number(endedAt),
          endedBy: ended ? (ended.actor && isHolder(chart, ended.actor.id) ? "patient" : "hospital") : null,
          assignments: (ofCare.get(id) ?? []).map(({ id, doctor, attestationGeneration, assignedAt, endedAt }) => ({
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
