import { getAddress, isAddressEqual, type Address, type Hex } from "viem";
import type { Hospital } from "../chain/who.ts";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { readRecordEvents, RecordNames } from "./fromLogs/recordEvents.ts";
import { rolesFromLogs } from "./fromLogs/rolesFromLogs.ts";

export type RoleKind = "DEFAULT_ADMIN" | "ATTESTER" | "PAUSER" | "REGISTRAR" | "DOCTOR" | "OTHER";

/** One end of a period: when, in Unix seconds and by block, by whom and in which transaction. */
export type RoleChange = { at: number; block: number; by: Address | null; transaction: Hex };

/** A period in which an account held a role. */
export type RolePeriod = {
  id: Hex;
  role: RoleKind;
  /** Null for the roles of the network. */
  hospital: Hospital | null;
  account: Address;
  /** Public name of a doctor; null for others. */
  name: string | null;
  granted: RoleChange;
  /** Null while it lasts. */
  revoked: RoleChange | null;
};

const rolesQuery = graphql(`
  query RoleHistory($block: Block_height!, $where: RoleMembership_filter!, $first: Int!) {
    roleMemberships(block: $block, first: $first, orderBy: id, where: $where) {
      id
      role
      hospital {
        id
        name
      }
      account {
        id
        attestation {
          professionalName
        }
      }
      granted {
        timestamp
        block
        transaction
        actor {
          id
        }
      }
      revoked {
        timestamp
        block
        transaction
        actor {
          id
        }
      }
    }
  }
`);

/** Who held which role, from when until when: every period there ever was, of one account or of all, newest first. */
export function readRoleHistory(history: History, account?: Address): Promise<RolePeriod[]> {
  const of = account ? { account: account.toLowerCase() } : {};
  return history.read(
    async (ask) => {
      const rows = await everyPage(async (after, first) => {
        const { roleMemberships } = await ask(rolesQuery, { where: { id_gt: after, ...of }, first });
        return roleMemberships;
      });
      return rows
        .map(({ id, role, hospital, account, granted, revoked }): RolePeriod => ({
          id,
          role,
          hospital: hospital && { id: Number(hospital.id), name: hospital.name },
          account: getAddress(account.id),
          name: account.attestation?.professionalName ?? null,
          granted: changeOf(granted),
          revoked: revoked && changeOf(revoked),
        }))
        .sort((a, b) => b.granted.at - a.granted.at);
    },
    async () => {
      const events = await readRecordEvents(history.chain);
      const periods = rolesFromLogs(events, new RecordNames(events));
      return account ? periods.filter((period) => isAddressEqual(period.account, account)) : periods;
    },
  );
}

/** The periods that ran once all of a block had happened. */
export function heldAt(periods: readonly RolePeriod[], block: number): RolePeriod[] {
  return periods.filter(
    ({ granted, revoked }) => granted.block <= block && (revoked === null || revoked.block > block),
  );
}

function changeOf(event: {
  timestamp: string;
  block: string;
  transaction: Hex;
  actor: { id: Address } | null;
}): RoleChange {
  return {
    at: Number(event.timestamp),
    block: Number(event.block),
    by: event.actor && getAddress(event.actor.id),
    transaction: event.transaction,
  };
}
