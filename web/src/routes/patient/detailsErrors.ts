import { profileErrors, type PatientProfile, type ProfileErrors } from "@chartkey/protocol/patient-profile";
import { m } from "#messages";
import type { Language } from "#lib/language.ts";

/** What the protocol may say of a field, which it does in plain English. */
const sentences: readonly ((inputs?: Record<string, never>, options?: { locale?: Language }) => string)[] = [
  m.patient_details_error_name,
  m.patient_details_error_street,
  m.patient_details_error_address,
  m.patient_details_error_city,
  m.patient_details_error_postal_code,
  m.patient_details_error_country,
  m.patient_details_error_phone_missing,
  m.patient_details_error_phone_code,
  m.patient_details_error_phone_digits,
  m.patient_details_error_phone_short,
  m.patient_details_error_phone_long,
  m.patient_details_error_email_at,
  m.patient_details_error_email_before,
  m.patient_details_error_email_after,
];

/**
 * Checks normalised details, and says in the reader's language what is wrong: the protocol has one language, so each of its
 * sentences is found among ours. One that is not known stays in English rather than being left out.
 */
export function detailsErrors(profile: PatientProfile): ProfileErrors {
  const said = Object.entries(profileErrors(profile)).map(([field, sentence]) => [field, translated(sentence)]);
  return Object.fromEntries(said) as ProfileErrors;
}

function translated(sentence: string): string {
  return sentences.find((message) => message({}, { locale: "en" }) === sentence)?.() ?? sentence;
}
