import type { Operations } from "../operation.ts";
import { NORTHFIELD } from "../world.ts";

const HARBOUR = 2;

export const care = {
  "ask for care": async ({ admin, patient, send }) => {
    await send(admin.registry("openHospital", [HARBOUR, "Harbour Clinic"]));
    return patient.registry("askForCare", [HARBOUR]);
  },
  "accept a patient": async ({ patient, registrar, chart, send }) => {
    await send(patient.registry("leaveCare", [NORTHFIELD]));
    await send(patient.registry("askForCare", [NORTHFIELD]));
    return registrar.registry("acceptCare", [chart, NORTHFIELD]);
  },
  "assign a doctor": ({ registrar, chart, colleague }) =>
    registrar.registry("assignDoctor", [chart, colleague.address, NORTHFIELD]),
  "end an assignment": ({ registrar, chart, doctor }) =>
    registrar.registry("endAssignment", [chart, doctor.address, NORTHFIELD]),
  "suspend care": ({ registrar, chart }) => registrar.registry("suspendCare", [chart, NORTHFIELD]),
  "resume care": async ({ registrar, chart, send }) => {
    await send(registrar.registry("suspendCare", [chart, NORTHFIELD]));
    return registrar.registry("resumeCare", [chart, NORTHFIELD]);
  },
  "end care": ({ registrar, chart }) => registrar.registry("endCare", [chart, NORTHFIELD]),
  "leave care": ({ patient }) => patient.registry("leaveCare", [NORTHFIELD]),
} satisfies Operations;
