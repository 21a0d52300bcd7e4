/**
 * What nobody's actions may ever break, as far as logs can show it: the rules that the contracts' invariant tests hold, each in a
 * plain sentence. Logs name who acted and not who signed, so that nothing here is about signatures but those inside an event.
 */
export const RULES = {
  EveryEventIsKnown: "Every log is an event of the contracts, and follows from those before it.",
  ConsentsAreThePatients: "Only a patient, or their recovery key when stopping, decides who may read what.",
  KeysAreTheOwners: "Every account counts its own keys, one after the other.",
  KeysAreProven: "Whoever publishes a key proves that they hold it.",
  AttestationsCountOnce: "An attestation is accepted once, and a licence has one wallet.",
  AttestersHaveADailyCap: "No attester attests more than 200 doctors a day.",
  ReportsKeepWhatTheySay: "What a version of a report says is committed to once, by its author.",
  WritersAreAssigned: "Only assigned doctors, and patients themselves, write into a chart.",
  DutiesAreSeparate: "No account is both administrative and clinical.",
  NobodyAssignsThemself: "No registrar assigns themself.",
  HospitalsAreSeparate: "A registrar acts for their own hospital alone.",
  ChartsAreTheHolders: "Only its patient changes a chart.",
  AdministratorsTouchNoRecords: "No administrator changes a record.",
  RoleDelaysAreKept: "Appointments and handovers that must wait do wait.",
  RecoveryDelaysAreKept: "Recoveries wait as long as they must.",
  PausesStopWidening: "Nothing is widened during a pause, and pauses keep their length and distance.",
  OfficesActWithinTheirPowers: "Every office does what it may, and nothing else.",
} as const;

export type Rule = keyof typeof RULES;

/** Where in the chain a log is. */
export type Place = { block: number; logIndex: number; transaction: string };

/** A rule that a log breaks, with the log that broke it. */
export type Breach = Place & { rule: Rule; event: string; otherwise: string };
