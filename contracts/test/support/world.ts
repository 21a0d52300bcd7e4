import Chartkey from "../../ignition/modules/Chartkey.ts";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { actor, type Actor, type Contracts } from "./actor.ts";
import { attest } from "./attestations.ts";
import { authoriserOf } from "./authoriser.ts";
import { chain, time } from "./chain.ts";
import { keyPublication } from "./keys.ts";
import { idOf, newReport } from "./reports.ts";

export const NORTHFIELD = 1;
export const HARBOUR = 2;
export const DELAY = 3 * 86_400;

export type World = Awaited<ReturnType<typeof build>>;

/**
 * A small world in working order. Two hospitals with a registrar each; `doctor` is appointed at Northfield, `harbourDoctor`
 * at Harbour; `patient` is in Northfield's care with `doctor` assigned, who added one `report`. Both patients and doctors
 * have keys. `newcomer` and `stranger` have done nothing yet. Every patient has an authoriser, see `authoriserOf`.
 */
export async function world() {
  return chain.networkHelpers.loadFixture(build);
}

async function build() {
  const deployed = await chain.ignition.deploy(Chartkey, { parameters: { Chartkey: { initialDelay: DELAY } } });
  const contracts: Contracts = { registry: deployed.registry.address, records: deployed.records.address };
  const as = (index: number): Actor => actor(index, contracts);

  const actors = {
    admin: as(0),
    attester: as(1),
    registrar: as(2),
    harbourRegistrar: as(3),
    doctor: as(4),
    harbourDoctor: as(5),
    patient: as(6),
    otherPatient: as(7),
    newcomer: as(8),
    stranger: as(9),
    pauser: as(10),
  };
  const { admin, attester, pauser, registrar, harbourRegistrar, doctor, harbourDoctor, patient, otherPatient } = actors;

  await admin.registry.write.openHospital([NORTHFIELD, "Northfield Hospital"]);
  await admin.registry.write.openHospital([HARBOUR, "Harbour Clinic"]);
  const delayed = [
    [ATTESTER_ROLE, attester.address],
    [registrarRole(NORTHFIELD), registrar.address],
    [registrarRole(HARBOUR), harbourRegistrar.address],
  ] as const;
  for (const [role, account] of delayed) await admin.registry.write.scheduleRoleGrant([role, account]);
  await time.increase(DELAY);
  for (const [role, account] of delayed) await admin.registry.write.grantRole([role, account]);
  await admin.registry.write.grantRole([PAUSER_ROLE, pauser.address]);

  for (const each of [doctor, harbourDoctor]) {
    await attest(attester, each);
    await each.registry.write.publishKey([await keyPublication(each)]);
  }
  await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
  await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), harbourDoctor.address]);

  for (const each of [patient, otherPatient]) {
    await each.registry.write.registerPatient([await keyPublication(each), authoriserOf(each).address]);
  }
  const chart = await patient.registry.read.chartOf([patient.address]);
  await patient.registry.write.askForCare([NORTHFIELD]);
  await registrar.registry.write.acceptCare([chart, NORTHFIELD]);
  await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);

  await doctor.records.write.addReport([newReport(chart, NORTHFIELD)]);
  const report = idOf(doctor, chart, doctor.address);

  return { ...actors, contracts, chart, report };
}
