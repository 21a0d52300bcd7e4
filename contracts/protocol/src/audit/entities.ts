/**
 * The whole state that logs imply, in the form of the subgraph's schema (`subgraph/schema.graphql`, which says what each field
 * means), so that the two can be compared field by field. Bytes are lower-case hex, times Unix seconds, a reference is the id of
 * what it refers to. Long bytes are kept as their digest, see `shortened`.
 *
 * `touched` is no field of the schema: the id of the log that changed the entity last.
 */
type Entity<Fields> = Fields & { id: string; touched: string };
type Maybe<Value> = Value | null;

export type Account = Entity<{
  key: Maybe<string>;
  chart: Maybe<string>;
  attestation: Maybe<string>;
  disavowedSince: Maybe<number>;
  disavowed: Maybe<string>;
}>;

export type Network = Entity<{ pausedUntil: number; pausing: Maybe<string>; handovers: number }>;

/** How often something happened, on a day or on several. */
export type Counts = {
  accounts: number;
  patients: number;
  doctors: number;
  reports: number;
  requests: number;
  consentsGiven: number;
  consentsUsed: number;
  consentsEnded: number;
};

export type Day = Entity<{ start: number } & Counts>;

export type Hospital = Entity<{ name: string; openedAt: Maybe<number>; opened: Maybe<string> }>;

type RoleOfAccount = { roleId: string; role: string; hospital: Maybe<string>; account: string };

export type RoleMembership = Entity<
  RoleOfAccount & { since: number; granted: string; until: Maybe<number>; revoked: Maybe<string> }
>;

export type ScheduledRoleGrant = Entity<
  RoleOfAccount & {
    effectAt: number;
    handovers: number;
    scheduledAt: number;
    scheduled: string;
    endedAt: Maybe<number>;
    ended: Maybe<string>;
  }
>;

export type Chart = Entity<{
  holder: string;
  registeredAt: number;
  registered: string;
  authoriser: string;
  proposedAuthoriser: Maybe<string>;
  proposedAuthoriserReadyAt: Maybe<number>;
  signatureEpoch: number;
  consentEpoch: number;
  recovery: Maybe<string>;
}>;

export type Recovery = Entity<{
  chart: string;
  oldHolder: string;
  newHolder: string;
  status: "UNDER_WAY" | "CANCELLED" | "COMPLETED" | "REPLACED";
  readyAt: number;
  startedAt: number;
  started: string;
  endedAt: Maybe<number>;
  ended: Maybe<string>;
}>;

export type Key = Entity<{
  account: string;
  version: number;
  encryptionAddress: string;
  bundle: string;
  keyring: string;
  possession: string;
  accountSignature: string;
  publishedAt: number;
  published: string;
}>;

type Attested = {
  attester: string;
  licenceTag: string;
  professionalName: string;
  specialty: string;
  validUntil: number;
  issuedAt: number;
};

export type Attestation = Entity<
  Attested & {
    subject: string;
    generation: number;
    submittedAt: number;
    submitted: string;
    acceptedAt: number;
    accepted: string;
    revokedAt: Maybe<number>;
    revoked: Maybe<string>;
  }
>;

export type Replacement = Entity<
  Attested & {
    oldSubject: string;
    newSubject: string;
    status: "WAITING" | "VETOED" | "OVERRULED" | "COMPLETED" | "REPLACED";
    readyAt: number;
    startedAt: number;
    started: string;
    vetoedAt: Maybe<number>;
    vetoed: Maybe<string>;
    overruledAt: Maybe<number>;
    overruled: Maybe<string>;
    endedAt: Maybe<number>;
    ended: Maybe<string>;
  }
>;

export type Care = Entity<{
  chart: string;
  hospital: string;
  status: "ASKED" | "ACCEPTED" | "SUSPENDED" | "ENDED";
  askedAt: number;
  asked: string;
  acceptedAt: Maybe<number>;
  accepted: Maybe<string>;
  suspendedAt: Maybe<number>;
  suspended: Maybe<string>;
  resumedAt: Maybe<number>;
  resumed: Maybe<string>;
  endedAt: Maybe<number>;
  ended: Maybe<string>;
}>;

export type Assignment = Entity<{
  chart: string;
  doctor: string;
  hospital: string;
  care: string;
  attestationGeneration: number;
  assignedAt: number;
  assigned: string;
  endedAt: Maybe<number>;
  ended: Maybe<string>;
}>;

type Sealed = { commitment: string; payload: string; capsules: string };

export type Report = Entity<
  Sealed & {
    chart: string;
    author: string;
    doctor: Maybe<string>;
    attestationGeneration: number;
    pair: Maybe<string>;
    pairGeneration: number;
    hospital: Maybe<string>;
    status: "LIVE" | "RETRACTED" | "ERASED";
    version: number;
    epoch: number;
    holderKeyVersion: number;
    sealed: string;
    explicitOnly: boolean;
    addedAt: number;
    added: string;
    reason: Maybe<string>;
    retractedAt: Maybe<number>;
    retracted: Maybe<string>;
    erasedAt: Maybe<number>;
    erased: Maybe<string>;
  }
>;

export type ReportVersion = Entity<
  Sealed & {
    report: string;
    version: number;
    epoch: number;
    holderKeyVersion: number;
    hospital: Maybe<string>;
    addedAt: number;
    added: string;
  }
>;

export type Rekeying = Entity<{
  report: string;
  epoch: number;
  payloads: readonly string[];
  capsules: string;
  rekeyedAt: number;
  rekeyed: string;
}>;

export type Remark = Entity<
  Sealed & { report: string; chart: string; author: string; epoch: number; addedAt: number; added: string }
>;

type Terms = { expiry: number; purpose: string; counter: number; attestationGeneration: number };

export type Consent = Entity<
  Terms & {
    report: string;
    chart: string;
    grantee: string;
    stopped: boolean;
    pair: string;
    pairGeneration: number;
    decidedAt: number;
    decided: string;
    grant: Maybe<string>;
  }
>;

type Granted = { granteeKeyVersion: number; capsules: string; grantedAt: number; granted: string };
type Ended = { endedAt: Maybe<number>; ended: Maybe<string> };

export type Grant = Entity<
  Terms & Granted & Ended & { consent: string; report: string; chart: string; grantee: string; pairGeneration: number }
>;

export type Pair = Entity<
  Terms & {
    chart: string;
    grantee: string;
    generation: number;
    decidedAt: Maybe<number>;
    decided: Maybe<string>;
    grant: Maybe<string>;
  }
>;

export type StandingGrant = Entity<
  Terms & Granted & Ended & { pair: string; chart: string; grantee: string; consentEpoch: number }
>;

export type EverythingStop = Entity<{ pair: string; generation: number; stoppedAt: number; stopped: string }>;

export type ExpectedReport = Entity<{ chart: string }>;

export type EarlyStop = Entity<{
  report: string;
  grantee: string;
  counter: number;
  decidedAt: number;
  decided: string;
}>;

export type Request = Entity<{
  report: string;
  chart: string;
  doctor: string;
  purpose: string;
  status: "OPEN" | "GRANTED" | "DECLINED" | "STOPPED";
  askedAt: number;
  asked: string;
  answeredAt: Maybe<number>;
  answered: Maybe<string>;
  notBefore: Maybe<number>;
}>;

type Published = { capsules: string; publishedAt: number; published: string };

export type CapsulePublication = Entity<Published & { chart: string; recipient: string; recipientKeyVersion: number }>;

export type OwnCapsulePublication = Entity<Published & { account: string; keyVersion: number }>;

export type PeriodCount = Entity<{ count: number }>;

/** Who or what a log is about; the references that every log has of its own. */
export type AuditEvent = Entity<{
  name: string;
  contract: string;
  actor: Maybe<string>;
  /** Null where nobody asked who sent the transaction. */
  sender: Maybe<string>;
  account: Maybe<string>;
  chart: Maybe<string>;
  report: Maybe<string>;
  hospital: Maybe<string>;
  role: Maybe<string>;
  grant: Maybe<string>;
  standingGrant: Maybe<string>;
  request: Maybe<string>;
  recovery: Maybe<string>;
  replacement: Maybe<string>;
  block: number;
  timestamp: number;
  transaction: string;
  logIndex: number;
}>;

/** All that is kept, by the names under which the subgraph lists it; each by id. */
export function emptyEntities() {
  return {
    accounts: new Map<string, Account>(),
    networks: new Map<string, Network>(),
    days: new Map<string, Day>(),
    hospitals: new Map<string, Hospital>(),
    roleMemberships: new Map<string, RoleMembership>(),
    scheduledRoleGrants: new Map<string, ScheduledRoleGrant>(),
    charts: new Map<string, Chart>(),
    recoveries: new Map<string, Recovery>(),
    keys: new Map<string, Key>(),
    attestations: new Map<string, Attestation>(),
    replacements: new Map<string, Replacement>(),
    cares: new Map<string, Care>(),
    assignments: new Map<string, Assignment>(),
    reports: new Map<string, Report>(),
    reportVersions: new Map<string, ReportVersion>(),
    rekeyings: new Map<string, Rekeying>(),
    remarks: new Map<string, Remark>(),
    consents: new Map<string, Consent>(),
    grants: new Map<string, Grant>(),
    pairs: new Map<string, Pair>(),
    standingGrants: new Map<string, StandingGrant>(),
    everythingStops: new Map<string, EverythingStop>(),
    expectedReports: new Map<string, ExpectedReport>(),
    earlyStops: new Map<string, EarlyStop>(),
    requests: new Map<string, Request>(),
    capsulePublications: new Map<string, CapsulePublication>(),
    ownCapsulePublications: new Map<string, OwnCapsulePublication>(),
    periodCounts: new Map<string, PeriodCount>(),
  };
}

export type Entities = ReturnType<typeof emptyEntities>;

/** A kind of entity by the name under which the subgraph lists it. Audit events are compared as they come, and never kept. */
export type EntityList = keyof Entities | "auditEvents";
