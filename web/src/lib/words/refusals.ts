import type { Explanation } from "./explainedError.ts";

const NOTHING_CHANGED = "Nothing was sent and nothing changed.";

const refusal = (what: string, next: string, remedy: Explanation["remedy"] = null): Explanation => ({
  what,
  safe: NOTHING_CHANGED,
  next,
  remedy,
});

/** What each custom error of the contracts means to the person whose step it refused. */
const refusals: Record<string, Explanation> = {
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

  ChartAlreadyRegistered: refusal("This account has a chart already.", "Go to your reports.", "reload"),
  ChartUnknown: refusal("There is no such chart.", "Check the card code with the patient."),
  ChartNotHolder: refusal("Your account holds no chart.", "Register as a patient first."),

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
  AttestationLicenceInUse: refusal(
    "This licence is verified for another account.",
    "Use that account, or have its verification ended first.",
  ),
  AttestationDailyCapReached: refusal("The verifier has reached today's limit.", "Try again tomorrow."),
  AttestationNotLive: refusal("This verification has ended already.", "There is nothing to end."),

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
  ReportStaleHolderKey: refusal(
    "The patient changed their key meanwhile, so this report was locked for an old one.",
    "Add the report again: it is locked for the new key then.",
    "retry",
  ),
  ReportStaleEpoch: refusal("The report got a new lock meanwhile.", "Open it again, then write your remark.", "reload"),
  ReportIncomplete: refusal("The report lacks a part that the public record asks for.", "Start again."),
  ReportNotReader: refusal(
    "You cannot read this report now, so you cannot remark on it.",
    "Ask the patient to share it with you.",
  ),
  ReportCapsulesLength: refusal("The keys that come with this report have a wrong size.", "Start again."),

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
};

/** Explains a refusal of the contracts by the name of its custom error. */
export function explainRefusal(errorName: string): Explanation {
  return (
    refusals[errorName] ??
    refusal(`The public record refused this step (${errorName}).`, "Reload the page to see how things stand.", "reload")
  );
}

/** Every custom error this page has words for. */
export const explainedRefusals = Object.keys(refusals);
