import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeFunctionData } from "viem";
import { authoriserOf } from "./authoriser.ts";
import { keyPublication } from "./keys.ts";
import { CAPSULES, consent, standingConsent } from "./reports.ts";
import {
  signedConsent,
  signedRequest,
  signedStandingConsent,
  signedStop,
  signedStopOfEverything,
  type SignedAct,
} from "./signed-acts.ts";
import {
  acceptedRecovery,
  signedChartRequest,
  signedRecovery,
  signedRegistration,
  signedReplacement,
} from "./signed-chart-acts.ts";
import type { Signer } from "./signer.ts";
import type { World } from "./world.ts";

/**
 * Everything that anybody signs and the contracts then check, except keys and attestations. Requests ask for what can be done
 * twice, so that only their number keeps them from it.
 */
export type SignableAct = { name: string; signer: (all: World) => Signer; act: (all: World) => Promise<SignedAct> };

const byPatient = ({ patient }: World): Signer => patient;
const byNewcomer = ({ newcomer }: World): Signer => newcomer;
const byAuthoriser = ({ patient }: World): Signer => authoriserOf(patient);

export const everySignedAct: readonly SignableAct[] = [
  {
    name: "to share reports",
    signer: byPatient,
    act: async (all) => signedConsent(all, await consent(all.report, all.harbourDoctor)),
  },
  {
    name: "to share a chart",
    signer: byPatient,
    act: async (all) => signedStandingConsent(all, await standingConsent(all.chart, all.harbourDoctor)),
  },
  {
    name: "to stop sharing reports",
    signer: byPatient,
    act: (all) => signedStop(all, [{ report: all.report, counter: 0 }], all.doctor.address),
  },
  {
    name: "to stop sharing everything",
    signer: byPatient,
    act: (all) => signedStopOfEverything(all, { chart: all.chart, grantee: all.doctor.address }),
  },
  {
    name: "to lock keys again",
    signer: byPatient,
    act: (all) => {
      const args = [all.chart, all.doctor.address, 1, CAPSULES] as const;
      return signedRequest(all, encodeFunctionData({ abi: recordsAbi, functionName: "publishCapsules", args }));
    },
  },
  {
    name: "to name another recovery key",
    signer: byPatient,
    act: (all) => {
      const args = [authoriserOf(all.stranger).address] as const;
      return signedChartRequest(all, encodeFunctionData({ abi: registryAbi, functionName: "proposeAuthoriser", args }));
    },
  },
  {
    name: "to be registered",
    signer: byNewcomer,
    act: async (all) => signedRegistration(all, all.newcomer, await keyPublication(all.newcomer)),
  },
  { name: "to recover a chart", signer: byAuthoriser, act: (all) => signedRecovery(all, all.newcomer) },
  { name: "to take over a recovered chart", signer: byNewcomer, act: (all) => acceptedRecovery(all, all.newcomer) },
  {
    name: "to replace the recovery key",
    signer: byAuthoriser,
    act: (all) => signedReplacement(all, authoriserOf(all.stranger).address),
  },
];
