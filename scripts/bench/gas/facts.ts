import type { OperationName } from "../../../contracts/test/gas/operations.ts";

/**
 * What an act must do to the chain whatever the code looks like, beyond what it is told and what it logs. One entry for each
 * slot that it must find out (`reads`), write for the first time (`creates`), write again (`changes`) or empty (`clears`), for
 * each account other than the one called that it must reach (`calls`), and for each signature that it must recover
 * (`signatures`). What is in a slot is said in `Person.sol`, `Emergency.sol`, `Charts.sol`, `CareTeam.sol` and `Reading.sol`.
 */
export interface Facts {
  readonly reads?: readonly string[];
  readonly creates?: readonly string[];
  readonly changes?: readonly string[];
  readonly clears?: readonly string[];
  readonly calls?: readonly string[];
  readonly signatures?: readonly string[];
  /** Why it costs so much more than that, where it does. */
  readonly because?: string;
}

const REGISTRY = ["the registry"];
/** Until when the network is paused, and when an attester was last disavowed. */
const EMERGENCY = "emergency";

const ONE_ANSWER = "The registry gives one answer for every act, with slots that this one does not need.";
const ROLES = "OpenZeppelin administers roles in layers, each with checks of its own.";
const ATTESTING = "Names and times are decoded, checked and hashed, in a function late in the contract's long table.";
const CHECKS = "Nothing new is stored, so that decoding the call and checking each of its terms weighs more.";
const FORM = "Nothing new is stored, so that hashing a form that a person can read weighs more.";
const TWO_ANSWERS = "The registry is asked twice: who holds the chart, and which key the recipient has.";
const CALL = "Hardly anything happens, so that one call between contracts weighs more.";

const SHARING = ["chart", "reader's key", "reader as a person", EMERGENCY, "report", "chart and reader"];
const READING = ["chart", "reader as a person", EMERGENCY, "report", "consent", "chart and reader"];
const ALL_SHARING = ["chart", "reader's key", "reader as a person", EMERGENCY];
const ELEVEN_REPORTS = Array.from({ length: 11 }, (_, n) => `report ${n + 1}`);
const ELEVEN_CONSENTS = Array.from({ length: 11 }, (_, n) => `consent ${n + 1}`);
const ELEVEN_SHARING = [...SHARING.filter((slot) => slot !== "report"), ...ELEVEN_REPORTS];
const WRITING = [
  "chart",
  "holder's key",
  "author as a person",
  EMERGENCY,
  "care",
  "assignment",
  "appointment",
  "consent epoch",
];
const ADMIN = "default admin's role";
const DELAY = ["present delay of roles", "pending delay of roles"];
const KEY = ["key's possession", "account"];

export const facts: Record<OperationName, Facts> = {
  // Roles
  "open a hospital": { reads: [ADMIN], creates: ["hospital"] },
  "schedule a registrar": {
    reads: [ADMIN, "hospital", "account as a person", "role of account", ...DELAY, "handover"],
    creates: ["scheduled grant"],
    calls: ["account"],
  },
  "grant a registrar's role that was scheduled": {
    reads: [ADMIN, EMERGENCY, "hospital", "handover"],
    creates: ["role of account", "account as a person"],
    clears: ["scheduled grant"],
    calls: ["account"],
  },
  "grant a pauser's role": {
    reads: [ADMIN, EMERGENCY],
    creates: ["role of account", "account as a person"],
    calls: ["account"],
  },
  "remove a pauser's role": {
    reads: [ADMIN, "scheduled grant"],
    clears: ["role of account", "account as a person"],
  },
  "give up a pauser's role": { reads: ["scheduled grant"], clears: ["role of account", "account as a person"] },
  "appoint a doctor": {
    reads: ["registrar's role", EMERGENCY, "hospital"],
    creates: ["appointment"],
    changes: ["doctor as a person"],
    calls: ["doctor"],
  },
  "end an appointment": {
    reads: ["registrar's role", "scheduled grant"],
    changes: ["doctor as a person"],
    clears: ["appointment"],
    because: ROLES,
  },
  "begin to hand over the default admin": { reads: [ADMIN, "pending delay of roles"], changes: ["pending admin"] },
  "cancel handing over the default admin": { reads: [ADMIN], changes: ["pending admin"] },
  "accept the default admin": {
    reads: ["scheduled grant"],
    creates: ["role of new admin", "new admin as a person"],
    changes: ["pending admin", "default admin", "handover"],
    clears: ["role of old admin", "old admin as a person"],
    calls: ["new admin"],
  },
  "change the delay of roles": { reads: [ADMIN, "present delay of roles"], changes: ["pending delay of roles"] },
  "take back a change of the delay": { reads: [ADMIN], changes: ["pending delay of roles"] },

  // Pausing
  pause: { reads: ["pauser's role"], creates: [EMERGENCY] },
  "end a pause": { reads: [ADMIN, "pauser's role"], changes: [EMERGENCY] },

  // Keys and charts
  "publish the first key": { creates: ["key"], signatures: KEY },
  "publish the next key": { changes: ["key"], signatures: KEY },
  "register a patient": {
    reads: [EMERGENCY],
    creates: ["chart", "chart of account", "account as a person", "authoriser", "key"],
    signatures: KEY,
  },
  "register a patient, by signature": {
    reads: [EMERGENCY],
    creates: ["chart", "chart of account", "account as a person", "authoriser", "key"],
    signatures: [...KEY, "registration"],
  },
  "cancel signatures": { reads: ["chart of account"], changes: ["chart"] },
  "ask for care, by signature": {
    reads: ["chart", "chart of account", EMERGENCY, "hospital"],
    creates: ["nonce of chart"],
    changes: ["care"],
    signatures: ["request"],
  },

  // Recovery
  "start a recovery, as the new holder": {
    reads: ["authoriser", "chart of account", "account as a person", "proposed authoriser"],
    creates: ["recovery", "nonce of authoriser"],
    changes: ["chart"],
    signatures: ["authoriser"],
  },
  "start a recovery, by signature": {
    reads: ["authoriser", "chart of account", "account as a person", "proposed authoriser"],
    creates: ["recovery", "nonce of authoriser"],
    changes: ["chart"],
    signatures: ["authoriser", "new holder"],
  },
  "cancel a recovery": { reads: ["chart of account"], changes: ["authoriser", "chart"], clears: ["recovery"] },
  "complete a recovery": {
    reads: ["authoriser", "new holder's key"],
    creates: ["chart of new holder", "new holder as a person"],
    changes: ["chart"],
    clears: ["recovery", "chart of old holder", "old holder as a person"],
  },
  "replace the authoriser": {
    reads: ["chart of account", "chart", "recovery", "proposed authoriser"],
    changes: ["authoriser"],
    signatures: ["authoriser"],
  },
  "propose an authoriser": { reads: ["chart of account", "chart"], creates: ["proposed authoriser"] },
  "complete a proposed authoriser": { changes: ["authoriser"], clears: ["proposed authoriser"] },

  // Attestations
  "submit the first attestation": {
    reads: [EMERGENCY, "attester's role"],
    creates: ["licence", "doctor as a person"],
    changes: ["attester's quota"],
    signatures: ["attestation"],
    because: ATTESTING,
  },
  "renew an attestation": {
    reads: [EMERGENCY, "attester's role", "licence"],
    changes: ["doctor as a person", "attester's quota"],
    signatures: ["attestation"],
    because: ATTESTING,
  },
  "start to replace a wallet": {
    reads: [EMERGENCY, "attester's role", "licence", "old wallet as a person"],
    creates: ["new wallet as a person", "replacement", "replacement's attester and times"],
    changes: ["attester's quota"],
    signatures: ["attestation"],
  },
  "complete replacing a wallet": {
    reads: [EMERGENCY, "attester's role", "attester's number"],
    changes: ["licence", "old wallet as a person", "new wallet as a person"],
    clears: ["replacement", "replacement's attester and times"],
    because: ATTESTING,
  },
  "veto a replacement": { reads: ["licence"], changes: ["replacement's attester and times"] },
  "veto a replacement, as a registrar": {
    reads: ["licence", "registrar's role", "appointment"],
    changes: ["replacement's attester and times"],
  },
  "overrule a veto": { reads: [ADMIN], changes: ["replacement's attester and times"] },
  "revoke an attestation": { reads: [ADMIN, "attester's role", EMERGENCY], changes: ["doctor as a person"] },
  "disavow an attester": {
    reads: [ADMIN, "attester's number", "scheduled grant"],
    creates: ["moment of disavowal", EMERGENCY],
    clears: ["attester's role", "attester as a person"],
  },

  // Care
  "ask for care": { reads: ["chart of account", "chart", EMERGENCY, "hospital"], creates: ["care"] },
  "accept a patient": { reads: ["registrar's role", EMERGENCY], changes: ["care"] },
  "assign a doctor": {
    reads: ["registrar's role", EMERGENCY, "care", "doctor as a person", "appointment"],
    creates: ["assignment"],
  },
  "end an assignment": { reads: ["registrar's role", "care"], clears: ["assignment"] },
  "suspend care": { reads: ["registrar's role"], changes: ["care"] },
  "resume care": { reads: ["registrar's role", EMERGENCY], changes: ["care"] },
  "end care": { reads: ["registrar's role"], changes: ["care"] },
  "leave care": { reads: ["chart of account"], changes: ["care"] },

  // Reports
  "add a report": { reads: [...WRITING, "chart and author"], creates: ["report"], calls: REGISTRY },
  "add a report, as the patient": {
    reads: ["chart", "holder's key", EMERGENCY, "consent epoch"],
    creates: ["report"],
    calls: REGISTRY,
    because: ONE_ANSWER,
  },
  "add a report, as the patient, by signature": {
    reads: ["chart", "holder's key", EMERGENCY, "consent epoch"],
    creates: ["report", "nonce of chart"],
    calls: REGISTRY,
    signatures: ["request"],
    because: ONE_ANSWER,
  },
  "correct a report": { reads: WRITING, changes: ["report"], calls: REGISTRY, because: CHECKS },
  "rekey a report": { reads: ["chart"], changes: ["report"], calls: REGISTRY },
  "remark on a report, as the patient": { reads: ["chart", EMERGENCY, "report"], calls: REGISTRY, because: ONE_ANSWER },
  "remark on a report, as a reader": { reads: READING, calls: REGISTRY, because: ONE_ANSWER },
  "retract a report": { changes: ["report"] },
  "erase a report": { reads: ["chart"], changes: ["report"], calls: REGISTRY },
  "publish capsules": { reads: ["chart", "recipient's key"], calls: REGISTRY, because: TWO_ANSWERS },
  "publish capsules for oneself": { reads: ["own key"], calls: REGISTRY, because: CALL },

  // Consents
  "ask for a report": {
    reads: ["report", "doctor as a person", EMERGENCY],
    creates: ["consent"],
    calls: REGISTRY,
    because: ONE_ANSWER,
  },
  "decline a request": { reads: ["report", "chart"], changes: ["consent"], calls: REGISTRY },
  "share a report": { reads: SHARING, creates: ["consent"], calls: REGISTRY },
  "share a report, asked for": { reads: SHARING, changes: ["consent"], calls: REGISTRY, because: CHECKS },
  "share a report again": { reads: SHARING, changes: ["consent"], calls: REGISTRY, because: CHECKS },
  "share a report, by signature": {
    reads: SHARING,
    creates: ["consent"],
    calls: REGISTRY,
    signatures: ["form"],
  },
  "share a report again, by signature": {
    reads: SHARING,
    changes: ["consent"],
    calls: REGISTRY,
    signatures: ["form"],
    because: FORM,
  },
  "share eleven reports": { reads: ELEVEN_SHARING, creates: ELEVEN_CONSENTS, calls: REGISTRY },
  "share eleven reports, by signature": {
    reads: ELEVEN_SHARING,
    creates: ELEVEN_CONSENTS,
    calls: REGISTRY,
    signatures: ["form"],
  },
  "share everything": { reads: ALL_SHARING, creates: ["chart and reader", "consent epoch"], calls: REGISTRY },
  "share everything again": {
    reads: ALL_SHARING,
    changes: ["chart and reader", "consent epoch"],
    calls: REGISTRY,
    because: CHECKS,
  },
  "share everything, by signature": {
    reads: ALL_SHARING,
    creates: ["chart and reader", "consent epoch"],
    calls: REGISTRY,
    signatures: ["form"],
  },

  // Stops
  "stop sharing a report": { reads: ["chart"], changes: ["consent"], calls: REGISTRY },
  "stop sharing a report, as the authoriser": { reads: ["chart", "authoriser"], changes: ["consent"], calls: REGISTRY },
  "stop its author's reading": { reads: ["chart"], creates: ["consent"], calls: REGISTRY },
  "stop sharing a report, by signature": {
    reads: ["chart"],
    changes: ["consent"],
    calls: REGISTRY,
    signatures: ["form"],
  },
  "stop its author's reading, by signature": {
    reads: ["chart"],
    creates: ["consent"],
    calls: REGISTRY,
    signatures: ["form"],
  },
  "stop sharing eleven reports": { reads: ["chart"], changes: ELEVEN_CONSENTS, calls: REGISTRY },
  "stop everything": { reads: ["chart"], changes: ["chart and reader", "consent epoch"], calls: REGISTRY },
  "stop everything again": { reads: ["chart", "consent epoch"], changes: ["chart and reader"], calls: REGISTRY },
  "stop everything where nothing was standing": {
    reads: ["chart", "consent epoch"],
    creates: ["chart and reader"],
    calls: REGISTRY,
  },
  "stop everything, by signature": {
    reads: ["chart"],
    changes: ["chart and reader", "consent epoch"],
    calls: REGISTRY,
    signatures: ["form"],
  },

  // Reading
  "may read, as the patient": { reads: ["chart", "report"], calls: REGISTRY, because: ONE_ANSWER },
  "may read, by a consent": { reads: READING, calls: REGISTRY, because: ONE_ANSWER },
  "may read, by a standing consent": { reads: READING, calls: REGISTRY, because: ONE_ANSWER },
  "may read, as the author": { reads: READING, calls: REGISTRY, because: ONE_ANSWER },
  "may not read": { reads: READING, calls: REGISTRY, because: ONE_ANSWER },
};
