import { getAddress, type Address, type Hex } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { registryLogs } from "../chain/logs.ts";
import { graphql } from "./graphql.ts";

/** A doctor's public name and specialty, from their newest attestation. Without one the name is the address. */
export type NamedDoctor = { account: Address; name: string; specialty: string };

export const namedDoctorFields = graphql(`
  fragment NamedDoctorFields on Account @_unmask {
    id
    attestation {
      professionalName
      specialty
    }
  }
`);

type Fields = { id: Hex; attestation: { professionalName: string; specialty: string } | null };

export function namedDoctor({ id, attestation }: Fields): NamedDoctor {
  const account = getAddress(id);
  return { account, name: attestation?.professionalName ?? account, specialty: attestation?.specialty ?? "" };
}

/** The same from the logs of the public record. */
export async function namedDoctorFromLogs(chain: ChainAccess, account: Address): Promise<NamedDoctor> {
  const newest = (await registryLogs(chain, "DoctorAttested", { subject: account })).at(-1)?.args;
  return { account, name: newest?.professionalName ?? account, specialty: newest?.specialty ?? "" };
}

/** The same for several accounts, each asked for once. */
export async function namedDoctorsFromLogs(
  chain: ChainAccess,
  accounts: readonly Address[],
): Promise<(account: Address) => NamedDoctor> {
  const doctors = await Promise.all([...new Set(accounts)].map((account) => namedDoctorFromLogs(chain, account)));
  const byAccount = new Map(doctors.map((doctor) => [doctor.account, doctor]));
  return (account) => byAccount.get(account) ?? { account, name: account, specialty: "" };
}
