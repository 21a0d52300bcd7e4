import { m } from "#messages";
import { formatLocale } from "../language.ts";
import type { Explanation } from "./explainedError.ts";

const refusal = (what: string, next: string, remedy: Explanation["remedy"] = null): Explanation => ({
  what,
  safe: m.words_refusal_safe(),
  next,
  remedy,
});

/** Made with the first moment to be written. */
let moments: Intl.DateTimeFormat | undefined;

/** The moment that an error carries as its last value, in Unix seconds; null when it carries none, or zero for "never". */
function momentOf(args: readonly unknown[]): string | null {
  const seconds = Number(args.at(-1) ?? 0);
  if (seconds === 0) return null;
  moments ??= new Intl.DateTimeFormat(formatLocale, { dateStyle: "long", timeStyle: "short" });
  return moments.format(seconds * 1000);
}

/** A message with the moment that an error carries, or another where it carries none. */
function momentOr(
  args: readonly unknown[],
  withMoment: (inputs: { moment: string }) => string,
  without: () => string,
): string {
  const moment = momentOf(args);
  return moment ? withMoment({ moment }) : without();
}

/** What each custom error of the contracts means to the person whose step it refused. */
const refusals: Record<string, Explanation | ((args: readonly unknown[]) => Explanation)> = {
  AccessControlUnauthorizedAccount: refusal(
    m.words_refusal_access_control_unauthorized_account_what(),
    m.words_refusal_access_control_unauthorized_account_next(),
  ),
  AccessControlEnforcedDefaultAdminRules: refusal(
    m.words_refusal_access_control_enforced_default_admin_rules_what(),
    m.words_refusal_access_control_enforced_default_admin_rules_next(),
  ),
  AccessControlEnforcedDefaultAdminDelay: refusal(
    m.words_refusal_access_control_enforced_default_admin_delay_what(),
    m.words_refusal_access_control_enforced_default_admin_delay_next(),
  ),
  AccessControlInvalidDefaultAdmin: refusal(
    m.words_refusal_access_control_invalid_default_admin_what(),
    m.words_refusal_access_control_invalid_default_admin_next(),
  ),
  AccessControlBadConfirmation: refusal(
    m.words_refusal_access_control_bad_confirmation_what(),
    m.words_refusal_use_holder(),
  ),
  RolesUnknownRole: refusal(m.words_refusal_roles_unknown_role_what(), m.words_refusal_roles_unknown_role_next()),
  RolesInvalidHospital: refusal(
    m.words_refusal_roles_invalid_hospital_what(),
    m.words_refusal_roles_invalid_hospital_next(),
  ),
  RolesHospitalNotOpened: refusal(
    m.words_refusal_roles_hospital_not_opened_what(),
    m.words_refusal_roles_hospital_not_opened_next(),
  ),
  RolesHospitalAlreadyOpened: refusal(
    m.words_refusal_roles_hospital_already_opened_what(),
    m.words_refusal_roles_hospital_already_opened_next(),
  ),
  RolesSeparationOfDuties: refusal(
    m.words_refusal_roles_separation_of_duties_what(),
    m.words_refusal_roles_separation_of_duties_next(),
  ),
  RolesForbiddenAccount: refusal(
    m.words_refusal_roles_forbidden_account_what(),
    m.words_refusal_roles_forbidden_account_next(),
  ),
  RolesDoctorNotAttested: refusal(
    m.words_refusal_roles_doctor_not_attested_what(),
    m.words_refusal_roles_doctor_not_attested_next(),
  ),
  RolesNotScheduled: refusal(m.words_refusal_roles_not_scheduled_what(), m.words_refusal_roles_not_scheduled_next()),
  RolesAlreadyGranted: refusal(
    m.words_refusal_roles_already_granted_what(),
    m.words_refusal_reload_to_see_it(),
    "reload",
  ),
  RolesGrantNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal(m.words_refusal_roles_grant_not_due_what(), m.words_refusal_roles_grant_not_due_next({ moment }))
      : refusal(
          m.words_refusal_roles_grant_unannounced_what(),
          m.words_refusal_roles_grant_unannounced_next(),
          "reload",
        );
  },

  PausingPaused: (args) =>
    refusal(
      m.words_refusal_pausing_paused_what(),
      momentOr(args, m.words_refusal_pausing_paused_until, m.words_refusal_pausing_paused_next),
    ),
  PausingTooSoon: (args) =>
    refusal(
      m.words_refusal_pausing_too_soon_what(),
      momentOr(args, m.words_refusal_pausing_too_soon_after, m.words_refusal_pausing_too_soon_later),
    ),
  PausingNotPaused: refusal(m.words_refusal_pausing_not_paused_what(), m.words_refusal_nothing_to_end(), "reload"),

  ChartAlreadyRegistered: refusal(
    m.words_refusal_chart_already_registered_what(),
    m.words_refusal_chart_already_registered_next(),
    "reload",
  ),
  ChartUnknown: refusal(m.words_refusal_chart_unknown_what(), m.words_refusal_chart_unknown_next()),
  ChartNotHolder: refusal(m.words_refusal_chart_not_holder_what(), m.words_refusal_chart_not_holder_next()),
  ChartFrozen: refusal(m.words_refusal_chart_frozen_what(), m.words_refusal_chart_frozen_next()),

  RecoveryInvalidAuthoriser: refusal(
    m.words_refusal_recovery_invalid_authoriser_what(),
    m.words_refusal_recovery_invalid_authoriser_next(),
  ),
  RecoveryInvalidHolder: refusal(
    m.words_refusal_recovery_invalid_holder_what(),
    m.words_refusal_recovery_invalid_holder_next(),
  ),
  RecoveryNotAuthorised: refusal(
    m.words_refusal_recovery_not_authorised_what(),
    m.words_refusal_recovery_not_authorised_next(),
  ),
  RecoveryNotAccepted: refusal(
    m.words_refusal_recovery_not_accepted_what(),
    m.words_refusal_recovery_not_accepted_next(),
  ),
  RecoveryNotUnderWay: refusal(
    m.words_refusal_recovery_not_under_way_what(),
    m.words_refusal_recovery_not_under_way_next(),
    "reload",
  ),
  RecoveryNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal(m.words_refusal_recovery_not_due_what(), m.words_refusal_recovery_not_due_next({ moment }))
      : refusal(m.words_refusal_recovery_not_begun_what(), m.words_refusal_reload_to_see_state(), "reload");
  },
  RecoveryAlreadyCancelledOnce: refusal(
    m.words_refusal_recovery_already_cancelled_once_what(),
    m.words_refusal_recovery_already_cancelled_once_next(),
  ),

  SignatureExpired: (args) =>
    refusal(
      momentOr(args, m.words_refusal_signature_expired_until, m.words_refusal_signature_expired_what),
      m.words_refusal_sign_again(),
      "retry",
    ),
  SignatureInvalid: refusal(
    m.words_refusal_signature_invalid_what(),
    m.words_refusal_signature_invalid_next(),
    "retry",
  ),
  RequestNotAllowed: refusal(m.words_refusal_request_not_allowed_what(), m.words_refusal_request_not_allowed_next()),
  InvalidAccountNonce: refusal(m.words_refusal_invalid_account_nonce_what(), m.words_refusal_sign_again(), "retry"),

  KeyVersionMismatch: refusal(
    m.words_refusal_key_version_mismatch_what(),
    m.words_refusal_key_version_mismatch_next(),
    "reload",
  ),
  KeyPossessionInvalid: refusal(
    m.words_refusal_key_possession_invalid_what(),
    m.words_refusal_reload_and_start_again(),
  ),
  KeyAccountSignatureInvalid: refusal(
    m.words_refusal_key_account_signature_invalid_what(),
    m.words_refusal_key_account_signature_invalid_next(),
    "retry",
  ),
  KeyLengthOutOfRange: refusal(
    m.words_refusal_key_length_out_of_range_what(),
    m.words_refusal_reload_and_start_again(),
  ),
  KeyMissing: refusal(m.words_refusal_key_missing_what(), m.words_refusal_key_missing_next()),

  AttestationSubjectMismatch: refusal(
    m.words_refusal_attestation_subject_mismatch_what(),
    m.words_refusal_attestation_subject_mismatch_next(),
  ),
  AttestationSignerNotAttester: refusal(
    m.words_refusal_attestation_signer_not_attester_what(),
    m.words_refusal_attestation_signer_not_attester_next(),
  ),
  AttestationOutsideWindow: refusal(
    m.words_refusal_attestation_outside_window_what(),
    m.words_refusal_attestation_outside_window_next(),
  ),
  AttestationAlreadyUsed: refusal(m.words_refusal_attestation_already_used_what(), m.words_refusal_ask_for_new_code()),
  AttestationInvalidPeriod: refusal(
    m.words_refusal_attestation_invalid_period_what(),
    m.words_refusal_ask_for_new_code(),
  ),
  AttestationIncomplete: refusal(m.words_refusal_attestation_incomplete_what(), m.words_refusal_tell_authority()),
  AttestationTextTooLong: refusal(m.words_refusal_attestation_text_too_long_what(), m.words_refusal_tell_authority()),
  AttestationDailyCapReached: refusal(
    m.words_refusal_attestation_daily_cap_reached_what(),
    m.words_refusal_attestation_daily_cap_reached_next(),
  ),
  AttestationNotLive: refusal(m.words_refusal_attestation_not_live_what(), m.words_refusal_nothing_to_end()),
  ReplacementUnknown: refusal(
    m.words_refusal_replacement_unknown_what(),
    m.words_refusal_reload_to_see_state(),
    "reload",
  ),
  ReplacementNotDue: (args) =>
    refusal(
      m.words_refusal_replacement_not_due_what(),
      momentOr(args, m.words_refusal_replacement_not_due_after, m.words_refusal_replacement_not_due_later),
    ),
  ReplacementIsVetoed: refusal(
    m.words_refusal_replacement_is_vetoed_what(),
    m.words_refusal_replacement_is_vetoed_next(),
  ),
  ReplacementVetoNotEntitled: refusal(
    m.words_refusal_replacement_veto_not_entitled_what(),
    m.words_refusal_replacement_veto_not_entitled_next(),
  ),
  ReplacementVetoIsOverruled: refusal(
    m.words_refusal_replacement_veto_is_overruled_what(),
    m.words_refusal_replacement_veto_is_overruled_next(),
  ),
  ReplacementOverruleNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal(
          m.words_refusal_replacement_overrule_not_due_what(),
          m.words_refusal_replacement_overrule_not_due_next({ moment }),
        )
      : refusal(m.words_refusal_replacement_overrule_no_veto_what(), m.words_refusal_reload_to_see_state(), "reload");
  },
  AttesterBarred: refusal(m.words_refusal_attester_barred_what(), m.words_refusal_attester_barred_next()),
  AttesterInvalidMoment: refusal(
    m.words_refusal_attester_invalid_moment_what(),
    m.words_refusal_attester_invalid_moment_next(),
  ),

  CareUnexpectedStatus: refusal(
    m.words_refusal_care_unexpected_status_what(),
    m.words_refusal_care_unexpected_status_next(),
    "reload",
  ),
  CareDoctorNotActive: refusal(
    m.words_refusal_care_doctor_not_active_what(),
    m.words_refusal_care_doctor_not_active_next(),
  ),
  CareSelfAssignment: refusal(m.words_refusal_care_self_assignment_what(), m.words_refusal_care_self_assignment_next()),
  CareAlreadyAssigned: refusal(
    m.words_refusal_care_already_assigned_what(),
    m.words_refusal_reload_to_see_it(),
    "reload",
  ),
  CareNotAssigned: refusal(m.words_refusal_care_not_assigned_what(), m.words_refusal_reload_to_see_state(), "reload"),

  ReportNotAssigned: refusal(m.words_refusal_report_not_assigned_what(), m.words_refusal_report_not_assigned_next()),
  ReportAlreadyAdded: refusal(
    m.words_refusal_report_already_added_what(),
    m.words_refusal_report_already_added_next(),
    "reload",
  ),
  ReportUnknown: refusal(m.words_refusal_report_unknown_what(), m.words_refusal_report_unknown_next()),
  ReportNotLive: refusal(m.words_refusal_report_not_live_what(), m.words_refusal_reload_to_see_state(), "reload"),
  ReportNotAuthor: refusal(m.words_refusal_report_not_author_what(), m.words_refusal_report_not_author_next()),
  ReportNotHolder: refusal(m.words_refusal_report_not_holder_what(), m.words_refusal_switch_to_patient()),
  ReportStaleHolderKey: refusal(
    m.words_refusal_report_stale_holder_key_what(),
    m.words_refusal_report_stale_holder_key_next(),
    "retry",
  ),
  ReportStaleConsentEpoch: refusal(
    m.words_refusal_report_stale_consent_epoch_what(),
    m.words_refusal_report_stale_consent_epoch_next(),
    "retry",
  ),
  ReportStaleVersion: refusal(
    m.words_refusal_report_stale_version_what(),
    m.words_refusal_report_stale_version_next(),
    "reload",
  ),
  ReportTooManyVersions: refusal(
    m.words_refusal_report_too_many_versions_what(),
    m.words_refusal_report_too_many_versions_next(),
  ),
  ReportPayloadsMismatch: refusal(
    m.words_refusal_report_payloads_mismatch_what(),
    m.words_refusal_report_payloads_mismatch_next(),
    "reload",
  ),
  ReportInvalidReason: refusal(
    m.words_refusal_report_invalid_reason_what(),
    m.words_refusal_report_invalid_reason_next(),
  ),
  ReportStaleEpoch: refusal(
    m.words_refusal_report_stale_epoch_what(),
    m.words_refusal_report_stale_epoch_next(),
    "reload",
  ),
  ReportIncomplete: refusal(m.words_refusal_report_incomplete_what(), m.words_refusal_start_again()),
  ReportNotReader: refusal(m.words_refusal_report_not_reader_what(), m.words_refusal_report_not_reader_next()),
  ReportCapsulesLength: refusal(m.words_refusal_report_capsules_length_what(), m.words_refusal_start_again()),

  CapsulesStaleKey: refusal(
    m.words_refusal_capsules_stale_key_what(),
    m.words_refusal_capsules_stale_key_next(),
    "reload",
  ),

  RequestDoctorNotActive: refusal(
    m.words_refusal_request_doctor_not_active_what(),
    m.words_refusal_request_doctor_not_active_next(),
  ),
  RequestAlreadyOpen: refusal(m.words_refusal_request_already_open_what(), m.words_refusal_request_already_open_next()),
  RequestNotOpen: refusal(m.words_refusal_request_not_open_what(), m.words_refusal_reload_to_see_it(), "reload"),
  RequestTooSoon: (args) =>
    refusal(
      m.words_refusal_request_too_soon_what(),
      momentOr(args, m.words_refusal_request_too_soon_after, m.words_refusal_request_too_soon_later),
    ),

  ConsentNotHolder: refusal(m.words_refusal_consent_not_holder_what(), m.words_refusal_switch_to_patient()),
  ConsentGranteeNotActive: refusal(
    m.words_refusal_consent_grantee_not_active_what(),
    m.words_refusal_consent_grantee_not_active_next(),
  ),
  ConsentInvalidExpiry: refusal(
    m.words_refusal_consent_invalid_expiry_what(),
    m.words_refusal_consent_invalid_expiry_next(),
  ),
  ConsentInvalidPurpose: refusal(
    m.words_refusal_consent_invalid_purpose_what(),
    m.words_refusal_consent_invalid_purpose_next(),
  ),
  ConsentStaleGranteeKey: refusal(
    m.words_refusal_consent_stale_grantee_key_what(),
    m.words_refusal_consent_stale_grantee_key_next(),
    "retry",
  ),
  ConsentStaleCounter: refusal(
    m.words_refusal_consent_stale_counter_what(),
    m.words_refusal_reload_and_decide_again(),
    "reload",
  ),
  ConsentStaleEpoch: refusal(
    m.words_refusal_consent_stale_epoch_what(),
    m.words_refusal_reload_and_decide_again(),
    "reload",
  ),
  ConsentEmpty: refusal(m.words_refusal_consent_empty_what(), m.words_refusal_consent_empty_next()),
  ConsentOtherChart: refusal(m.words_refusal_consent_other_chart_what(), m.words_refusal_consent_other_chart_next()),
};

/** Explains a refusal of the contracts by the name of its custom error and the values that it carries. */
export function explainRefusal(errorName: string, args: readonly unknown[] = []): Explanation {
  const words = refusals[errorName];
  if (typeof words === "function") return words(args);
  return words ?? refusal(m.words_refusal_unknown_what({ name: errorName }), m.words_refusal_unknown_next(), "reload");
}

/** Every custom error this page has words for. */
export const explainedRefusals = Object.keys(refusals);
