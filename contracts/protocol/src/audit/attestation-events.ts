import type { Hex } from "viem";
import { ATTESTER_ROLE, DEFAULT_ADMIN_ROLE, doctorRole, registrarRole } from "../role-id.ts";
import {
  accountAt,
  change,
  concatenated,
  countOnDay,
  fetchAccount,
  lower,
  must,
  newestPeriod,
  put,
  startPeriod,
  storable,
  u64,
  type Book,
} from "./book.ts";
import type { Replacement } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { attestationOf, generationOf, hasRole, isAttested, licenceOf } from "./reading.ts";
import { mustBeSeparate, mustHold, mustNotBePaused } from "./role-events.ts";

const DAY = 86_400;
const REPLACEMENT_DELAY = 7 * DAY;
const OVERRULE_DELAY = 7 * DAY;
const SUBMISSION_WINDOW = 3_600;
const MAX_CLOCK_SKEW = 300;
const MAX_VALIDITY = 2 * 366 * DAY;
const DAILY_CAP = 200;

type AttestationEvents =
  | "DoctorAttested"
  | "AttestationRevoked"
  | "AttesterDisavowed"
  | "ReplacementStarted"
  | "ReplacementVetoed"
  | "VetoOverruled";

/** Who is attested as a doctor, by whom and since when, and replacements of wallets. */
export const attestationEvents: Handlers<AttestationEvents> = {
  DoctorAttested(book, args) {
    mustNotBePaused(book);
    const { licenceTag, generation } = args;
    const [professionalName, specialty] = [storable(args.professionalName), storable(args.specialty)];
    const [subject, attester] = [fetchAccount(book, args.subject), accountAt(book, args.attester)];
    const [validUntil, issuedAt] = [Number(args.validUntil), Number(args.issuedAt)];
    mustBeAttester(book, attester);

    const { subject: bearer, isLive } = licenceOf(book, licenceTag);
    const replacement = completeReplacement(book, licenceTag, subject.id, issuedAt);
    if (replacement) {
      must(book, replacement.attester === attester, "AttestationsCountOnce", "an attestation was used twice");
      must(book, book.now >= replacement.readyAt, "RoleDelaysAreKept", "a replacement completed early");
      const isVetoed = replacement.vetoed !== null && replacement.overruled === null;
      must(book, !isVetoed, "RoleDelaysAreKept", "a replacement ignored a veto");
    } else {
      submit(book, subject.id, attester, { issuedAt, validUntil });
    }
    must(book, validUntil > book.now, "OfficesActWithinTheirPowers", "an attestation had run out");
    const isRenewal = isLive && bearer === subject.id;
    must(book, !isLive || isRenewal, "AttestationsCountOnce", "a licence has two live wallets");
    must(
      book,
      generation === generationOf(book, subject.id) + (isRenewal && !replacement ? 0 : 1),
      "AttestationsCountOnce",
      "a lapsed attestation went on, or a live one began anew",
    );

    const attestation = put(book, book.entities.attestations, {
      id: concatenated(subject.id, u64(issuedAt)),
      subject: subject.id,
      attester,
      licenceTag,
      professionalName,
      specialty,
      validUntil,
      issuedAt,
      generation,
      submittedAt: replacement?.startedAt ?? book.now,
      submitted: replacement?.started ?? book.at,
      acceptedAt: book.now,
      accepted: book.at,
      revokedAt: null,
      revoked: null,
    });
    if (subject.attestation === null) countOnDay(book, "doctors");
    change(book, subject, { attestation: attestation.id });
    if (!isRenewal) book.licences.set(licenceTag, { subject: subject.id, generation });
    mustBeSeparate(book, subject.id);
    Object.assign(book.audit, { actor: subject.id, account: subject.id });
  },

  AttestationRevoked(book, { subject, actor, generation }) {
    const account = accountAt(book, subject);
    const attestation = attestationOf(book, account);
    must(
      book,
      isAttested(book, account) && generation === attestation?.generation,
      "OfficesActWithinTheirPowers",
      "an attestation ended that was none",
    );
    const isOffice = [ATTESTER_ROLE, DEFAULT_ADMIN_ROLE].some((role) => hasRole(book, role, lower(actor)));
    if (!isOffice) {
      // The new wallet, which completes its replacement of the old one.
      const otherwise = "a stranger ended an attestation";
      book.memory.promised = { ...book.place, rule: "OfficesActWithinTheirPowers", otherwise, next: "DoctorAttested" };
    }
    if (attestation) change(book, attestation, { revokedAt: book.now, revoked: book.at });
    Object.assign(book.audit, { actor: accountAt(book, actor), account });
  },

  AttesterDisavowed(book, { attester: disavowed, actor, since }) {
    mustHold(book, DEFAULT_ADMIN_ROLE, actor);
    const attester = fetchAccount(book, disavowed);
    const moment = Number(since);
    const isWider = moment > 0 && moment <= book.now && moment < (attester.disavowedSince ?? Infinity);
    must(book, isWider, "OfficesActWithinTheirPowers", "a disavowal was narrowed");
    change(book, attester, { disavowedSince: moment, disavowed: book.at });
    Object.assign(book.audit, { actor: accountAt(book, actor), account: attester.id });
  },

  ReplacementStarted(book, args) {
    mustNotBePaused(book);
    const { licenceTag } = args;
    const [professionalName, specialty] = [storable(args.professionalName), storable(args.specialty)];
    const [newSubject, attester] = [accountAt(book, args.newSubject), accountAt(book, args.attester)];
    const [validUntil, issuedAt, readyAt] = [Number(args.validUntil), Number(args.issuedAt), Number(args.readyAt)];
    const { subject: bearer, isLive } = licenceOf(book, licenceTag);
    const isReplaced = isLive && bearer === lower(args.oldSubject) && bearer !== newSubject;
    must(book, isReplaced, "AttestationsCountOnce", "a wallet is to be replaced that is none");
    must(book, readyAt === book.now + REPLACEMENT_DELAY, "RoleDelaysAreKept", "a replacement has another delay");
    mustBeAttester(book, attester);
    submit(book, newSubject, attester, { issuedAt, validUntil });

    const previous = newestPeriod(book, book.entities.replacements, licenceTag);
    if (previous && previous.ended === null) {
      change(book, previous, { status: "REPLACED", endedAt: book.now, ended: book.at });
    }
    const replacement = put(book, book.entities.replacements, {
      id: startPeriod(book, licenceTag),
      licenceTag,
      oldSubject: accountAt(book, args.oldSubject),
      newSubject,
      attester,
      professionalName,
      specialty,
      validUntil,
      issuedAt,
      status: "WAITING",
      readyAt,
      startedAt: book.now,
      started: book.at,
      vetoedAt: null,
      vetoed: null,
      overruledAt: null,
      overruled: null,
      endedAt: null,
      ended: null,
    });
    Object.assign(book.audit, { actor: newSubject, account: newSubject, replacement: replacement.id });
  },

  ReplacementVetoed(book, { licenceTag, actor }) {
    const replacement = replacementUnderWay(book, licenceTag);
    const bearer = book.licences.get(licenceTag)?.subject ?? "";
    const isOwn = lower(actor) === bearer;
    must(book, isOwn || isRegistrarOf(book, lower(actor), bearer), "HospitalsAreSeparate", "a stranger vetoed");
    if (!replacement) return;
    must(book, replacement.vetoed === null, "OfficesActWithinTheirPowers", "a replacement was vetoed twice");
    change(book, replacement, { status: "VETOED", vetoedAt: book.now, vetoed: book.at });
    auditReplacement(book, replacement, actor);
  },

  VetoOverruled(book, { licenceTag, actor }) {
    mustHold(book, DEFAULT_ADMIN_ROLE, actor);
    const replacement = replacementUnderWay(book, licenceTag);
    if (!replacement) return;
    const isDue = book.now >= (replacement.vetoedAt ?? Infinity) + OVERRULE_DELAY;
    must(book, isDue, "RoleDelaysAreKept", "a veto was overruled early");
    change(book, replacement, { status: "OVERRULED", overruledAt: book.now, overruled: book.at });
    auditReplacement(book, replacement, actor);
  },
};

/** A stolen attester's key is one no longer: the role tells. */
function mustBeAttester(book: Book, attester: string): void {
  must(book, hasRole(book, ATTESTER_ROLE, attester), "OfficesActWithinTheirPowers", "a stranger attested");
}

/** Attestations of a subject are signed one after the other, so that none counts twice. */
function submit(
  book: Book,
  subject: string,
  attester: string,
  { issuedAt, validUntil }: { issuedAt: number; validUntil: number },
): void {
  const isNew = issuedAt > (book.issuedAt.get(subject) ?? 0);
  must(book, isNew, "AttestationsCountOnce", "an attestation was used twice");
  book.issuedAt.set(subject, issuedAt);
  const isTimely = issuedAt <= book.now + MAX_CLOCK_SKEW && book.now <= issuedAt + SUBMISSION_WINDOW;
  must(book, isTimely, "OfficesActWithinTheirPowers", "an attestation came too early or too late");
  const isShort = validUntil <= issuedAt + MAX_VALIDITY;
  must(book, isShort, "OfficesActWithinTheirPowers", "an attestation is valid for too long");

  const day = Math.floor(book.now / DAY);
  const quota = book.quotas.get(attester);
  const used = (quota?.day === day ? quota.used : 0) + 1;
  must(book, used <= DAILY_CAP, "AttestersHaveADailyCap", "an attester exceeded the daily cap");
  book.quotas.set(attester, { day, used });
}

/** The replacement that an acceptance completes, ended; undefined when it is none. */
function completeReplacement(book: Book, tag: Hex, subject: string, issuedAt: number): Replacement | undefined {
  const replacement = newestPeriod(book, book.entities.replacements, tag);
  const isIt = replacement?.ended === null && replacement.newSubject === subject && replacement.issuedAt === issuedAt;
  if (!isIt) return undefined;
  change(book, replacement, { status: "COMPLETED", endedAt: book.now, ended: book.at });
  return replacement;
}

function replacementUnderWay(book: Book, tag: Hex): Replacement | undefined {
  const replacement = newestPeriod(book, book.entities.replacements, tag);
  const stands = replacement?.ended === null;
  must(book, stands, "OfficesActWithinTheirPowers", "a replacement was decided on that was not under way");
  return stands ? replacement : undefined;
}

/** Whether `actor` is registrar of a hospital where `doctor` is appointed. */
function isRegistrarOf(book: Book, actor: string, doctor: string): boolean {
  return [...book.entities.hospitals.keys()]
    .map(Number)
    .filter((hospital) => hospital > 0)
    .some((hospital) => hasRole(book, registrarRole(hospital), actor) && hasRole(book, doctorRole(hospital), doctor));
}

function auditReplacement(book: Book, { id, newSubject }: Replacement, actor: string): void {
  Object.assign(book.audit, { actor: accountAt(book, actor), account: newSubject, replacement: id });
}
