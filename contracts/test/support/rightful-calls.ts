import { recordsAbi } from "@chartkey/protocol/generated/records";
import { purposeIndex } from "@chartkey/protocol/purpose";
import { ATTESTER_ROLE, doctorRole } from "@chartkey/protocol/role-id";
import { encodeFunctionData, padHex, type Hash } from "viem";
import type { Actor } from "./actor.ts";
import { attest, attestationOf, signAttestation } from "./attestations.ts";
import { authoriserOf } from "./authoriser.ts";
import { DAY, goTo, now, time } from "./chain.ts";
import { keyPublication } from "./keys.ts";
import { startRecovery } from "./recoveries.ts";
import { askingForCare } from "./registry-requests.ts";
import { CAPSULES, consent, correction, newReport, PAYLOAD, standingConsent } from "./reports.ts";
import {
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
  type SignedAct,
} from "./signed-acts.ts";
import { signedChartRequest, signedRecovery, signedRegistration, signedReplacement } from "./signed-chart-acts.ts";
import { sign } from "./signer.ts";
import { DELAY, HARBOUR, NORTHFIELD, type World } from "./world.ts";

export type ActorName =
  | "admin"
  | "attester"
  | "doctor"
  | "harbourRegistrar"
  | "newcomer"
  | "patient"
  | "pauser"
  | "registrar"
  | "harbourDoctor";

/** A call that succeeds in the tests' world, with whose right it is. */
export type RightfulCall = {
  name: `${"registry" | "records"}.${string}`;
  by: ActorName;
  /** Who else may make the very same call, in their own right. */
  alsoBy: readonly (ActorName | "otherPatient")[];
  /** Whether anyone may send it, because it is signed, or due. */
  byAnyone: boolean;
  /** Brings the world so far that the call is due, and gives the call, which anyone can copy. */
  prepare: (all: World) => Promise<Send>;
};

export type Send = (sender: Actor) => Promise<Hash>;

const THIRD_HOSPITAL = 3;
const SECOND_COMMITMENT = padHex("0xc1", { size: 32 });

/** One call at least of every function that changes anything. */
export const rightfulCalls: readonly RightfulCall[] = [
  call("registry.openHospital", "admin", async () => {
    return ({ registry }) => registry.write.openHospital([THIRD_HOSPITAL, "Foxglen Surgery"]);
  }),
  call("registry.scheduleRoleGrant", "admin", async ({ newcomer }) => {
    return ({ registry }) => registry.write.scheduleRoleGrant([ATTESTER_ROLE, newcomer.address]);
  }),
  call("registry.grantRole", "admin", async ({ admin, newcomer }) => {
    await admin.registry.write.scheduleRoleGrant([ATTESTER_ROLE, newcomer.address]);
    await time.increase(DELAY);
    return ({ registry }) => registry.write.grantRole([ATTESTER_ROLE, newcomer.address]);
  }),
  call("registry.grantRole", "registrar", async ({ attester, newcomer }) => {
    await attest(attester, newcomer);
    return ({ registry }) => registry.write.grantRole([doctorRole(NORTHFIELD), newcomer.address]);
  }),
  call("registry.revokeRole", "admin", async ({ attester }) => {
    return ({ registry }) => registry.write.revokeRole([ATTESTER_ROLE, attester.address]);
  }),
  call("registry.renounceRole", "attester", async ({ attester }) => {
    return ({ registry }) => registry.write.renounceRole([ATTESTER_ROLE, attester.address]);
  }),
  call("registry.beginDefaultAdminTransfer", "admin", async ({ newcomer }) => {
    return ({ registry }) => registry.write.beginDefaultAdminTransfer([newcomer.address]);
  }),
  call("registry.cancelDefaultAdminTransfer", "admin", async ({ admin, newcomer }) => {
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    return ({ registry }) => registry.write.cancelDefaultAdminTransfer();
  }),
  call("registry.acceptDefaultAdminTransfer", "newcomer", async ({ admin, newcomer }) => {
    await admin.registry.write.beginDefaultAdminTransfer([newcomer.address]);
    await time.increase(DELAY + 1);
    return ({ registry }) => registry.write.acceptDefaultAdminTransfer();
  }),
  call("registry.changeDefaultAdminDelay", "admin", async () => {
    return ({ registry }) => registry.write.changeDefaultAdminDelay([2 * DELAY]);
  }),
  call("registry.rollbackDefaultAdminDelay", "admin", async ({ admin }) => {
    await admin.registry.write.changeDefaultAdminDelay([2 * DELAY]);
    return ({ registry }) => registry.write.rollbackDefaultAdminDelay();
  }),
  call("registry.pause", "pauser", async () => {
    return ({ registry }) => registry.write.pause();
  }),
  call(
    "registry.unpause",
    "pauser",
    async ({ pauser }) => {
      await pauser.registry.write.pause();
      return ({ registry }) => registry.write.unpause();
    },
    { alsoBy: ["admin"] },
  ),

  call("registry.publishKey", "patient", async ({ patient }) => {
    const key = await keyPublication(patient, { version: 2 });
    return ({ registry }) => registry.write.publishKey([key]);
  }),
  call("registry.registerPatient", "newcomer", async ({ newcomer }) => {
    const key = await keyPublication(newcomer);
    return ({ registry }) => registry.write.registerPatient([key, authoriserOf(newcomer).address]);
  }),
  signed("registry.registerPatientFor", "newcomer", async (all) =>
    signedRegistration(all, all.newcomer, await keyPublication(all.newcomer)),
  ),
  call(
    "registry.cancelSignatures",
    "patient",
    async () => {
      return ({ registry }) => registry.write.cancelSignatures();
    },
    { alsoBy: ["otherPatient"] },
  ),
  signed("registry.executeRequest", "patient", (all) => signedChartRequest(all, askingForCare(HARBOUR))),

  call(
    "registry.startRecovery",
    "newcomer",
    async (all) => {
      const { form, send } = await signedRecovery(all, all.newcomer);
      const signature = await sign(authoriserOf(all.patient), form);
      return (sender) => send(signature, sender);
    },
    { byAnyone: true },
  ),
  call(
    "registry.completeRecovery",
    "newcomer",
    async ({ chart, newcomer, patient }) => {
      await newcomer.registry.write.publishKey([await keyPublication(newcomer)]);
      await startRecovery(chart, authoriserOf(patient), newcomer);
      const [, readyAt] = await newcomer.registry.read.recoveryOf([chart]);
      await goTo(readyAt);
      return ({ registry }) => registry.write.completeRecovery([chart]);
    },
    { byAnyone: true },
  ),
  call("registry.cancelRecovery", "patient", async ({ chart, newcomer, patient }) => {
    await startRecovery(chart, authoriserOf(patient), newcomer);
    return ({ registry }) => registry.write.cancelRecovery();
  }),
  call("registry.replaceAuthoriser", "patient", async (all) => {
    const { form, send } = await signedReplacement(all, authoriserOf(all.stranger).address);
    const signature = await sign(authoriserOf(all.patient), form);
    return (sender) => send(signature, sender);
  }),
  call(
    "registry.proposeAuthoriser",
    "patient",
    async ({ stranger }) => {
      return ({ registry }) => registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
    },
    { alsoBy: ["otherPatient"] },
  ),
  call(
    "registry.completeAuthoriser",
    "patient",
    async ({ chart, patient, stranger }) => {
      await patient.registry.write.proposeAuthoriser([authoriserOf(stranger).address]);
      const [, readyAt] = await patient.registry.read.proposedAuthoriserOf([chart]);
      await goTo(readyAt);
      return ({ registry }) => registry.write.completeAuthoriser([chart]);
    },
    { byAnyone: true },
  ),

  call("registry.submitAttestation", "newcomer", async ({ attester, newcomer }) => {
    const attestation = await attestationOf(newcomer);
    const signature = await signAttestation(attester, attestation);
    return ({ registry }) => registry.write.submitAttestation([attestation, signature]);
  }),
  call("registry.completeReplacement", "newcomer", async (all) => {
    const attestation = await beginReplacement(all);
    await time.increase(7n * DAY);
    return ({ registry }) => registry.write.completeReplacement([attestation]);
  }),
  call("registry.vetoReplacement", "doctor", async (all) => {
    const { licenceTag } = await beginReplacement(all);
    return ({ registry }) => registry.write.vetoReplacement([licenceTag, 0]);
  }),
  call("registry.overruleVeto", "admin", async (all) => {
    const { licenceTag } = await beginReplacement(all);
    await all.doctor.registry.write.vetoReplacement([licenceTag, 0]);
    await time.increase(7n * DAY);
    return ({ registry }) => registry.write.overruleVeto([licenceTag]);
  }),
  call(
    "registry.revokeAttestation",
    "attester",
    async ({ doctor }) => {
      return ({ registry }) => registry.write.revokeAttestation([doctor.address]);
    },
    { alsoBy: ["admin"] },
  ),
  call("registry.disavowAttester", "admin", async ({ attester }) => {
    const since = await now();
    return ({ registry }) => registry.write.disavowAttester([attester.address, since]);
  }),

  call(
    "registry.askForCare",
    "patient",
    async () => {
      return ({ registry }) => registry.write.askForCare([HARBOUR]);
    },
    { alsoBy: ["otherPatient"] },
  ),
  call("registry.leaveCare", "patient", async () => {
    return ({ registry }) => registry.write.leaveCare([NORTHFIELD]);
  }),
  call("registry.acceptCare", "registrar", async ({ otherPatient }) => {
    await otherPatient.registry.write.askForCare([NORTHFIELD]);
    const chart = await otherPatient.registry.read.chartOf([otherPatient.address]);
    return ({ registry }) => registry.write.acceptCare([chart, NORTHFIELD]);
  }),
  call("registry.suspendCare", "registrar", async ({ chart }) => {
    return ({ registry }) => registry.write.suspendCare([chart, NORTHFIELD]);
  }),
  call("registry.resumeCare", "registrar", async ({ chart, registrar }) => {
    await registrar.registry.write.suspendCare([chart, NORTHFIELD]);
    return ({ registry }) => registry.write.resumeCare([chart, NORTHFIELD]);
  }),
  call("registry.endCare", "registrar", async ({ chart }) => {
    return ({ registry }) => registry.write.endCare([chart, NORTHFIELD]);
  }),
  call("registry.assignDoctor", "registrar", async ({ chart, harbourDoctor, registrar }) => {
    await registrar.registry.write.grantRole([doctorRole(NORTHFIELD), harbourDoctor.address]);
    return ({ registry }) => registry.write.assignDoctor([chart, harbourDoctor.address, NORTHFIELD]);
  }),
  call("registry.endAssignment", "registrar", async ({ chart, doctor }) => {
    return ({ registry }) => registry.write.endAssignment([chart, doctor.address, NORTHFIELD]);
  }),

  call("records.addReport", "doctor", async ({ chart }) => {
    return ({ records }) => records.write.addReport([newReport(chart, NORTHFIELD, { commitment: SECOND_COMMITMENT })]);
  }),
  call("records.correctReport", "doctor", async ({ report }) => {
    return ({ records }) => records.write.correctReport([correction(report, NORTHFIELD)]);
  }),
  call("records.rekeyReport", "patient", async ({ report }) => {
    return ({ records }) => records.write.rekeyReport([report, 1, [PAYLOAD], CAPSULES]);
  }),
  call(
    "records.addRemark",
    "doctor",
    async ({ report }) => {
      return ({ records }) => records.write.addRemark([report, 1, SECOND_COMMITMENT, PAYLOAD, CAPSULES]);
    },
    { alsoBy: ["patient"] },
  ),
  call("records.retractReport", "doctor", async ({ report }) => {
    return ({ records }) => records.write.retractReport([report, 1]);
  }),
  call("records.eraseReport", "patient", async ({ report }) => {
    return ({ records }) => records.write.eraseReport([report]);
  }),
  call(
    "records.requestConsent",
    "harbourDoctor",
    async ({ report }) => {
      return ({ records }) => records.write.requestConsent([report, purposeIndex("TREAT")]);
    },
    { alsoBy: ["doctor"] },
  ),
  call("records.declineRequest", "patient", async ({ harbourDoctor, report }) => {
    await harbourDoctor.records.write.requestConsent([report, purposeIndex("TREAT")]);
    return ({ records }) => records.write.declineRequest([report, harbourDoctor.address]);
  }),
  call("records.grantConsents", "patient", async ({ harbourDoctor, report }) => {
    const granted = await consent(report, harbourDoctor);
    return ({ records }) => records.write.grantConsents([granted]);
  }),
  signed("records.grantConsentsFor", "patient", async (all) =>
    signedConsent(all, await consent(all.report, all.harbourDoctor)),
  ),
  call("records.grantStandingConsent", "patient", async ({ chart, harbourDoctor }) => {
    const granted = await standingConsent(chart, harbourDoctor);
    return ({ records }) => records.write.grantStandingConsent([granted]);
  }),
  signed("records.grantStandingConsentFor", "patient", async (all) =>
    signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor)),
  ),
  call("records.stopConsent", "patient", async ({ doctor, report }) => {
    return ({ records }) => records.write.stopConsent([report, doctor.address]);
  }),
  call("records.stopConsents", "patient", async ({ doctor, report }) => {
    return ({ records }) => records.write.stopConsents([[report], doctor.address]);
  }),
  signed("records.stopConsentsFor", "patient", (all) =>
    signedStop(all, [{ report: all.report, counter: 0 }], all.doctor.address),
  ),
  call("records.stopEverything", "patient", async ({ chart, doctor }) => {
    return ({ records }) => records.write.stopEverything([chart, doctor.address]);
  }),
  signed("records.stopEverythingFor", "patient", (all) =>
    signedStopOfEverything(all, { chart: all.chart, grantee: all.doctor.address }),
  ),
  call("records.publishCapsules", "patient", async ({ chart, doctor }) => {
    return ({ records }) => records.write.publishCapsules([chart, doctor.address, 1, CAPSULES]);
  }),
  call(
    "records.publishOwnCapsules",
    "doctor",
    async () => {
      return ({ records }) => records.write.publishOwnCapsules([1, CAPSULES]);
    },
    { alsoBy: ["harbourDoctor", "otherPatient", "patient"] },
  ),
  signed("records.executeRequest", "patient", (all) =>
    signedRequest(all, encodeFunctionData({ abi: recordsAbi, functionName: "eraseReport", args: [all.report] })),
  ),
];

function call(
  name: RightfulCall["name"],
  by: ActorName,
  prepare: RightfulCall["prepare"],
  { alsoBy = [], byAnyone = false }: Partial<RightfulCall> = {},
): RightfulCall {
  return { name, by, alsoBy, byAnyone, prepare };
}

/** What somebody signed for themselves, and anyone may send. */
function signed(
  name: RightfulCall["name"],
  by: "newcomer" | "patient",
  act: (all: World) => Promise<SignedAct>,
): RightfulCall {
  const prepare = async (all: World): Promise<Send> => {
    const { form, send } = await act(all);
    const signature = await sign(all[by], form);
    return (sender) => send(signature, sender);
  };
  return call(name, by, prepare, { byAnyone: true });
}

/** A newcomer is attested for the licence of the doctor. */
async function beginReplacement({ attester, doctor, newcomer }: World) {
  const { licenceTag } = await attestationOf(doctor);
  const attestation = await attestationOf(newcomer, { licenceTag });
  const signature = await signAttestation(attester, attestation);
  await newcomer.registry.write.submitAttestation([attestation, signature]);
  return attestation;
}
