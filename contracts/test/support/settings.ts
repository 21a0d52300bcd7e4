import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { attestationOf } from "./attestations.ts";
import { HARBOUR, NORTHFIELD, type World } from "./world.ts";

/** What the patient of the tests' world, and nobody else, decides: consents, reports, keys and who holds the chart. */
export async function ownSettingsOf({ chart, report, patient, doctor, harbourDoctor, stranger }: World) {
  const { registry, records } = stranger;
  const owners = [patient, doctor, harbourDoctor].map(({ address }) => address);
  const readers = [...owners, stranger.address];

  return {
    control: await registry.read.whoControls([chart]),
    authoriser: await registry.read.authoriserOf([chart]),
    proposed: await registry.read.proposedAuthoriserOf([chart]),
    recovery: await registry.read.recoveryOf([chart]),
    nonces: [await registry.read.nonces([chart]), await records.read.nonces([chart])],
    keys: await Promise.all(owners.map((account) => registry.read.keyOf([account]))),
    report: await records.read.reportOf([report]),
    consentEpoch: await records.read.consentEpochOf([chart]),
    consents: await Promise.all(readers.map((reader) => records.read.consentOf([report, reader]))),
    standing: await Promise.all(readers.map((reader) => records.read.standingConsentOf([chart, reader]))),
    requests: await Promise.all(readers.map((reader) => records.read.requestOf([report, reader]))),
  };
}

/** All that anyone set in the tests' world: what the patient decides, care, attestations and roles. */
export async function settingsOf(all: World) {
  const { chart, admin, attester, registrar, harbourRegistrar, doctor, harbourDoctor, pauser } = all;
  const { read } = all.stranger.registry;
  const { licenceTag } = await attestationOf(doctor);
  const roles = [
    [ATTESTER_ROLE, attester],
    [PAUSER_ROLE, pauser],
    [registrarRole(NORTHFIELD), registrar],
    [registrarRole(HARBOUR), harbourRegistrar],
    [doctorRole(NORTHFIELD), doctor],
    [doctorRole(HARBOUR), harbourDoctor],
  ] as const;

  return {
    ...(await ownSettingsOf(all)),
    care: await Promise.all([NORTHFIELD, HARBOUR].map((hospital) => read.careStatus([chart, hospital]))),
    isAssigned: await read.isAssigned([chart, doctor.address, NORTHFIELD]),
    attestations: await Promise.all([doctor, harbourDoctor].map(({ address }) => read.attestationOf([address]))),
    licence: await read.licenceOf([licenceTag]),
    replacement: await read.replacementOf([licenceTag]),
    disavowedSince: await read.disavowedSince([attester.address]),
    roles: await Promise.all(roles.map(([role, { address }]) => read.hasRole([role, address]))),
    scheduled: await Promise.all(roles.map(([role, { address }]) => read.scheduledGrantOf([role, address]))),
    defaultAdmin: [await read.defaultAdmin(), await read.pendingDefaultAdmin(), await read.defaultAdminDelay()],
    pausedUntil: await read.pausedUntil(),
    isStillAdministrative: await read.isAdministrative([admin.address]),
  };
}
