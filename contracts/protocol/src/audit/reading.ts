import type { Attestation, Chart } from "./entities.ts";
import { concatenated, dutiesOf, newestPeriod, u32, type Book } from "./book.ts";
import { doctorRole } from "../role-id.ts";

/** The newest attestation that an account submitted. */
export function attestationOf({ entities }: Book, account: string): Attestation | undefined {
  return entities.attestations.get(entities.accounts.get(account)?.attestation ?? "");
}

/** As the contract counts: which uninterrupted run of attestations the newest one belongs to. */
export function generationOf(book: Book, account: string): number {
  return attestationOf(book, account)?.generation ?? 0;
}

/** Whether an account has an attestation that counts. */
export function isAttested(book: Book, account: string, now = book.now): boolean {
  const attestation = attestationOf(book, account);
  return isWithinValidity(attestation, now) && !isDisavowed(book, attestation!);
}

/** Whether an attestation has neither run out nor been revoked. It may still be void with its attester. */
function isWithinValidity(attestation: Attestation | undefined, now: number): boolean {
  return attestation !== undefined && attestation.revokedAt === null && now <= attestation.validUntil;
}

export function isDisavowed({ entities }: Book, { attester, acceptedAt }: Attestation): boolean {
  const since = entities.accounts.get(attester)?.disavowedSince ?? null;
  return since !== null && acceptedAt >= since;
}

/** Doctors and patients, and whoever is attested as a doctor, disavowed or not. */
export function isClinical(book: Book, account: string): boolean {
  const holdsChart = (book.entities.accounts.get(account)?.chart ?? null) !== null;
  const isDoctor = dutiesOf(book, account).appointments > 0;
  return holdsChart || isDoctor || isWithinValidity(attestationOf(book, account), book.now);
}

export function isActiveDoctor(book: Book, account: string, now = book.now): boolean {
  return dutiesOf(book, account).appointments > 0 && isAttested(book, account, now);
}

export function hasRole(book: Book, role: string, account: string): boolean {
  const membership = newestPeriod(book, book.entities.roleMemberships, concatenated(role, account));
  return membership !== undefined && membership.until === null;
}

/** Whether a licence has a live wallet, and which it was attested for last. */
export function licenceOf(book: Book, tag: string, now = book.now): { subject: string | null; isLive: boolean } {
  const licence = book.licences.get(tag);
  if (!licence) return { subject: null, isLive: false };
  const isCurrent = generationOf(book, licence.subject) === licence.generation;
  return { subject: licence.subject, isLive: isCurrent && isAttested(book, licence.subject, now) };
}

export function keyVersionOf({ entities }: Book, account: string): number {
  return entities.keys.get(entities.accounts.get(account)?.key ?? "")?.version ?? 0;
}

export function isFrozen({ recovery }: Chart): boolean {
  return recovery !== null;
}

/** Whether a doctor may write into a chart for a hospital. */
export function isAssigned(book: Book, chart: string, doctor: string, hospital: number, now = book.now): boolean {
  const care = newestPeriod(book, book.entities.cares, concatenated(chart, u32(hospital)));
  const periods = concatenated(chart, doctor, u32(hospital));
  const assignment = newestPeriod(book, book.entities.assignments, periods);
  return (
    hospital !== 0 &&
    care?.status === "ACCEPTED" &&
    assignment !== undefined &&
    assignment.endedAt === null &&
    assignment.care === care.id &&
    assignment.attestationGeneration === generationOf(book, doctor) &&
    hasRole(book, doctorRole(hospital), doctor) &&
    isAttested(book, doctor, now)
  );
}

/** The rules of reading: see the note of that name in `contracts/src/interfaces/IConsents.sol`. */
export function canRead(book: Book, reportId: string, account: string, now = book.now): boolean {
  const { reports, charts, consents, earlyStops, pairs } = book.entities;
  const report = reports.get(reportId);
  if (!report || report.status === "ERASED") return false;
  if (account === charts.get(report.chart)?.holder) return true;
  if (report.status === "RETRACTED" || !isActiveDoctor(book, account, now)) return false;

  const slot = concatenated(reportId, account);
  const consent = consents.get(slot);
  if (consent?.stopped || earlyStops.has(slot)) return false;

  const pair = pairs.get(concatenated(report.chart, account));
  const generation = generationOf(book, account);
  const pairGeneration = pair?.generation ?? 0;
  const byConsent =
    consent !== undefined &&
    now <= consent.expiry &&
    consent.attestationGeneration === generation &&
    consent.pairGeneration === pairGeneration;
  const byStandingConsent =
    !report.explicitOnly && pair !== undefined && now <= pair.expiry && pair.attestationGeneration === generation;
  const asAuthor =
    report.author === account &&
    report.attestationGeneration === generation &&
    report.pairGeneration === pairGeneration;
  return byConsent || byStandingConsent || asAuthor;
}
