import { getAddress, type Address } from "viem";
import type { Duties } from "./duties.ts";
import { readDoctors } from "./doctors.ts";
import { everyPage } from "./everyPage.ts";
import { dutiesFromLogs } from "./fromLogs/dutiesFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { readRoleHistory } from "./roleHistory.ts";

const holdersQuery = graphql(`
  query ChartHolders($block: Block_height!, $after: Bytes!, $first: Int!) {
    charts(block: $block, first: $first, orderBy: id, where: { id_gt: $after }) {
      id
      holder {
        id
      }
    }
  }
`);

const assignersQuery = graphql(`
  query Assigners($block: Block_height!, $after: Bytes!, $first: Int!) {
    assignments(block: $block, first: $first, orderBy: id, where: { id_gt: $after }) {
      id
      doctor {
        id
      }
      assigned {
        transaction
        actor {
          id
        }
      }
    }
  }
`);

/** All that the separation of duties is judged by. */
export function readDuties(history: History): Promise<Duties> {
  return history.read(
    async (ask) => {
      const [roles, doctors, charts, assignments] = await Promise.all([
        readRoleHistory(history),
        readDoctors(history),
        everyPage(async (after, first) => (await ask(holdersQuery, { after, first })).charts),
        everyPage(async (after, first) => (await ask(assignersQuery, { after, first })).assignments),
      ]);
      return {
        roles,
        doctors,
        patients: charts.map(({ holder }) => getAddress(holder.id)),
        assignments: assignments.map(({ doctor, assigned }) => ({
          doctor: getAddress(doctor.id),
          by: addressOf(assigned.actor),
          transaction: assigned.transaction,
        })),
      };
    },
    async () => dutiesFromLogs(await readRecordEvents(history.chain)),
  );
}

function addressOf(account: { id: Address } | null): Address | null {
  return account && getAddress(account.id);
}
