import { grant, standingGrant } from "../forms/consent.ts";
import type { Operations } from "../operation.ts";

/** Nobody sends a transaction to ask; measured as if somebody did. */
export const reading = {
  "may read, as the patient": ({ patient, report }) => patient.records("canRead", [report, patient.address]),
  "may read, by a consent": async ({ patient, colleague, report, send }) => {
    await send(patient.records("grantConsents", [grant(colleague.address, [report])]));
    return colleague.records("canRead", [report, colleague.address]);
  },
  "may read, by a standing consent": async ({ patient, colleague, chart, report, send }) => {
    await send(patient.records("grantStandingConsent", [standingGrant(chart, colleague.address)]));
    return colleague.records("canRead", [report, colleague.address]);
  },
  "may read, as the author": ({ doctor, report }) => doctor.records("canRead", [report, doctor.address]),
  "may not read": ({ colleague, report }) => colleague.records("canRead", [report, colleague.address]),
} satisfies Operations;
