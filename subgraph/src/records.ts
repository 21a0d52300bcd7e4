// The manifest names one file per contract: this one gathers the handlers of Records, one file per module of the contract.
export { handleCapsulesPublished, handleOwnCapsulesPublished } from "./capsules";
export { handleConsentGranted, handleConsentStopped } from "./consents";
export { handleRemarkAdded } from "./remarks";
export {
  handleReportAdded,
  handleReportCorrected,
  handleReportErased,
  handleReportRekeyed,
  handleReportRetracted,
} from "./reports";
export { handleConsentRequested, handleRequestDeclined } from "./requests";
export { handleEverythingStopped, handleStandingConsentGranted } from "./standingConsents";
