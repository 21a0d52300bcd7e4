// The manifest names one file per contract: this one gathers the handlers of Records, one file per module of the contract.
export { handleConsentGranted, handleConsentStopped } from "./consents";
export { handleRemarkAdded, handleReportAdded } from "./reports";
