import type { Explanation } from "./explainedError.ts";

const NOTHING_CHANGED = "Nothing was sent and nothing changed.";

const refusal = (what: string, next: string, remedy: Explanation["remedy"] = null): Explanation => ({
  what,
  safe: NOTHING_CHANGED,
  next,
  remedy,
});

const moments = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** The moment that an error carries as its last value, in Unix seconds; null when it carries none, or zero for "never". */
function momentOf(args: readonly unknown[]): string | null {
  const seconds = Number(args.at(-1) ?? 0);
  return seconds === 0 ? null : moments.format(seconds * 1000);
}

/** What each custom error of the contracts means to the person whose step it refused. */
const refusals: Record<string, Explanation | ((args: readonly unknown[]) => Explanation)> = {
  AccessControlUnauthorizedAccount: refusal(
    "Your account does not hold the role that this step needs.",
    "Use the account that holds it, or ask the administrator of the network to appoint yours.",
  ),
  AccessControlEnforcedDefaultAdminRules: refusal(
    "The administrator of the network can be changed only by the two-step handover.",
    "Begin a handover instead.",
  ),
  AccessControlEnforcedDefaultAdminDelay: refusal(
    "The handover to another administrator of the network must wait until its delay is over.",
    "Finish it then.",
  ),
  AccessControlInvalidDefaultAdmin: refusal(
    "This account cannot become the administrator of the network.",
    "Name another account.",
  ),
  AccessControlBadConfirmation: refusal("A role is renounced only by its holder.", "Use the account that holds it."),
  RolesUnknownRole: refusal("There is no such role.", "Choose one of the listed roles."),
  RolesInvalidHospital: refusal("This is not a valid hospital number.", "Use a whole number above zero."),
  RolesHospitalNotOpened: refusal(
    "This hospital has not been opened.",
    "Ask the administrator of the network to open it first.",
  ),
  RolesHospitalAlreadyOpened: refusal("This hospital is open already.", "Choose another number for a new one."),
  RolesSeparationOfDuties: refusal(
    "One account cannot be both administrative and clinical. That rule protects patients and has no exception.",
    "Use a separate account for the other duty.",
  ),
  RolesForbiddenAccount: refusal(
    "This address is one of Chartkey's own contracts, which never hold a role, a chart or a consent.",
    "Check the address.",
  ),
  RolesDoctorNotAttested: refusal(
    "This doctor is not verified, or their verification has ended.",
    "Ask them to get verified, then appoint them.",
  ),
  RolesNotScheduled: refusal("This role is given at once; there is nothing to announce.", "Appoint them directly."),
  RolesAlreadyGranted: refusal("This account holds that role already.", "Reload to see it.", "reload"),
  RolesGrantNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal("This appointment was announced, and its waiting time is not over.", `Complete it after ${moment}.`)
      : refusal("This appointment was not announced, or was called off.", "Announce it first.", "reload");
  },

  PausingPaused: (args) =>
    refusal(
      "The network is paused: nobody can register, be verified, appoint, add or share for now. Stopping a share still works.",
      `A pause ends by itself${momentOf(args) ? `, this one on ${momentOf(args)} at the latest` : ""}. Try again then.`,
    ),
  PausingTooSoon: (args) =>
    refusal(
      "The network was paused a short while ago, and one pause cannot follow another at once.",
      `It can be paused again ${momentOf(args) ? `after ${momentOf(args)}` : "later"}.`,
    ),
  PausingNotPaused: refusal("The network is not paused.", "There is nothing to end.", "reload"),

  ChartAlreadyRegistered: refusal(
    "This account opened a chart before, and an account does so only once.",
    "Go to your reports, or use the wallet that holds the chart now.",
    "reload",
  ),
  ChartUnknown: refusal("There is no such chart.", "Check the card code with the patient."),
  ChartNotHolder: refusal("Your account holds no chart.", "Register as a patient first."),
  ChartFrozen: refusal(
    "A recovery of this chart is under way. Until it is over, sharing can be stopped, and nothing else can be changed.",
    "Wait until it is over, or cancel it if you did not start it.",
  ),

  RecoveryInvalidAuthoriser: refusal(
    "This address cannot be the recovery key of the chart.",
    "Use one of its own, not the wallet that holds the chart.",
  ),
  RecoveryInvalidHolder: refusal(
    "This wallet cannot take the chart over: it holds a chart already, or is the recovery key.",
    "Use a new wallet.",
  ),
  RecoveryNotAuthorised: refusal(
    "The recovery key of this chart did not sign this.",
    "Unlock again and try once more.",
  ),
  RecoveryNotAccepted: refusal("The new wallet did not agree to take the chart over.", "Confirm with the new wallet."),
  RecoveryNotUnderWay: refusal("No recovery of this chart is under way.", "There is nothing to cancel.", "reload"),
  RecoveryNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal("The waiting time is not over.", `It can be completed after ${moment}.`)
      : refusal("Nothing is waiting to be completed.", "Reload to see how it stands.", "reload");
  },
  RecoveryAlreadyCancelledOnce: refusal(
    "A recovery of this chart was cancelled once already, and cannot be again by the wallet alone.",
    "Use the wallet and the recovery key together.",
  ),

  SignatureExpired: (args) =>
    refusal(
      `What was signed could be sent ${momentOf(args) ? `until ${momentOf(args)}` : "for a limited time"} only.`,
      "Sign it again.",
      "retry",
    ),
  SignatureInvalid: refusal(
    "The signature does not match, or was made void since.",
    "Check which account your wallet uses, then sign again.",
    "retry",
  ),
  RequestNotAllowed: refusal("This cannot be done by a signature that others send.", "Send it from your own wallet."),
  InvalidAccountNonce: refusal(
    "Another signed request of yours was sent first, so this one is out of turn.",
    "Sign it again.",
    "retry",
  ),

  KeyVersionMismatch: refusal(
    "Your key was changed elsewhere since this page was opened.",
    "Reload the page and unlock again.",
    "reload",
  ),
  KeyPossessionInvalid: refusal("The new key could not prove that it is yours.", "Reload the page and start again."),
  KeyAccountSignatureInvalid: refusal(
    "Your wallet's signature of the new key does not match your account.",
    "Check which account your wallet uses, then try again.",
    "retry",
  ),
  KeyLengthOutOfRange: refusal("The new key has a size nobody accepts.", "Reload the page and start again."),
  KeyMissing: refusal("This account has published no key yet.", "It needs one before anything can be locked for it."),

  AttestationSubjectMismatch: refusal(
    "This verification was made for another account.",
    "Switch to the account you asked the code with.",
  ),
  AttestationSignerNotAttester: refusal(
    "Who signed this verification is not a verifier of this network, or no longer.",
    "Ask for a new code. If it happens again, tell your hospital.",
  ),
  AttestationOutsideWindow: refusal(
    "A verification must be submitted within an hour.",
    "Ask for a new code and submit soon after.",
  ),
  AttestationAlreadyUsed: refusal("This verification was submitted before.", "Ask for a new code."),
  AttestationInvalidPeriod: refusal("This verification ends before it begins.", "Ask for a new code."),
  AttestationIncomplete: refusal("This verification lacks a name or a specialty.", "Tell the issuing authority."),
  AttestationTextTooLong: refusal("The name or specialty is too long.", "Tell the issuing authority."),
  AttestationDailyCapReached: refusal("The verifier has reached today's limit.", "Try again tomorrow."),
  AttestationNotLive: refusal("This verification has ended already.", "There is nothing to end."),
  ReplacementUnknown: refusal(
    "No change of wallet is under way for this licence.",
    "Reload to see how it stands.",
    "reload",
  ),
  ReplacementNotDue: (args) =>
    refusal(
      "The waiting time of this change of wallet is not over.",
      `It can be completed ${momentOf(args) ? `after ${momentOf(args)}` : "later"}.`,
    ),
  ReplacementIsVetoed: refusal(
    "This change of wallet was vetoed: by the present wallet, or by a hospital that has appointed it.",
    "Ask that hospital, or the administrator of the network.",
  ),
  ReplacementVetoNotEntitled: refusal(
    "Only the present wallet, or a registrar who has it appointed, can veto this change of wallet.",
    "Use the account that may.",
  ),
  ReplacementVetoIsOverruled: refusal(
    "A veto of this change of wallet was overruled, which is final.",
    "There is nothing left to veto.",
  ),
  ReplacementOverruleNotDue: (args) => {
    const moment = momentOf(args);
    return moment
      ? refusal("This veto cannot be overruled yet.", `It can be after ${moment}.`)
      : refusal("There is no veto to overrule.", "Reload to see how it stands.", "reload");
  },
  AttesterBarred: refusal(
    "This verifier was disowned after a theft and can never be one again.",
    "Appoint another account.",
  ),
  AttesterInvalidMoment: refusal(
    "This moment does not fit: it lies in the future, or not before the one already named.",
    "Choose an earlier one.",
  ),

  CareUnexpectedStatus: refusal(
    "This request is in another state than your page shows.",
    "Reload to see how it stands now.",
    "reload",
  ),
  CareDoctorNotActive: refusal(
    "This doctor is not verified and appointed at this hospital now.",
    "Appoint them first, or choose another doctor.",
  ),
  CareSelfAssignment: refusal("Nobody assigns themself.", "Ask another registrar."),
  CareAlreadyAssigned: refusal("This doctor is assigned to this patient already.", "Reload to see it.", "reload"),
  CareNotAssigned: refusal("This doctor is not assigned to this patient.", "Reload to see how it stands.", "reload"),

  ReportNotAssigned: refusal(
    "You are not assigned to this patient at this hospital now, so you cannot add reports.",
    "Ask the hospital's registrar to assign you.",
  ),
  ReportAlreadyAdded: refusal("This report was added already.", "You find it in the list.", "reload"),
  ReportUnknown: refusal("There is no such report.", "Check the link."),
  ReportNotLive: refusal(
    "This report was withdrawn by its author or erased by the patient, so nothing more can be done with it.",
    "Reload to see how it stands.",
    "reload",
  ),
  ReportNotAuthor: refusal("Only who wrote this report can correct or withdraw it.", "Use the account that wrote it."),
  ReportNotHolder: refusal("Only the patient can do this.", "Switch to the patient's account."),
  ReportStaleHolderKey: refusal(
    "The patient changed their key meanwhile, so this report was locked for an old one.",
    "Go on: its key is locked for the new one then, and nothing is sent twice.",
    "retry",
  ),
  ReportStaleConsentEpoch: refusal(
    "The patient changed meanwhile who reads all their reports, so this report was not locked for the right people.",
    "Go on: its key is locked for those who may read it then, and nothing is sent twice.",
    "retry",
  ),
  ReportStaleVersion: refusal("The report was corrected meanwhile.", "Open it again, then correct it.", "reload"),
  ReportTooManyVersions: refusal(
    "This report was corrected 254 times, which is the most.",
    "Add a new report instead.",
  ),
  ReportPayloadsMismatch: refusal(
    "The report has another number of versions than were locked anew.",
    "Open it again, then try once more.",
    "reload",
  ),
  ReportInvalidReason: refusal("Withdrawing a report needs a reason.", "Choose one."),
  ReportStaleEpoch: refusal("The report got a new lock meanwhile.", "Open it again, then write your remark.", "reload"),
  ReportIncomplete: refusal("The report lacks a part that the public record asks for.", "Start again."),
  ReportNotReader: refusal(
    "You cannot read this report now, so you cannot remark on it.",
    "Ask the patient to share it with you.",
  ),
  ReportCapsulesLength: refusal("The keys that come with this report have a wrong size.", "Start again."),

  CapsulesStaleKey: refusal(
    "This key was changed meanwhile, or there is none.",
    "Reload the page, then try again.",
    "reload",
  ),

  RequestDoctorNotActive: refusal(
    "Only doctors who are verified and appointed now can ask for a report.",
    "Renew your verification, or ask your hospital to appoint you.",
  ),
  RequestAlreadyOpen: refusal("You asked for this report already.", "Wait for the patient’s answer."),
  RequestNotOpen: refusal("This request was answered already, or never made.", "Reload to see it.", "reload"),
  RequestTooSoon: (args) =>
    refusal(
      "The patient said no to this request lately.",
      `You can ask again ${momentOf(args) ? `after ${momentOf(args)}` : "later"}.`,
    ),

  ConsentNotHolder: refusal("Only the patient decides who reads this report.", "Switch to the patient's account."),
  ConsentGranteeNotActive: refusal(
    "This doctor is not verified and appointed now, so nothing can be shared with them.",
    "Ask them to renew their verification.",
  ),
  ConsentInvalidExpiry: refusal("This end date is in the past or too far ahead.", "Choose another date."),
  ConsentInvalidPurpose: refusal("A share needs a purpose.", "Choose what it is for."),
  ConsentStaleGranteeKey: refusal(
    "The doctor changed their key meanwhile.",
    "Review and share again: it is locked for the new key then.",
    "retry",
  ),
  ConsentStaleCounter: refusal(
    "You decided about this report and this doctor elsewhere meanwhile.",
    "Reload to see how it stands, then decide again.",
    "reload",
  ),
  ConsentStaleEpoch: refusal(
    "You changed elsewhere meanwhile who reads all your reports.",
    "Reload to see how it stands, then decide again.",
    "reload",
  ),
  ConsentEmpty: refusal("No report was chosen.", "Choose at least one."),
  ConsentOtherChart: refusal("These reports belong to different charts.", "Decide about each chart by itself."),
};

/** Explains a refusal of the contracts by the name of its custom error and the values that it carries. */
export function explainRefusal(errorName: string, args: readonly unknown[] = []): Explanation {
  const words = refusals[errorName];
  if (typeof words === "function") return words(args);
  return (
    words ??
    refusal(`The public record refused this step (${errorName}).`, "Reload the page to see how things stand.", "reload")
  );
}

/** Every custom error this page has words for. */
export const explainedRefusals = Object.keys(refusals);
