import { PURPOSES } from "../purpose.ts";
import {
  accountAt,
  change,
  concatenated,
  countOnDay,
  fetchChart,
  fetchConsent,
  fetchPair,
  lower,
  must,
  newestPeriod,
  put,
  shortened,
  startPeriod,
  u32,
  type Book,
} from "./book.ts";
import { mustBeHolder } from "./chart-events.ts";
import type { Consent, Grant, Pair, Request, StandingGrant } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { generationOf, isActiveDoctor, isFrozen, keyVersionOf } from "./reading.ts";
import { mustFit, mustNotBeAnOffice } from "./report-events.ts";
import { mustNotBePaused } from "./role-events.ts";

const DAY = 86_400;
const MAX_CONSENT = 5 * 366 * DAY;
const REQUEST_REST = 30 * DAY;

type ConsentEvents =
  | "ConsentRequested"
  | "RequestDeclined"
  | "ConsentGranted"
  | "StandingConsentGranted"
  | "ConsentStopped"
  | "EverythingStopped";

/** What doctors asked for and patients decided. */
export const consentEvents: Handlers<ConsentEvents> = {
  ConsentRequested(book, { report, chart, doctor: asking, purpose }) {
    mustNotBePaused(book);
    const doctor = accountAt(book, asking);
    mustNotBeAnOffice(book, doctor);
    mustBe(book, isLive(book, report, chart), "a request is for nothing");
    mustBe(book, isActiveDoctor(book, doctor), "someone who is no active doctor asked");
    mustBe(book, isPurpose(purpose), "a request has no purpose");
    const slot = concatenated(report, doctor);
    const isRested = book.now >= (book.askAgainAt.get(slot) ?? 0);
    mustBe(book, openRequest(book, slot) === undefined && isRested, "a doctor asked too often");

    const request = put(book, book.entities.requests, {
      id: startPeriod(book, slot),
      report,
      chart,
      doctor,
      purpose: purposeOf(purpose),
      status: "OPEN",
      askedAt: book.now,
      asked: book.at,
      answeredAt: null,
      answered: null,
      notBefore: null,
    });
    countOnDay(book, "requests");
    Object.assign(book.audit, { actor: doctor, account: doctor, chart, report, request: request.id });
  },

  RequestDeclined(book, { report, chart: id, doctor: asking, actor, notBefore }) {
    const [doctor, chart] = [accountAt(book, asking), fetchChart(book, id)];
    mustBeHolder(book, chart, actor);
    mustBe(book, !isFrozen(chart), "a frozen chart was changed");
    mustBe(book, Number(notBefore) === book.now + REQUEST_REST, "a refusal has another rest");
    const slot = concatenated(report, doctor);
    const request = answerRequest(book, slot, "DECLINED");
    mustBe(book, request !== undefined, "a request was declined that was not open");
    if (request) change(book, request, { notBefore: Number(notBefore) });
    book.askAgainAt.set(slot, Number(notBefore));
    const about = { account: doctor, chart: chart.id, report, request: request?.id ?? null };
    Object.assign(book.audit, { actor: accountAt(book, actor), ...about });
  },

  ConsentGranted(book, args) {
    const { report, chart, counter, attestationGeneration, granteeKeyVersion } = args;
    const [actor, grantee] = [accountAt(book, args.actor), accountAt(book, args.grantee)];
    mustBe(book, isLive(book, report, chart), "a grant is of nothing");
    mustMayGrant(book, { ...args, actor, grantee });
    const consent = fetchConsent(book, report, chart, grantee);
    mustBe(book, counter === consent.counter + 1, "a grant did not count one");

    const pairGeneration = fetchPair(book, chart, grantee).generation;
    const terms = { ...termsOf(args), counter, attestationGeneration, pairGeneration };
    const grant = put(book, book.entities.grants, {
      id: concatenated(report, grantee, u32(counter)),
      consent: consent.id,
      report,
      chart,
      grantee,
      ...terms,
      granteeKeyVersion,
      capsules: shortened(args.capsules),
      grantedAt: book.now,
      granted: book.at,
      endedAt: null,
      ended: null,
    });
    endNewestGrant(book, book.entities.grants, consent);
    change(book, consent, { ...terms, stopped: false, decidedAt: book.now, decided: book.at, grant: grant.id });
    answerRequest(book, concatenated(report, grantee), "GRANTED");
    countOnDay(book, "consentsGiven");
    Object.assign(book.audit, { actor, account: grantee, chart, report, grant: grant.id });
  },

  StandingConsentGranted(book, args) {
    const { counter, attestationGeneration, granteeKeyVersion, consentEpoch } = args;
    const [actor, chart] = [accountAt(book, args.actor), fetchChart(book, args.chart)];
    const pair = fetchPair(book, chart.id, accountAt(book, args.grantee));
    mustMayGrant(book, { ...args, actor, grantee: pair.grantee });
    mustBe(book, counter === pair.counter + 1, "a grant did not count one");
    mustBe(book, consentEpoch === chart.consentEpoch + 1, "the consent epoch did not rise by one");

    const terms = { ...termsOf(args), counter, attestationGeneration };
    const grant = put(book, book.entities.standingGrants, {
      id: concatenated(pair.id, u32(counter)),
      pair: pair.id,
      chart: chart.id,
      grantee: pair.grantee,
      ...terms,
      granteeKeyVersion,
      consentEpoch,
      capsules: shortened(args.capsules),
      grantedAt: book.now,
      granted: book.at,
      endedAt: null,
      ended: null,
    });
    endNewestGrant(book, book.entities.standingGrants, pair);
    change(book, pair, { ...terms, decidedAt: book.now, decided: book.at, grant: grant.id });
    change(book, chart, { consentEpoch });
    countOnDay(book, "consentsGiven");
    Object.assign(book.audit, { actor, account: pair.grantee, chart: chart.id, standingGrant: grant.id });
  },

  ConsentStopped(book, { report, chart: id, grantee: stopped, actor, counter }) {
    const [grantee, chart] = [accountAt(book, stopped), fetchChart(book, id)];
    mustMayStop(book, chart.id, actor);
    mustBe(book, report.startsWith(chart.id), "a stop names another chart");
    const slot = concatenated(report, grantee);
    const { consents, earlyStops, expectedReports } = book.entities;
    countOnDay(book, "consentsEnded");
    const present = consents.get(slot)?.counter ?? earlyStops.get(slot)?.counter ?? 0;
    mustBe(book, counter === present + 2, "a stop did not count two");
    Object.assign(book.audit, { actor: accountAt(book, actor), account: grantee, chart: chart.id });

    if (!book.entities.reports.has(report)) {
      put(book, expectedReports, { id: report, chart: chart.id });
      const decision = { counter, decidedAt: book.now, decided: book.at };
      book.stopsAhead.set(book.at, report);
      put(book, earlyStops, { id: slot, report, grantee, ...decision });
      return;
    }
    const consent = fetchConsent(book, report, chart.id, grantee);
    endNewestGrant(book, book.entities.grants, consent);
    const nothing = { expiry: 0, purpose: "NONE", attestationGeneration: 0 };
    change(book, consent, { ...nothing, stopped: true, counter, decidedAt: book.now, decided: book.at });
    answerRequest(book, slot, "STOPPED");
    Object.assign(book.audit, { report, grant: consent.grant });
  },

  EverythingStopped(book, { chart: id, grantee, actor, counter, generation, consentEpoch }) {
    const chart = fetchChart(book, id);
    const pair = fetchPair(book, chart.id, accountAt(book, grantee));
    mustMayStop(book, chart.id, actor);
    mustBe(book, counter === pair.counter + 2, "a stop did not count two");
    mustBe(book, generation === pair.generation + 1, "stopping everything did not begin anew");
    // Where there never was a standing consent, the set of standing readers stays.
    const epoch = chart.consentEpoch + (pair.expiry === 0 ? 0 : 1);
    mustBe(book, consentEpoch === epoch, "the consent epoch is another");

    put(book, book.entities.everythingStops, {
      id: concatenated(pair.id, u32(generation)),
      pair: pair.id,
      generation,
      stoppedAt: book.now,
      stopped: book.at,
    });
    endNewestGrant(book, book.entities.standingGrants, pair);
    const nothing = { expiry: 0, purpose: "NONE", attestationGeneration: 0 };
    change(book, pair, { ...nothing, generation, counter, decidedAt: book.now, decided: book.at });
    change(book, chart, { consentEpoch });
    countOnDay(book, "consentsEnded");
    const about = { account: pair.grantee, chart: chart.id, standingGrant: pair.grant };
    Object.assign(book.audit, { actor: accountAt(book, actor), ...about });
  },
};

/** The request that a doctor has open for a report. */
export function openRequest(book: Book, slot: string): Request | undefined {
  const request = newestPeriod(book, book.entities.requests, slot);
  return request?.answered === null ? request : undefined;
}

function mustBe(book: Book, holds: boolean, otherwise: string): void {
  must(book, holds, "ConsentsAreThePatients", otherwise);
}

function isLive(book: Book, id: string, chart: string): boolean {
  const report = book.entities.reports.get(id);
  return report?.status === "LIVE" && report.chart === chart;
}

type Granted = {
  chart: string;
  actor: string;
  grantee: string;
  expiry: bigint;
  purpose: number;
  attestationGeneration: number;
  granteeKeyVersion: number;
  capsules: string;
};

function mustMayGrant(book: Book, granted: Granted): void {
  const { actor, grantee, purpose } = granted;
  const chart = fetchChart(book, granted.chart);
  const expiry = Number(granted.expiry);
  mustNotBePaused(book);
  mustNotBeAnOffice(book, actor);
  mustBe(book, actor === chart.holder, "someone else granted a consent");
  mustBe(book, !isFrozen(chart), "a frozen chart was shared");
  mustBe(book, isActiveDoctor(book, grantee), "someone who is no active doctor got a consent");
  mustBe(book, isPurpose(purpose), "a consent has no purpose");
  const isBounded = expiry > book.now && expiry <= book.now + MAX_CONSENT;
  mustBe(book, isBounded, "a consent ends in the past, or absurdly late");
  const isCurrent = granted.attestationGeneration === generationOf(book, grantee);
  mustBe(book, isCurrent, "a consent names another attestation");
  const key = keyVersionOf(book, grantee);
  mustBe(book, key > 0 && granted.granteeKeyVersion === key, "a consent is for a key that is not the newest");
  mustFit(book, granted.capsules);
}

/** The holder, or the authoriser: a key that the patient chose, whoever else it is. */
function mustMayStop(book: Book, chartId: string, actor: string): void {
  const { holder, authoriser } = fetchChart(book, chartId);
  mustBe(book, [holder, authoriser].includes(lower(actor)), "someone else stopped a consent");
  if (lower(actor) === holder) mustNotBeAnOffice(book, holder);
}

function isPurpose(purpose: number): boolean {
  return purpose > 0 && purpose < PURPOSES.length;
}

function purposeOf(purpose: number): string {
  return PURPOSES[purpose] ?? "OTHER";
}

function termsOf({ expiry, purpose }: { expiry: bigint; purpose: number }) {
  return { expiry: Number(expiry), purpose: purposeOf(purpose) };
}

/** Stopping twice leaves the end where it was. */
function endNewestGrant<Value extends Grant | StandingGrant>(
  book: Book,
  grants: Map<string, Value>,
  { grant }: Consent | Pair,
): void {
  const newest = grants.get(grant ?? "");
  const end: Partial<Grant | StandingGrant> = { endedAt: book.now, ended: book.at };
  if (newest && newest.ended === null) change(book, newest, end as Partial<Value>);
}

/** Ends the open request of a report and a doctor, if there is one. */
function answerRequest(book: Book, slot: string, status: Request["status"]): Request | undefined {
  const request = openRequest(book, slot);
  if (request) change(book, request, { status, answeredAt: book.now, answered: book.at });
  return request;
}
