import { m } from "#messages";

/**
 * Codes of FHIR's own that a reader meets. Anything else stays as the file has it.
 * Statuses of any resource and the clinical and verification statuses (hl7.org/fhir/R4/terminologies-valuesets.html), priorities
 * (valueset-request-priority.html), and severities and types of issues (valueset-issue-severity.html, valueset-issue-type.html).
 */
const codes: Readonly<Record<string, string>> = {
  active: m.fhir_code_active(),
  accepted: m.fhir_code_accepted(),
  amended: m.fhir_code_amended(),
  appended: m.fhir_code_appended(),
  arrived: m.fhir_code_arrived(),
  available: m.fhir_code_available(),
  booked: m.fhir_code_booked(),
  cancelled: m.fhir_code_cancelled(),
  "checked-in": m.fhir_code_checked_in(),
  completed: m.fhir_code_completed(),
  corrected: m.fhir_code_corrected(),
  declined: m.fhir_code_declined(),
  differential: m.fhir_code_differential(),
  draft: m.fhir_code_draft(),
  "entered-in-error": m.fhir_code_entered_in_error(),
  failed: m.fhir_code_failed(),
  final: m.fhir_code_final(),
  finished: m.fhir_code_finished(),
  fulfilled: m.fhir_code_fulfilled(),
  "health-unknown": m.fhir_code_health_unknown(),
  "in-progress": m.fhir_code_in_progress(),
  inactive: m.fhir_code_inactive(),
  intended: m.fhir_code_intended(),
  noshow: m.fhir_code_noshow(),
  "not-done": m.fhir_code_not_done(),
  "not-started": m.fhir_code_not_started(),
  "not-taken": m.fhir_code_not_taken(),
  "on-hold": m.fhir_code_on_hold(),
  onleave: m.fhir_code_onleave(),
  partial: m.fhir_code_partial(),
  pending: m.fhir_code_pending(),
  planned: m.fhir_code_planned(),
  preliminary: m.fhir_code_preliminary(),
  preparation: m.fhir_code_preparation(),
  proposed: m.fhir_code_proposed(),
  provisional: m.fhir_code_provisional(),
  ready: m.fhir_code_ready(),
  received: m.fhir_code_received(),
  recurrence: m.fhir_code_recurrence(),
  refuted: m.fhir_code_refuted(),
  registered: m.fhir_code_registered(),
  rejected: m.fhir_code_rejected(),
  relapse: m.fhir_code_relapse(),
  remission: m.fhir_code_remission(),
  requested: m.fhir_code_requested(),
  resolved: m.fhir_code_resolved(),
  retired: m.fhir_code_retired(),
  revoked: m.fhir_code_revoked(),
  scheduled: m.fhir_code_scheduled(),
  stopped: m.fhir_code_stopped(),
  superseded: m.fhir_code_superseded(),
  suspended: m.fhir_code_suspended(),
  triaged: m.fhir_code_triaged(),
  unavailable: m.fhir_code_unavailable(),
  unconfirmed: m.fhir_code_unconfirmed(),
  unknown: m.fhir_code_unknown(),
  unsatisfactory: m.fhir_code_unsatisfactory(),
  waitlist: m.fhir_code_waitlist(),

  routine: m.fhir_code_routine(),
  urgent: m.fhir_code_urgent(),
  asap: m.fhir_code_asap(),
  stat: m.fhir_code_stat(),

  fatal: m.fhir_code_fatal(),
  error: m.fhir_code_error(),
  warning: m.fhir_code_warning(),
  information: m.fhir_code_information(),

  invalid: m.fhir_code_invalid(),
  structure: m.fhir_code_structure(),
  required: m.fhir_code_required(),
  value: m.fhir_code_value(),
  invariant: m.fhir_code_invariant(),
  security: m.fhir_code_security(),
  login: m.fhir_code_login(),
  expired: m.fhir_code_expired(),
  forbidden: m.fhir_code_forbidden(),
  suppressed: m.fhir_code_suppressed(),
  processing: m.fhir_code_processing(),
  "not-supported": m.fhir_code_not_supported(),
  duplicate: m.fhir_code_duplicate(),
  "multiple-matches": m.fhir_code_multiple_matches(),
  "not-found": m.fhir_code_not_found(),
  deleted: m.fhir_code_deleted(),
  "too-long": m.fhir_code_too_long(),
  "code-invalid": m.fhir_code_code_invalid(),
  extension: m.fhir_code_extension(),
  "too-costly": m.fhir_code_too_costly(),
  "business-rule": m.fhir_code_business_rule(),
  conflict: m.fhir_code_conflict(),
  transient: m.fhir_code_transient(),
  "lock-error": m.fhir_code_lock_error(),
  "no-store": m.fhir_code_no_store(),
  exception: m.fhir_code_exception(),
  timeout: m.fhir_code_timeout(),
  incomplete: m.fhir_code_incomplete(),
  throttled: m.fhir_code_throttled(),
  informational: m.fhir_code_informational(),
};

/** hl7.org/fhir/R4/valueset-administrative-gender.html */
const genders: Readonly<Record<string, string>> = {
  male: m.fhir_gender_male(),
  female: m.fhir_gender_female(),
  other: m.fhir_gender_other(),
  unknown: m.fhir_gender_unknown(),
};

/** Types and categories of allergies, and how bad a reaction was (hl7.org/fhir/R4/allergyintolerance.html). */
const allergies: Readonly<Record<string, string>> = {
  allergy: m.fhir_allergy_allergy(),
  intolerance: m.fhir_allergy_intolerance(),
  food: m.fhir_allergy_food(),
  medication: m.fhir_allergy_medication(),
  environment: m.fhir_allergy_environment(),
  biologic: m.fhir_allergy_biologic(),
  mild: m.fhir_allergy_mild(),
  moderate: m.fhir_allergy_moderate(),
  severe: m.fhir_allergy_severe(),
};

/** A code of FHIR's own, "entered-in-error", as words of their own. */
export const codeWords = (code: string) => known(codes, code) ?? capitalised(code).replaceAll("-", " ");

export const genderWords = (code: string) => known(genders, code) ?? code;

export const allergyWords = (code: string) => known(allergies, code) ?? code;

export const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A file may hold any word: "constructor" is none of the table's own. */
const known = (table: Readonly<Record<string, string>>, code: string) =>
  Object.hasOwn(table, code) ? table[code] : undefined;
