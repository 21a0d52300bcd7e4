import { publication, signRegistration } from "../forms/key.ts";
import { signedRequest } from "../forms/request.ts";
import type { Operations } from "../operation.ts";
import { DEADLINE, NORTHFIELD } from "../world.ts";

export const charts = {
  "publish the first key": async ({ contracts, newcomer }) =>
    newcomer.registry("publishKey", [await publication(contracts, newcomer)]),
  "publish the next key": async ({ contracts, doctor }) =>
    doctor.registry("publishKey", [await publication(contracts, doctor, 2)]),
  "register a patient": async ({ contracts, newcomer, authoriser }) =>
    newcomer.registry("registerPatient", [await publication(contracts, newcomer), authoriser.address]),
  "register a patient, by signature": async ({ contracts, newcomer, authoriser, stranger }) => {
    const key = await publication(contracts, newcomer);
    const signature = await signRegistration(contracts, newcomer, key, authoriser.address, DEADLINE);
    const args = [newcomer.address, key, authoriser.address, DEADLINE, signature] as const;
    return stranger.registry("registerPatientFor", args);
  },
  "cancel signatures": ({ patient }) => patient.registry("cancelSignatures", []),
  "ask for care, by signature": async ({ contracts, patient, registrar, chart, stranger, send }) => {
    await send(registrar.registry("endCare", [chart, NORTHFIELD]));
    const { to, data } = patient.registry("askForCare", [NORTHFIELD]);
    const args = await signedRequest(contracts, patient, { chart, to, data, deadline: DEADLINE });
    return stranger.registry("executeRequest", args);
  },
} satisfies Operations;
