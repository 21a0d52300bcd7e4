// The manifest names one file per contract: this one gathers the Registry's handlers, one file per module of the contract.
export { handleAttestationRevoked, handleAttesterDisavowed, handleDoctorAttested } from "./attestations";
export {
  handleAssignmentEnded,
  handleCareAccepted,
  handleCareAsked,
  handleCareEnded,
  handleCareResumed,
  handleCareSuspended,
  handleDoctorAssigned,
} from "./careTeam";
export { handlePatientRegistered, handleSignaturesCancelled } from "./charts";
export { handleKeyPublished } from "./keys";
export { handlePaused, handleUnpaused } from "./pausing";
export {
  handleAuthoriserProposed,
  handleAuthoriserReplaced,
  handleChartRecovered,
  handleRecoveryCancelled,
  handleRecoveryStarted,
} from "./recovery";
export { handleReplacementStarted, handleReplacementVetoed, handleVetoOverruled } from "./replacements";
export {
  handleDefaultAdminDelayChangeCanceled,
  handleDefaultAdminDelayChangeScheduled,
  handleDefaultAdminTransferCanceled,
  handleDefaultAdminTransferScheduled,
  handleHospitalOpened,
  handleRoleGrantCancelled,
  handleRoleGranted,
  handleRoleGrantScheduled,
  handleRoleRevoked,
} from "./roles";
