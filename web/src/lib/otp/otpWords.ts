import { m } from "#messages";
import { asItIs, reading, translated, type Reading } from "../words/reading.ts";

/**
 * What the OTP worker says, in the reader's language: it has no message files, so its sentences come in English and are recognised by
 * it, as in [Note: errors that speak]. A worker that says something else, such as a newer one, is quoted.
 */
export function otpWords(english: string): string {
  return translated(english, sentences) ?? english;
}

const sentences: readonly Reading[] = [
  reading(m.flows_otp_code_asked, {}),
  reading(m.flows_otp_refusal_not_yours, {}),
  reading(m.flows_otp_refusal_recovery_under_way, {}),
  reading(m.flows_otp_refusal_store_unavailable, {}),
  reading(m.flows_otp_refusal_chain_unavailable, {}),
  reading(m.flows_otp_refusal_npi_digits, {}),
  reading(m.flows_otp_refusal_npi_check_digit, {}),
  reading(m.flows_otp_refusal_unlock_message, {}),
  reading(m.flows_otp_refusal_message_malformed, {}),
  reading(m.flows_otp_refusal_wrong_site, {}),
  reading(m.flows_otp_refusal_wrong_chain, {}),
  reading(m.flows_otp_refusal_not_yet_valid, {}),
  reading(m.flows_otp_refusal_message_expired, {}),
  reading(m.flows_otp_refusal_nonce_unknown, {}),
  reading(m.flows_otp_refusal_nonce_expired, {}),
  reading(m.flows_otp_refusal_nonce_used, {}),
  reading(m.flows_otp_refusal_signature_wrong, {}),
  reading(m.flows_otp_refusal_signed_out, {}),
  reading(m.flows_otp_refusal_human_check_expired, {}),
  reading(m.flows_otp_refusal_human_check_used, {}),
  reading(m.flows_otp_refusal_human_check_wrong, {}),
  reading(m.flows_otp_refusal_unexpected, {}),
  reading(m.flows_otp_refusal_wrong_origin, {}),
  reading(m.flows_otp_refusal_not_found, {}),
  reading(m.flows_otp_refusal_too_large, {}),
  reading(m.flows_otp_refusal_too_soon, { seconds: asItIs }),
  reading(m.flows_otp_refusal_too_many_codes_wallet, {}),
  reading(m.flows_otp_refusal_too_many_codes_network, {}),
  reading(m.flows_otp_refusal_last_try, {}),
  reading(m.flows_otp_refusal_wrong_code_one, {}),
  reading(m.flows_otp_refusal_wrong_code, { tries: asItIs }),
  reading(m.flows_otp_refusal_too_many_tries, {}),
  reading(m.flows_otp_refusal_code_expired, {}),
  reading(m.flows_otp_refusal_too_many_uploads, {}),
  reading(m.flows_otp_refusal_still_needed, {}),
  reading(m.flows_otp_refusal_not_registrar, {}),
  reading(m.flows_otp_refusal_too_many_invitations, {}),
  reading(m.flows_otp_refusal_malformed, {}),
  reading(m.flows_otp_refusal_media_type, {}),
  reading(m.flows_otp_refusal_not_configured, { problems: asItIs }),
  reading(m.links_refusal_not_patient, {}),
  reading(m.links_refusal_too_many_links, {}),
  reading(m.links_refusal_upload_unknown, {}),
  reading(m.links_refusal_not_yours, {}),
  reading(m.links_refusal_wrong_passcode, { tries: asItIs }),
  reading(m.links_refusal_last_try, {}),
  reading(m.links_refusal_used_up, {}),
  reading(m.links_refusal_unknown, {}),
  reading(m.links_refusal_ended, {}),
  reading(m.links_refusal_too_many_unknown, {}),
  reading(m.links_refusal_file_expired, {}),
  reading(m.links_refusal_too_many_fetches, {}),
];
