import type { CareStatus } from "#lib/history/rows.ts";
import { m } from "#messages";

/** What the patient is told before they end care at a hospital: one call for the chain, but a request is taken back, and a hospital left. */
export function endingCare(status: CareStatus | undefined, hospital: string) {
  if (status === "ASKED") {
    return {
      button: m.patient_care_take_back(),
      label: m.patient_care_take_back_from({ hospital }),
      title: m.patient_care_take_back_title({ hospital }),
      description: m.patient_care_take_back_description(),
      besides: null,
      cancel: m.patient_care_take_back_keep(),
      waiting: m.patient_care_taking_back(),
      sign: m.patient_care_sign_to_take_back({ hospital }),
    };
  }
  return {
    button: m.patient_care_leave(),
    label: m.patient_care_leave_hospital({ hospital }),
    title: m.patient_care_leave_title({ hospital }),
    description: m.patient_care_leave_description(),
    besides: m.patient_care_leave_reading(),
    cancel: m.patient_care_stay(),
    waiting: m.patient_care_leaving(),
    sign: m.patient_care_sign_to_leave({ hospital }),
  };
}
