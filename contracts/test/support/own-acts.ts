import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeFunctionData, keccak256, type Hex } from "viem";
import { replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import { authoriserOf } from "./authoriser.ts";
import { keyPublication } from "./keys.ts";
import { location } from "./location.ts";
import { replacementBy, startRecovery } from "./recoveries.ts";
import { askingForCare } from "./registry-requests.ts";
import { sign } from "./signer.ts";
import { HARBOUR, NORTHFIELD, type World } from "./world.ts";

/** Something that patients do for their own chart at the registry: selector and arguments, in a world where it succeeds. */
export type OwnAct = { reach: (all: World) => Promise<unknown>; call: (all: World) => Promise<Hex> };

const nothing = async () => {};

/** All of them, by the name of the function. */
export const OWN_ACTS: Record<string, OwnAct> = {
  publishKey: {
    reach: nothing,
    call: async ({ patient }) => {
      const key = await keyPublication(patient, { version: 2, encryptionKey: keccak256("0x01") });
      return encodeFunctionData({ abi: registryAbi, functionName: "publishKey", args: [key] });
    },
  },
  askForCare: { reach: nothing, call: async () => askingForCare(HARBOUR) },
  leaveCare: {
    reach: nothing,
    call: async () => encodeFunctionData({ abi: registryAbi, functionName: "leaveCare", args: [NORTHFIELD] }),
  },
  cancelSignatures: {
    reach: nothing,
    call: async () => encodeFunctionData({ abi: registryAbi, functionName: "cancelSignatures" }),
  },
  cancelRecovery: {
    reach: ({ chart, patient, newcomer }) => startRecovery(chart, authoriserOf(patient), newcomer),
    call: async () => encodeFunctionData({ abi: registryAbi, functionName: "cancelRecovery" }),
  },
  replaceAuthoriser: {
    reach: ({ chart, patient, newcomer }) => startRecovery(chart, authoriserOf(patient), newcomer),
    call: async ({ patient, stranger, contracts }) => {
      const next = authoriserOf(stranger).address;
      const replacement = await replacementBy(patient, next);
      const signature = await sign(
        authoriserOf(patient),
        replaceRecoveryKey(location(contracts.registry), replacement),
      );
      const args = [next, replacement.deadline, signature] as const;
      return encodeFunctionData({ abi: registryAbi, functionName: "replaceAuthoriser", args });
    },
  },
  proposeAuthoriser: {
    reach: nothing,
    call: async ({ stranger }) => {
      const args = [authoriserOf(stranger).address] as const;
      return encodeFunctionData({ abi: registryAbi, functionName: "proposeAuthoriser", args });
    },
  },
};
