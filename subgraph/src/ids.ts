import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

// Every id of an entity that is not itself an address or an id of the contracts (Account, Chart, Report). Numbers are big
// endian, so that ids sort as their numbers do. Below, … stands for the middle of an address or hash.

/** AuditEvent, Remark, CapsulePublication, OwnCapsulePublication: block number ‖ log index, e.g. 0x0000000000000012 00000003 */
export function eventId(event: ethereum.Event): Bytes {
  return bigEndian(event.block.number.toU64(), 8).concat(bigEndian(event.logIndex.toU64(), 4));
}

/** Day: days since 1970 began, by UTC, e.g. 0x0000510d */
export function dayId(number: BigInt): Bytes {
  return bigEndian(number.toU64(), 4);
}

/** Hospital, e.g. 1 */
export function hospitalId(hospital: BigInt): string {
  return hospital.toString();
}

/** The one Network. */
export const NETWORK_ID = "network";

/** Key: account ‖ version, e.g. 0x7099…79c8 00000001 */
export function keyId(account: Bytes, version: i32): Bytes {
  return account.concat(bigEndian(version, 4));
}

/** Attestation: subject ‖ issuedAt, e.g. 0x7099…79c8 00000000691dc8a0. A subject's `issuedAt` only grows. */
export function attestationId(subject: Bytes, issuedAt: BigInt): Bytes {
  return subject.concat(bigEndian(issuedAt.toU64(), 8));
}

/** All of a Replacement: licence tag. Its own id adds a number, as that of a period does. */
export function replacementsId(licenceTag: Bytes): Bytes {
  return licenceTag;
}

/** All of a Recovery: chart. Its own id adds a number, as that of a period does. */
export function recoveriesId(chart: Bytes): Bytes {
  return chart;
}

/** ReportVersion: report ‖ version, e.g. 0x3d5f…9c01 00000001 */
export function reportVersionId(report: Bytes, version: i32): Bytes {
  return report.concat(bigEndian(version, 4));
}

/** Rekeying: report ‖ epoch, e.g. 0x3d5f…9c01 00000002 */
export function rekeyingId(report: Bytes, epoch: i32): Bytes {
  return report.concat(bigEndian(epoch, 4));
}

/** Pair: chart ‖ grantee, e.g. 0xa1b2…c3d4 7099…79c8 */
export function pairId(chart: Bytes, grantee: Bytes): Bytes {
  return chart.concat(grantee);
}

/** StandingGrant: chart ‖ grantee ‖ counter, e.g. 0xa1b2…c3d4 7099…79c8 00000001 */
export function standingGrantId(chart: Bytes, grantee: Bytes, counter: i32): Bytes {
  return pairId(chart, grantee).concat(bigEndian(counter, 4));
}

/** EverythingStop: chart ‖ grantee ‖ generation, e.g. 0xa1b2…c3d4 7099…79c8 00000001 */
export function everythingStopId(chart: Bytes, grantee: Bytes, generation: i32): Bytes {
  return pairId(chart, grantee).concat(bigEndian(generation, 4));
}

/** All of a Request: report ‖ doctor, e.g. 0x3d5f…9c01 7099…79c8. Its own id adds a number, as that of a period does. */
export function requestsId(report: Bytes, doctor: Bytes): Bytes {
  return report.concat(doctor);
}

/** Consent, EarlyStop: report ‖ grantee, e.g. 0x3d5f…9c01 7099…79c8 */
export function consentId(report: Bytes, grantee: Bytes): Bytes {
  return report.concat(grantee);
}

/** Grant: report ‖ grantee ‖ counter, e.g. 0x3d5f…9c01 7099…79c8 00000001 */
export function grantId(report: Bytes, grantee: Bytes, counter: i32): Bytes {
  return consentId(report, grantee).concat(bigEndian(counter, 4));
}

/** All periods of a RoleMembership: role ‖ account, e.g. 0x0300…0001 7099…79c8 */
export function membershipsId(role: Bytes, account: Bytes): Bytes {
  return role.concat(account);
}

/** All of a ScheduledRoleGrant: role ‖ account ‖ 0x01, which tells it from a RoleMembership. */
export function scheduledGrantsId(role: Bytes, account: Bytes): Bytes {
  return membershipsId(role, account).concat(bigEndian(1, 1));
}

/** All periods of Care: chart ‖ hospital, e.g. 0xa1b2…c3d4 00000001 */
export function careId(chart: Bytes, hospital: BigInt): Bytes {
  return chart.concat(bigEndian(hospital.toU64(), 4));
}

/** All periods of an Assignment: chart ‖ doctor ‖ hospital, e.g. 0xa1b2…c3d4 7099…79c8 00000001 */
export function assignmentsId(chart: Bytes, doctor: Bytes, hospital: BigInt): Bytes {
  return chart.concat(doctor).concat(bigEndian(hospital.toU64(), 4));
}

/** RoleMembership, Care, Assignment and all else that comes in periods: the id of all its periods ‖ number of this one, e.g. 0xa1b2…c3d4 00000001 00000002 */
export function periodId(periods: Bytes, number: i32): Bytes {
  return periods.concat(bigEndian(number, 4));
}

function bigEndian(value: u64, length: i32): Bytes {
  const bytes = new Bytes(length);
  for (let i = 0; i < length; i++) bytes[length - 1 - i] = (value >> (8 * i)) as u8;
  return bytes;
}
