import type { Separation } from "#lib/history/duties.ts";

/** What must never be found, as it is said to a reader, most serious first. */
export const dutyRules: readonly { key: keyof Separation; title: string; why: string }[] = [
  {
    key: "bothSides",
    title: "Administrators who are a doctor or a patient, too",
    why: "Whoever appoints people must have no part in what they treat.",
  },
  {
    key: "selfAssigned",
    title: "Doctors who assigned a patient to themselves",
    why: "Who looks after a patient is for the hospital’s registrar to say.",
  },
  {
    key: "selfAppointed",
    title: "Doctors who appointed themselves",
    why: "A doctor is appointed by a registrar of the hospital.",
  },
  {
    key: "neverVerified",
    title: "Doctors whom nobody verified",
    why: "Every doctor’s licence is confirmed before the first appointment.",
  },
];
