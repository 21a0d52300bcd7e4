import type { CallName } from "../chain/call.ts";

/** What each transaction is about, as the beginning of a sentence: "Sharing a report was not finished." */
export const callWords: Record<CallName, string> = {
  registerPatient: "Registering as a patient",
  publishKey: "Publishing your key",
  submitAttestation: "Submitting your verification",
  revokeAttestation: "Ending a verification",
  askForCare: "Asking a hospital for care",
  leaveCare: "Leaving a hospital",
  acceptCare: "Accepting a patient",
  endCare: "Ending a patient’s care",
  assignDoctor: "Assigning a doctor",
  endAssignment: "Ending an assignment",
  addReport: "Adding a report",
  addRemark: "Adding a remark",
  grantConsent: "Sharing a report",
  stopConsent: "Stopping a share",
  openHospital: "Opening a hospital",
  grantRole: "Appointing someone",
  revokeRole: "Ending an appointment",
  renounceRole: "Giving up a role",
  beginDefaultAdminTransfer: "Beginning the handover of the network",
  acceptDefaultAdminTransfer: "Accepting the handover of the network",
  cancelDefaultAdminTransfer: "Calling off the handover of the network",
  changeDefaultAdminDelay: "Changing how long a handover takes",
  rollbackDefaultAdminDelay: "Calling off the change of how long a handover takes",
};
