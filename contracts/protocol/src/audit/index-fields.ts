import type { EntityList } from "./entities.ts";

const role = "id roleId role hospital{id} account{id}";
const attested = "attester{id} licenceTag professionalName specialty validUntil issuedAt";
const sealed = "commitment payload capsules";
const terms = "expiry purpose counter attestationGeneration";
const granted = `${terms} granteeKeyVersion capsules grantedAt granted{id} endedAt ended{id}`;

/**
 * What is asked of each kind of entity: every field of the subgraph's schema that a handler writes. Fields that graph-node derives
 * from others are left out.
 */
export const INDEX_FIELDS: Record<EntityList, string> = {
  accounts: "id key{id} chart{id} attestation{id} disavowedSince disavowed{id}",
  networks: "id pausedUntil pausing{id} handovers",
  days: "id start accounts patients doctors reports requests consentsGiven consentsUsed consentsEnded",
  hospitals: "id name openedAt opened{id}",
  roleMemberships: `${role} since granted{id} until revoked{id}`,
  scheduledRoleGrants: `${role} effectAt handovers scheduledAt scheduled{id} endedAt ended{id}`,
  charts:
    "id holder{id} registeredAt registered{id} authoriser{id} proposedAuthoriser{id} proposedAuthoriserReadyAt signatureEpoch consentEpoch recovery{id}",
  recoveries: "id chart{id} oldHolder{id} newHolder{id} status readyAt startedAt started{id} endedAt ended{id}",
  keys: "id account{id} version encryptionAddress bundle keyring possession accountSignature publishedAt published{id}",
  attestations: `id subject{id} ${attested} generation submittedAt submitted{id} acceptedAt accepted{id} revokedAt revoked{id}`,
  replacements: `id oldSubject{id} newSubject{id} ${attested} status readyAt startedAt started{id} vetoedAt vetoed{id} overruledAt overruled{id} endedAt ended{id}`,
  cares:
    "id chart{id} hospital{id} status askedAt asked{id} acceptedAt accepted{id} suspendedAt suspended{id} resumedAt resumed{id} endedAt ended{id}",
  assignments:
    "id chart{id} doctor{id} hospital{id} care{id} attestationGeneration assignedAt assigned{id} endedAt ended{id}",
  reports: `id chart{id} author doctor{id} attestationGeneration pair{id} pairGeneration hospital{id} status version epoch ${sealed} holderKeyVersion sealed{id} explicitOnly addedAt added{id} reason retractedAt retracted{id} erasedAt erased{id}`,
  reportVersions: `id report{id} version epoch ${sealed} holderKeyVersion hospital{id} addedAt added{id}`,
  rekeyings: "id report{id} epoch payloads capsules rekeyedAt rekeyed{id}",
  remarks: `id report{id} chart{id} author{id} epoch ${sealed} addedAt added{id}`,
  consents: `id report{id} chart{id} grantee{id} ${terms} stopped pair{id} pairGeneration decidedAt decided{id} grant{id}`,
  grants: `id consent{id} report{id} chart{id} grantee{id} ${granted} pairGeneration`,
  pairs: `id chart{id} grantee{id} generation ${terms} decidedAt decided{id} grant{id}`,
  standingGrants: `id pair{id} chart{id} grantee{id} ${granted} consentEpoch`,
  everythingStops: "id pair{id} generation stoppedAt stopped{id}",
  expectedReports: "id chart{id}",
  earlyStops: "id report{id} grantee{id} counter decidedAt decided{id}",
  requests: "id report{id} chart{id} doctor{id} purpose status askedAt asked{id} answeredAt answered{id} notBefore",
  capsulePublications: "id chart{id} recipient{id} recipientKeyVersion capsules publishedAt published{id}",
  ownCapsulePublications: "id account{id} keyVersion capsules publishedAt published{id}",
  periodCounts: "id count",
  auditEvents:
    "id name contract actor{id} sender{id} account{id} chart{id} report{id} hospital{id} role grant{id} standingGrant{id} request{id} recovery{id} replacement{id} block timestamp transaction logIndex",
};
