import { recoverChart, registerPatient, replaceRecoveryKey } from "@chartkey/protocol/chart-forms";
import { chartRequest } from "@chartkey/protocol/chart-request";
import { registryDomain } from "@chartkey/protocol/typed-data";
import type { Address, Hex } from "viem";
import type { Actor } from "./actor.ts";
import { authoriserOf } from "./authoriser.ts";
import { location } from "./location.ts";
import { recoveryFor, replacementBy } from "./recoveries.ts";
import { registrationOf, type Key } from "./registrations.ts";
import { requestOf } from "./registry-requests.ts";
import type { SignedAct } from "./signed-acts.ts";
import { sign } from "./signer.ts";
import type { World } from "./world.ts";

/** Opening a chart. Its patient signs. */
export async function signedRegistration({ stranger }: World, patient: Actor, key: Key): Promise<SignedAct> {
  const form = await registrationOf(patient, key);
  return {
    form: registerPatient(location(stranger.registry.address), form),
    send: (signature, sender = stranger) =>
      sender.registry.write.registerPatientFor([patient.address, key, form.recoveryKey, form.deadline, signature]),
  };
}

/** Recovering a chart, as its authoriser signs it. The new holder has signed already. */
export async function signedRecovery({ chart, stranger }: World, newHolder: Actor): Promise<SignedAct> {
  const recovery = await recoveryFor(chart, newHolder);
  const form = recoverChart(location(stranger.registry.address), recovery);
  const accepted = await sign(newHolder, form);
  return {
    form,
    send: (signature, sender = stranger) =>
      sender.registry.write.startRecovery([chart, newHolder.address, recovery.deadline, signature, accepted]),
  };
}

/** Recovering a chart, as its new holder signs it. The authoriser has signed already. */
export async function acceptedRecovery({ chart, patient, stranger }: World, newHolder: Actor): Promise<SignedAct> {
  const recovery = await recoveryFor(chart, newHolder);
  const form = recoverChart(location(stranger.registry.address), recovery);
  const authorised = await sign(authoriserOf(patient), form);
  return {
    form,
    send: (signature, sender = stranger) =>
      sender.registry.write.startRecovery([chart, newHolder.address, recovery.deadline, authorised, signature]),
  };
}

/** Replacing a recovery key, as the present one signs it. The holder sends it. */
export async function signedReplacement({ patient }: World, authoriser: Address): Promise<SignedAct> {
  const replacement = await replacementBy(patient, authoriser);
  return {
    form: replaceRecoveryKey(location(patient.registry.address), replacement),
    send: (signature, sender = patient) =>
      sender.registry.write.replaceAuthoriser([authoriser, replacement.deadline, signature]),
  };
}

/** Anything else that a patient may ask of the registry. `call` is selector and arguments. */
export async function signedChartRequest({ patient, stranger }: World, call: Hex): Promise<SignedAct> {
  const { epoch, ...request } = await requestOf(patient, call);
  return {
    form: chartRequest(registryDomain(location(stranger.registry.address)), { ...request, epoch }),
    send: (signature, sender = stranger) => sender.registry.write.executeRequest([request, signature]),
  };
}
