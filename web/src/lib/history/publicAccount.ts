import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address, type Hex } from "viem";
import { attestationEnd, attestationEndFields } from "./attestationEnd.ts";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { publicAccountFromLogs } from "./fromLogs/publicFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";

/** One verification of a doctor; times in Unix seconds. */
export type Verification = {
  id: Hex;
  name: string;
  specialty: string;
  verifier: Address;
  since: number;
  validUntil: number;
  revokedAt: number | null;
  transaction: Hex;
};

/** What the public record says of an account, besides its roles and its events. */
export type PublicAccount = {
  address: Address;
  /** Null unless it is a patient. */
  chart: { id: ChartId; registeredAt: number } | null;
  /** Its newest public key; null when it published none. */
  key: { version: number; publishedAt: number } | null;
  /** Newest first. */
  verifications: readonly Verification[];
};

const accountQuery = graphql(`
  query PublicAccount($block: Block_height!, $id: ID!) {
    account(block: $block, id: $id) {
      chart {
        id
        registeredAt
      }
      key {
        version
        publishedAt
      }
    }
  }
`);

const attestationsQuery = graphql(
  `
    query AttestationsOf($block: Block_height!, $subject: String!, $after: Bytes!, $first: Int!) {
      attestations(block: $block, first: $first, orderBy: id, where: { subject: $subject, id_gt: $after }) {
        id
        professionalName
        specialty
        validUntil
        accepted {
          transaction
        }
        ...AttestationEndFields
      }
    }
  `,
  [attestationEndFields],
);

/** Null for an account of which the public record says nothing. */
export function readPublicAccount(history: History, address: Address): Promise<PublicAccount | null> {
  return history.read(
    async (ask) => {
      const id = address.toLowerCase();
      const [{ account }, attestations] = await Promise.all([
        ask(accountQuery, { id }),
        everyPage(async (after, first) => (await ask(attestationsQuery, { subject: id, after, first })).attestations),
      ]);
      if (!account) return null;
      const { chart, key } = account;
      return {
        address: getAddress(address),
        chart: chart && { id: chart.id, registeredAt: Number(chart.registeredAt) },
        key: key && { version: key.version, publishedAt: Number(key.publishedAt) },
        verifications: attestations.toSorted(newestFirst).map((each) => ({
          id: each.id,
          name: each.professionalName,
          specialty: each.specialty,
          verifier: getAddress(each.attester.id),
          since: Number(each.acceptedAt),
          validUntil: Number(each.validUntil),
          revokedAt: attestationEnd(each),
          transaction: each.accepted.transaction,
        })),
      };
    },
    async () => publicAccountFromLogs(await readRecordEvents(history.chain), address),
  );
}

function newestFirst(a: { acceptedAt: string }, b: { acceptedAt: string }): number {
  return Number(b.acceptedAt) - Number(a.acceptedAt);
}
