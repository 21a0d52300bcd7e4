import { m } from "#messages";
import { asItIs, reading, translated, type Reading, type Value } from "./reading.ts";

/**
 * What an error that speaks for itself says, in the reader's language; null for any other error.
 *
 * [Note: errors that speak] Errors of the protocol and of the key holder say what happened, what is safe and what to do. They are
 * thrown in a worker, which has no message files, and come out of it as a name and an English text. The English messages of that name
 * tell which of them it is and which values are in it; a text that is none of them is said as it is.
 */
export function spokenWords({ name, message }: Error): string | null {
  if (!Object.hasOwn(spoken, name)) return null;
  return translated(message, spoken[name]!) ?? message;
}

const reasons: readonly Reading[] = [
  reading(m.words_error_reason_ends, { count: asItIs }),
  reading(m.words_error_reason_number, {}),
  reading(m.words_error_reason_follows, { count: asItIs }),
  reading(m.words_error_reason_suite, {}),
  reading(m.words_error_reason_first_key, {}),
  reading(m.words_error_reason_second_key, {}),
  reading(m.words_error_reason_beginning, {}),
  reading(m.words_error_reason_format, {}),
  reading(m.words_error_reason_network, {}),
  reading(m.words_error_reason_sealed_otherwise, {}),
  reading(m.words_error_reason_length, {}),
  reading(m.words_error_reason_reports, {}),
  reading(m.words_error_reason_unknown_thing, {}),
  reading(m.words_error_reason_short, {}),
  reading(m.words_error_reason_long, {}),
  reading(m.words_error_reason_unlocker_twice, {}),
  reading(m.words_error_reason_unlocker_unknown, {}),
  reading(m.words_error_reason_block, {}),
  reading(m.words_error_reason_kind, {}),
];

/** What a key or a payload is bound to. */
const contexts: readonly Reading[] = [
  reading(m.words_error_context_kind, {}),
  reading(m.words_error_context_version, {}),
  reading(m.words_error_context_epoch, {}),
  reading(m.words_error_context_report, {}),
  reading(m.words_error_context_author, {}),
  reading(m.words_error_context_network, {}),
  reading(m.words_error_context_contract, {}),
  reading(m.words_error_context_sender, {}),
  reading(m.words_error_context_recipient, {}),
  reading(m.words_error_context_key_version, {}),
];

/** The fields of a report's metadata. */
const details: readonly Reading[] = [
  reading(m.words_error_detail_metadata, {}),
  reading(m.words_error_detail_format, {}),
  reading(m.words_error_detail_type, {}),
  reading(m.words_error_detail_title, {}),
  reading(m.words_error_detail_date, {}),
  reading(m.words_error_detail_language, {}),
  reading(m.words_error_detail_filename, {}),
  reading(m.words_error_detail_media_type, {}),
  reading(m.words_error_detail_length, {}),
  reading(m.words_error_detail_text, {}),
];

const asReason: Value = (english) => translated(english, reasons) ?? english;
const asContext: Value = (english) => translated(english, contexts) ?? english;
const asDetail: Value = (english) => translated(english, details) ?? english;

/** What each of these errors may say, by its name. Those of the page itself say it in the reader's language already. */
const spoken: Readonly<Record<string, readonly Reading[]>> = {
  AccountSignatureError: [reading(m.words_error_account_signature, { account: asItIs })],
  BodyLengthError: [reading(m.words_error_body_length, {})],
  CapsuleAlteredError: [reading(m.words_error_capsule_altered, {})],
  CapsuleBundleTooLongError: [reading(m.words_error_capsule_bundle_too_long, {})],
  CommitmentMismatchError: [reading(m.words_error_commitment_mismatch, {})],
  EncryptionAddressMismatchError: [reading(m.words_error_encryption_address, { account: asItIs })],
  ExplainedError: [],
  ForeignKeyringError: [reading(m.words_error_foreign_keyring, {})],
  InvalidCardCodeError: [
    reading(m.words_error_card_code_character, { character: asItIs }),
    reading(m.words_error_card_code_length, { expected: asItIs, given: asItIs }),
    reading(m.words_error_card_code_mistyped, {}),
  ],
  InvalidProfileError: [reading(m.words_error_profile, {})],
  InvalidRecoveryCodeError: [
    reading(m.words_error_recovery_code_character, { group: asItIs }),
    reading(m.words_error_recovery_code_group_length, { group: asItIs, given: asItIs, expected: asItIs }),
    reading(m.words_error_recovery_code_mistyped, { group: asItIs }),
    reading(m.words_error_recovery_code_length, { groups: asItIs, each: asItIs, expected: asItIs, given: asItIs }),
  ],
  InvalidReportMetadataError: [reading(m.words_error_report_metadata, { field: asDetail })],
  KeyPossessionError: [reading(m.words_error_key_possession, { account: asItIs })],
  KeyringAlteredError: [reading(m.words_error_keyring_altered, {})],
  KeyringOutdatedError: [reading(m.words_error_keyring_outdated, {})],
  LockedError: [reading(m.words_error_locked, {})],
  MalformedCapsuleError: [reading(m.words_error_capsule_malformed, { reason: asReason })],
  MalformedKeyBundleError: [reading(m.words_error_key_bundle_malformed, { reason: asReason })],
  MalformedKeyCopyError: [reading(m.words_error_key_copy_malformed, { reason: asReason })],
  MalformedKeyringError: [reading(m.words_error_keyring_malformed, { reason: asReason })],
  MalformedPasskeyUnlockerError: [reading(m.words_error_passkey_unlocker_malformed, {})],
  MalformedPayloadError: [reading(m.words_error_payload_malformed, { reason: asReason })],
  MalformedWalletUnlockerError: [reading(m.words_error_wallet_unlocker_malformed, {})],
  NetworkConfigurationError: [],
  NoContentKeyError: [reading(m.words_error_no_content_key, {})],
  PartAlteredError: [reading(m.words_error_part_altered, { part: asItIs })],
  PartMisplacedError: [reading(m.words_error_part_misplaced, { actual: asItIs, part: asItIs })],
  PartMissingError: [reading(m.words_error_part_missing, { part: asItIs })],
  PartTruncatedError: [reading(m.words_error_part_truncated, { part: asItIs })],
  PayloadDigestMismatchError: [reading(m.words_error_payload_digest, {})],
  PayloadHeadAlteredError: [reading(m.words_error_payload_head_altered, {})],
  PayloadTooLongError: [reading(m.words_error_payload_too_long, {})],
  SameCodeError: [reading(m.words_error_same_code, {})],
  TooFewWaysError: [reading(m.words_error_too_few_ways, {})],
  TransferCancelledError: [],
  UnregisteredKeyError: [reading(m.words_error_unregistered_key, { account: asItIs })],
  UnrepeatableSignatureError: [reading(m.words_error_unrepeatable_signature, {})],
  WalletMissingError: [reading(m.words_error_wallet_missing, {})],
  WalletSignatureError: [reading(m.words_error_wallet_signature, { account: asItIs })],
  WrongCapsuleError: [reading(m.words_error_wrong_capsule, { field: asContext })],
  WrongContentKeyError: [reading(m.words_error_wrong_content_key, {})],
  WrongPayloadError: [reading(m.words_error_wrong_payload, { field: asContext })],
  WrongUnlockerError: [reading(m.words_error_wrong_unlocker, {})],
};

/** The names of all errors that speak for themselves. */
export const spokenNames = Object.keys(spoken);
