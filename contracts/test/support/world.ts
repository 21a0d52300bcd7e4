import Chartkey from "../../ignition/modules/Chartkey.ts";
import { ATTESTER_ROLE, doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { actor, type Actor, type Contracts } from "./actor.ts";
import { attest } from "./attestations.ts";
import { chain } from "./chain.ts";
import { keyPublication } from "./keys.ts";
import { idOf, newReport } from "./reports.ts";

export const NORTHFIELD = 1;
export const HARBOUR = 2;
export const DELAY = 3 * 86_400;

/**
 * A small world in working order. Two hospitals with a registrar each; `doctor` is appointed at Northfield, `harbourDoctor`
 * at Harbour; `patient` is in Northfield's care with `doctor` assigned, who added one `report`. Both patients and doctors
 * have keys. `newcomer` and `stranger` have done nothing yet.
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
  };
  const { admin, attester, registrar, harbourRegistrar, doctor, harbourDoctor, patient, otherPatient } = actors;

  await admin.registry.write.openHospital([NORTHFIELD, "Northfield Hospital"]);
  await admin.registry.write.openHospital([HARBOUR, "Harbour Clinic"]);
  await admin.registry.write.grantRole([ATTESTER_ROLE, attester.address]);
  await admin.registry.write.grantRole([registrarRole(NORTHFIELD), registrar.address]);
  await admin.registry.write.grantRole([registrarRole(HARBOUR), harbourRegistrar.address]);

  for (const each of [doctor, harbourDoctor]) {
    await attest(attester, each);
    await each.registry.write.publishKey([await keyPublication(each)]);
  }
  await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), doctor.address]);
  await harbourRegistrar.registry.write.grantRole([doctorRole(HARBOUR), harbourDoctor.address]);

  for (const each of [patient, otherPatient]) {
    await each.registry.write.registerPatient([await keyPublication(each)]);
  }
  const chart = await patient.registry.read.chartOf([patient.address]);
  await patient.registry.write.askForCare([NORTHFIELD]);
  await registrar.registry.write.acceptCare([chart, NORTHFIELD]);
  await registrar.registry.write.assignDoctor([chart, doctor.address, NORTHFIELD]);

  await doctor.records.write.addReport([newReport(chart, NORTHFIELD)]);
  const report = idOf(doctor, chart, doctor.address);

  return { ...actors, contracts, chart, report };
}
