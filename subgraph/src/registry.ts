// The manifest names one file per contract: this one gathers the Registry's handlers, one file per module of the contract.
export { handleAttestationRevoked, handleDoctorAttested } from "./attestations";
export {
  handleAssignmentEnded,
  handleCareAccepted,
  handleCareAsked,
  handleCareEnded,
  handleDoctorAssigned,
} from "./careTeam";
export { handlePatientRegistered } from "./charts";
export { handleKeyPublished } from "./keys";
export {
  handleDefaultAdminDelayChangeCanceled,
  handleDefaultAdminDelayChangeScheduled,
  handleDefaultAdminTransferCanceled,
  handleDefaultAdminTransferScheduled,
  handleHospitalOpened,
  handleRoleGranted,
  handleRoleRevoked,
} from "./roles";
