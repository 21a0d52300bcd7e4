import { getAddress, type Address } from "viem";
import type { Hospital } from "../chain/who.ts";
import { attestationEnd, attestationEndFields } from "./attestationEnd.ts";
import { everyPage } from "./everyPage.ts";
import { graphql } from "./graphql.ts";
import type { History } from "./history.svelte.ts";
import { doctorsFromLogs } from "./fromLogs/doctorsFromLogs.ts";
import { readRecordEvents } from "./fromLogs/recordEvents.ts";

/** A period as a doctor of a hospital; times in Unix seconds, `until` null while it lasts. */
export type Appointment = { hospital: Hospital; since: number; until: number | null };

/** An account that was verified as a doctor at least once: its newest verification and all its appointments. */
export type Doctor = {
  account: Address;
  name: string;
  specialty: string;
  verifier: Address;
  /** Unix seconds, as are the other times. */
  verifiedAt: number;
  /** Last second of the verification. */
  validUntil: number;
  /** When the verification was ended before its time; null if it was not. */
  revokedAt: number | null;
  generation: number;
  /** Oldest first. */
  appointments: readonly Appointment[];
};

const doctorsQuery = graphql(
  `
    query Doctors($block: Block_height!, $after: Bytes!, $first: Int!) {
      accounts(block: $block, first: $first, orderBy: id, where: { id_gt: $after, attestation_not: null }) {
        id
        attestation {
          professionalName
          specialty
          validUntil
          generation
          ...AttestationEndFields
        }
      }
    }
  `,
  [attestationEndFields],
);

const appointmentsQuery = graphql(`
  query Appointments($block: Block_height!, $after: Bytes!, $first: Int!) {
    roleMemberships(block: $block, first: $first, orderBy: id, where: { id_gt: $after, role: DOCTOR }) {
      id
      account {
        id
      }
      since
      until
      hospital {
        id
        name
      }
    }
  }
`);

/** Every doctor of the network, verified now or once. */
export function readDoctors(history: History): Promise<Doctor[]> {
  return history.read(
    async (ask) => {
      const [rows, roles] = await Promise.all([
        everyPage(async (after, first) => (await ask(doctorsQuery, { after, first })).accounts),
        everyPage(async (after, first) => (await ask(appointmentsQuery, { after, first })).roleMemberships),
      ]);
      const rolesOf = Map.groupBy(
        roles.toSorted((a, b) => Number(a.since) - Number(b.since)),
        ({ account }) => account.id,
      );
      return rows.flatMap(({ id, attestation }): Doctor[] =>
        attestation
          ? [
              {
                account: getAddress(id),
                name: attestation.professionalName,
                specialty: attestation.specialty,
                verifier: getAddress(attestation.attester.id),
                verifiedAt: Number(attestation.acceptedAt),
                validUntil: Number(attestation.validUntil),
                revokedAt: attestationEnd(attestation),
                generation: attestation.generation,
                appointments: (rolesOf.get(id) ?? []).flatMap(({ hospital, since, until }) =>
                  hospital
                    ? [
                        {
                          hospital: { id: Number(hospital.id), name: hospital.name },
                          since: Number(since),
                          until: until === null ? null : Number(until),
                        },
                      ]
                    : [],
                ),
              },
            ]
          : [],
      );
    },
    async () => doctorsFromLogs(await readRecordEvents(history.chain)),
  );
}
