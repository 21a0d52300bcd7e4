import type { ChartId } from "@chartkey/protocol/chart";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { zeroAddress, type Address, type Hex } from "viem";
import { NOW, type ChainAccess } from "./chainAccess.ts";
import { registryLogs } from "./logs.ts";

export type Hospital = { id: number; name: string };

/** What the public record says of an account now. */
export type Who = {
  account: Address;
  /** The chart it holds; null unless it is a patient. */
  chart: ChartId | null;
  /** Version of its newest key; 0 when it has none. */
  keyVersion: number;
  encryptionAddress: Address | null;
  /** `validUntil` in Unix seconds; null when it was never verified or that was ended. */
  attestation: { validUntil: number; generation: number } | null;
  /** Verified now and appointed by at least one hospital. */
  isActiveDoctor: boolean;
  isAdministrative: boolean;
  isAttester: boolean;
  isPauser: boolean;
  isDefaultAdmin: boolean;
  /** A handover of the network to this account was begun, and it did not accept yet. */
  isNextDefaultAdmin: boolean;
  registrarAt: readonly Hospital[];
  doctorAt: readonly Hospital[];
};

/** The hospitals of the network, in the order in which they were opened. */
export async function readHospitals(chain: ChainAccess): Promise<Hospital[]> {
  const logs = await registryLogs(chain, "HospitalOpened");
  return logs.map(({ args }) => ({ id: args.hospital, name: args.name }));
}

/** Reads all of it in one batch of requests. */
export async function readWho(chain: ChainAccess, account: Address, hospitals: readonly Hospital[]): Promise<Who> {
  const contract = { address: chain.network.registry, abi: registryAbi, ...NOW } as const;
  const { client } = chain;
  const has = (role: Hex) => client.readContract({ ...contract, functionName: "hasRole", args: [role, account] });
  const which = async (roleOf: (hospital: number) => Hex) => {
    const held = await Promise.all(hospitals.map(({ id }) => has(roleOf(id))));
    return hospitals.filter((_, index) => held[index]);
  };

  const [chart, [keyVersion, encryptionAddress], [validUntil, generation], isActiveDoctor, isAdministrative, [next]] =
    await Promise.all([
      client.readContract({ ...contract, functionName: "chartOf", args: [account] }),
      client.readContract({ ...contract, functionName: "keyOf", args: [account] }),
      client.readContract({ ...contract, functionName: "attestationOf", args: [account] }),
      client.readContract({ ...contract, functionName: "isActiveDoctor", args: [account] }),
      client.readContract({ ...contract, functionName: "isAdministrative", args: [account] }),
      client.readContract({ ...contract, functionName: "pendingDefaultAdmin" }),
    ]);
  const [isAttester, isPauser, isDefaultAdmin, registrarAt, doctorAt] = await Promise.all([
    has(ATTESTER_ROLE),
    has(PAUSER_ROLE),
    has(DEFAULT_ADMIN_ROLE),
    which(registrarRole),
    which(doctorRole),
  ]);

  return {
    account,
    chart: chart === zeroAddress ? null : chart,
    keyVersion,
    encryptionAddress: encryptionAddress === zeroAddress ? null : encryptionAddress,
    attestation: validUntil === 0n ? null : { validUntil: Number(validUntil), generation },
    isActiveDoctor,
    isAdministrative,
    isAttester,
    isPauser,
    isDefaultAdmin,
    isNextDefaultAdmin: next === account,
    registrarAt,
    doctorAt,
  };
}
