import { chartIdOf, type ChartId } from "@chartkey/protocol/chart";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { EthereumProvider } from "hardhat/types/providers";
import { encodeDeployData, type Hex } from "viem";
import { chainOf, type Chain } from "./chain.ts";
import type { Contracts } from "./contracts.ts";
import { attestation, signAttestation } from "./forms/attestation.ts";
import { publication } from "./forms/key.ts";
import { newReport, reportOf } from "./forms/report.ts";
import { accountOf, personCalling, type Person } from "./person.ts";
import { HOUR, NOW, ROLE_DELAY, START } from "./times.ts";

export const NORTHFIELD = 1;

/** Last second at which anything signed may be sent. */
export const DEADLINE = NOW + HOUR;

/** What Hardhat's simulated chains are. */
const CHAIN_ID = 31_337;

const ROLES = [
  "admin",
  "nextAdmin",
  "attester",
  "pauser",
  "registrar",
  "doctor",
  "colleague",
  "patient",
  "authoriser",
  "newcomer",
  "stranger",
] as const;

export type People = Record<(typeof ROLES)[number], Person>;

/** What people act on, and in what: a chain with both contracts. */
export type World = Chain & People & { contracts: Contracts; chart: ChartId; report: ReportId };

/**
 * A hospital, Northfield, in working order, where every byte is the same each time. `doctor` and `colleague` are appointed
 * there and have keys; `patient` is in its care with `doctor` assigned, who added one `report`. `newcomer` and `stranger` have
 * done nothing yet.
 */
export async function buildWorld(
  provider: EthereumProvider,
  bytecode: { registry: Hex; records: Hex },
): Promise<World> {
  const chain = chainOf(provider);
  const admin = accountOf("admin").address;
  await chain.admit(admin);
  await chain.goTo(START);
  const registry = await chain.deploy(
    admin,
    encodeDeployData({ abi: registryAbi, bytecode: bytecode.registry, args: [Number(ROLE_DELAY), admin] }),
  );
  const records = await chain.deploy(
    admin,
    encodeDeployData({ abi: recordsAbi, bytecode: bytecode.records, args: [registry] }),
  );
  const contracts: Contracts = { chainId: CHAIN_ID, registry, records };

  const people = Object.fromEntries(ROLES.map((name) => [name, personCalling(contracts, name)])) as People;
  for (const { address } of Object.values(people)) await chain.admit(address);
  const chart = chartIdOf(contracts, people.patient.address);
  const report = reportOf(contracts, chart, people.doctor.address, "the report");
  const world = { ...chain, ...people, contracts, chart, report };

  await openHospital(world);
  await employ(world, people.doctor);
  await employ(world, people.colleague);
  await takeIntoCare(world, people.patient, people.authoriser);
  await chain.send(people.doctor.records("addReport", [newReport(chart, NORTHFIELD, "the report")]));
  return world;
}

async function openHospital({ admin, attester, pauser, registrar, send, goTo }: World): Promise<void> {
  await send(admin.registry("openHospital", [NORTHFIELD, "Northfield Hospital"]));
  const vouching = [
    [ATTESTER_ROLE, attester.address],
    [registrarRole(NORTHFIELD), registrar.address],
  ] as const;
  for (const grant of vouching) await send(admin.registry("scheduleRoleGrant", grant));
  await goTo(START + ROLE_DELAY + HOUR);
  for (const grant of vouching) await send(admin.registry("grantRole", grant));
  await send(admin.registry("grantRole", [PAUSER_ROLE, pauser.address]));
}

/** Has a doctor attested and appointed at Northfield, with a key. */
async function employ({ attester, registrar, send, contracts }: World, doctor: Person): Promise<void> {
  const attested = attestation(doctor, START + ROLE_DELAY + HOUR);
  const signature = await signAttestation(contracts, attester, attested);
  await send(doctor.registry("submitAttestation", [attested, signature]));
  await send(doctor.registry("publishKey", [await publication(contracts, doctor)]));
  await send(registrar.registry("grantRole", [doctorRole(NORTHFIELD), doctor.address]));
}

/** Has a patient registered and taken into Northfield's care, with its first doctor assigned. */
export async function takeIntoCare(
  { registrar, doctor, send, contracts }: World,
  patient: Person,
  authoriser: Pick<Person, "address">,
): Promise<void> {
  const chart = chartIdOf(contracts, patient.address);
  await send(patient.registry("registerPatient", [await publication(contracts, patient), authoriser.address]));
  await send(patient.registry("askForCare", [NORTHFIELD]));
  await send(registrar.registry("acceptCare", [chart, NORTHFIELD]));
  await send(registrar.registry("assignDoctor", [chart, doctor.address, NORTHFIELD]));
}
