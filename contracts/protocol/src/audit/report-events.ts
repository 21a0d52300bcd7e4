import { reportIdOf } from "../report-id.ts";
import {
  accountAt,
  change,
  concatenated,
  countOnDay,
  dutiesOf,
  fetchChart,
  fetchConsent,
  fetchHospital,
  fetchPair,
  lower,
  must,
  put,
  shortened,
  u32,
  type Book,
} from "./book.ts";
import { mustBeHolder } from "./chart-events.ts";
import type { Report } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { canRead, generationOf, isAssigned, isFrozen, keyVersionOf } from "./reading.ts";
import { mustNotBePaused } from "./role-events.ts";

const MAX_VERSIONS = 255;
const CAPSULES = { least: 32, most: 32_768 };
const REASONS = ["OTHER", "WRONG_PATIENT", "WRONG_DOCUMENT", "WRONG_CONTENT", "DUPLICATE", "OTHER"];

type ReportEvents =
  | "ReportAdded"
  | "ReportCorrected"
  | "ReportRekeyed"
  | "RemarkAdded"
  | "ReportRetracted"
  | "ReportErased"
  | "CapsulesPublished"
  | "OwnCapsulesPublished";

/** Reports, what each version of them committed to, and capsules published. */
export const reportEvents: Handlers<ReportEvents> = {
  ReportAdded(book, args) {
    const { report: id, chart: chartId, author, hospital, commitment, payload, holderKeyVersion, explicitOnly } = args;
    const [actor, chart] = [accountAt(book, args.actor), fetchChart(book, chartId)];
    const isOwn = author === chartId;
    const isNew =
      !book.entities.reports.has(id) && id === reportIdOf(book.contracts, { chart: chartId, author, commitment });
    must(book, isNew, "ReportsKeepWhatTheySay", "a report took another's place");
    must(book, isOwn || author === actor, "WritersAreAssigned", "a report is another's");
    mustMayWrite(book, chartId, actor, hospital, isOwn);
    must(
      book,
      holderKeyVersion === keyVersionOf(book, chart.holder),
      "WritersAreAssigned",
      "the patient's key is another",
    );
    mustBeComplete(book, args);

    const pair = isOwn ? null : fetchPair(book, chartId, author);
    const report = put(book, book.entities.reports, {
      id,
      chart: chartId,
      author,
      doctor: isOwn ? null : accountAt(book, author),
      attestationGeneration: isOwn ? 0 : generationOf(book, author),
      pair: pair?.id ?? null,
      pairGeneration: pair?.generation ?? 0,
      hospital: hospitalOrNone(book, hospital),
      status: "LIVE",
      version: 1,
      epoch: 1,
      commitment,
      payload,
      capsules: shortened(args.capsules),
      holderKeyVersion,
      sealed: book.at,
      explicitOnly,
      addedAt: book.now,
      added: book.at,
      reason: null,
      retractedAt: null,
      retracted: null,
      erasedAt: null,
      erased: null,
    });
    putNewestVersion(book, report, report.hospital);
    takeEarlyStops(book, report);
    countOnDay(book, "reports");
    auditReport(book, report, actor);
    book.audit.hospital = report.hospital;
  },

  ReportCorrected(book, args) {
    const { report: id, chart, version, epoch, hospital: number, commitment, payload, holderKeyVersion } = args;
    const [actor, report] = [accountAt(book, args.actor), known(book, id, chart)];
    if (!report) return;
    const isCurrent = report.status === "LIVE" && epoch === report.epoch;
    must(book, isCurrent, "ReportsKeepWhatTheySay", "a report that is no more was corrected");
    const isNext = version === report.version + 1 && version <= MAX_VERSIONS;
    must(book, isNext, "ReportsKeepWhatTheySay", "a version was overwritten");
    const isOwn = report.author === report.chart;
    must(book, isOwn || report.author === actor, "ReportsKeepWhatTheySay", "a report is another's");
    mustMayWrite(book, report.chart, actor, number, isOwn);
    const holder = fetchChart(book, report.chart).holder;
    must(book, holderKeyVersion === keyVersionOf(book, holder), "WritersAreAssigned", "the patient's key is another");
    mustBeComplete(book, args);

    const hospital = hospitalOrNone(book, number);
    const capsules = shortened(args.capsules);
    change(book, report, { version, commitment, payload, capsules, holderKeyVersion, sealed: book.at });
    putNewestVersion(book, report, hospital);
    auditReport(book, report, actor);
    book.audit.hospital = hospital;
  },

  ReportRekeyed(book, { report: id, chart, actor, epoch, payloads, capsules: given }) {
    const report = known(book, id, chart);
    if (!report) return;
    mustBeItsHolder(book, report, actor);
    mustNotBeErased(book, report);
    const isWhole = epoch === report.epoch + 1 && payloads.length === report.version;
    must(book, isWhole, "ReportsKeepWhatTheySay", "a report was rekeyed in part");
    mustFit(book, given);

    const capsules = shortened(given);
    const id_ = concatenated(report.id, u32(epoch));
    put(book, book.entities.rekeyings, {
      id: id_,
      report: report.id,
      epoch,
      payloads,
      capsules,
      rekeyedAt: book.now,
      rekeyed: book.at,
    });
    payloads.forEach((payload, index) => {
      const version = book.entities.reportVersions.get(concatenated(report.id, u32(index + 1)));
      if (version) change(book, version, { payload, epoch });
    });
    const holderKeyVersion = keyVersionOf(book, lower(actor));
    const payload = payloads.at(-1) ?? report.payload;
    change(book, report, { epoch, payload, capsules, holderKeyVersion, sealed: book.at });
    auditReport(book, report, actor);
  },

  RemarkAdded(book, args) {
    mustNotBePaused(book);
    const [author, report] = [accountAt(book, args.actor), known(book, args.report, args.chart)];
    mustNotBeAnOffice(book, author);
    const chart = fetchChart(book, args.chart);
    const mayRemark = canRead(book, args.report, author) && !(isFrozen(chart) && author === chart.holder);
    must(book, mayRemark, "WritersAreAssigned", "someone who cannot read remarked");
    must(book, args.epoch === report?.epoch, "ReportsKeepWhatTheySay", "a remark is about another epoch");
    mustBeComplete(book, args);

    put(book, book.entities.remarks, {
      id: book.at,
      report: args.report,
      chart: args.chart,
      author,
      epoch: args.epoch,
      commitment: args.commitment,
      payload: args.payload,
      capsules: shortened(args.capsules),
      addedAt: book.now,
      added: book.at,
    });
    if (author !== chart.holder && author !== report?.author) countOnDay(book, "consentsUsed");
    Object.assign(book.audit, { actor: author, chart: args.chart, report: args.report });
  },

  ReportRetracted(book, { report: id, chart, actor, reason }) {
    const report = known(book, id, chart);
    if (!report) return;
    must(book, report.status === "LIVE", "ReportsKeepWhatTheySay", "a report was retracted that is no more");
    must(book, reason > 0 && reason < REASONS.length, "ReportsKeepWhatTheySay", "a report was retracted for no reason");
    if (report.author === report.chart) mustBeItsHolder(book, report, actor);
    else must(book, report.author === lower(actor), "ReportsKeepWhatTheySay", "a report is another's");
    mustNotBeAnOffice(book, lower(actor));
    const changes = { reason: REASONS[reason] ?? "OTHER", retractedAt: book.now, retracted: book.at };
    change(book, report, { status: "RETRACTED", ...changes });
    auditReport(book, report, actor);
  },

  ReportErased(book, { report: id, chart, actor }) {
    const report = known(book, id, chart);
    if (!report) return;
    mustBeItsHolder(book, report, actor);
    mustNotBeErased(book, report);
    change(book, report, { status: "ERASED", erasedAt: book.now, erased: book.at });
    auditReport(book, report, actor);
  },

  CapsulesPublished(book, { chart: id, recipient: to, actor, recipientKeyVersion, capsules }) {
    const [chart, recipient] = [fetchChart(book, id), accountAt(book, to)];
    mustBeHolder(book, chart, actor);
    must(book, !isFrozen(chart), "ChartsAreTheHolders", "a frozen chart was changed");
    mustNotBeAnOffice(book, lower(actor));
    mustBeNewest(book, recipient, recipientKeyVersion);
    mustFit(book, capsules);
    put(book, book.entities.capsulePublications, {
      id: book.at,
      chart: chart.id,
      recipient,
      recipientKeyVersion,
      capsules: shortened(capsules),
      publishedAt: book.now,
      published: book.at,
    });
    Object.assign(book.audit, { actor: accountAt(book, actor), account: recipient, chart: chart.id });
  },

  OwnCapsulesPublished(book, { account: publisher, keyVersion, capsules }) {
    const account = accountAt(book, publisher);
    mustBeNewest(book, account, keyVersion);
    mustFit(book, capsules);
    put(book, book.entities.ownCapsulePublications, {
      id: book.at,
      account,
      keyVersion,
      capsules: shortened(capsules),
      publishedAt: book.now,
      published: book.at,
    });
    Object.assign(book.audit, { actor: account, account });
  },
};

export function mustNotBeAnOffice(book: Book, actor: string): void {
  const isOffice = dutiesOf(book, actor).administrative > 0;
  must(book, !isOffice, "AdministratorsTouchNoRecords", "an administrator changed a record");
}

/** Capsules are between a reference and the longest bundle, as `CapsuleLength.sol` has it. */
export function mustFit(book: Book, capsules: string): void {
  const length = (capsules.length - 2) / 2;
  const fits = length >= CAPSULES.least && length <= CAPSULES.most;
  must(book, fits, "ReportsKeepWhatTheySay", "capsules are too short or too long");
}

/** A report of that chart; undefined, which breaks a rule, for one that was never added. */
function known(book: Book, id: string, chart: string): Report | undefined {
  const report = book.entities.reports.get(id);
  must(book, report?.chart === chart, "ReportsKeepWhatTheySay", "it names a report that is not there");
  return report;
}

/** A doctor assigned there, at this moment; or the holder, in their own name. */
function mustMayWrite(book: Book, chartId: string, actor: string, hospital: number, isOwn: boolean): void {
  mustNotBePaused(book);
  mustNotBeAnOffice(book, actor);
  const chart = fetchChart(book, chartId);
  const isHolder = hospital === 0 && actor === chart.holder && !isFrozen(chart);
  const mayWrite = isOwn ? isHolder : isAssigned(book, chartId, actor, hospital);
  must(book, mayWrite, "WritersAreAssigned", "someone unassigned wrote into a chart");
}

function mustBeComplete(
  book: Book,
  { commitment, payload, capsules }: Record<"commitment" | "payload" | "capsules", string>,
) {
  const isComplete = !/^0x0*$/.test(commitment) && !/^0x0*$/.test(payload);
  must(book, isComplete, "ReportsKeepWhatTheySay", "a commitment or payload is missing");
  mustFit(book, capsules);
}

function mustBeItsHolder(book: Book, report: Report, actor: string): void {
  mustNotBeAnOffice(book, lower(actor));
  const chart = fetchChart(book, report.chart);
  const isHolder = lower(actor) === chart.holder && !isFrozen(chart);
  must(book, isHolder, "ReportsKeepWhatTheySay", "a stranger changed a report");
}

function mustNotBeErased(book: Book, report: Report): void {
  must(book, report.status !== "ERASED", "ReportsKeepWhatTheySay", "an erased report was changed");
}

function mustBeNewest(book: Book, account: string, keyVersion: number): void {
  const isNewest = keyVersion > 0 && keyVersion === keyVersionOf(book, account);
  must(book, isNewest, "KeysAreTheOwners", "capsules are for a key that is not the newest");
}

function hospitalOrNone(book: Book, hospital: number): string | null {
  return hospital === 0 ? null : fetchHospital(book, hospital).id;
}

/** The version that the log at hand adds to a report, which carries it already. */
function putNewestVersion(book: Book, report: Report, hospital: string | null): void {
  const { id, version, commitment, epoch, payload, capsules, holderKeyVersion } = report;
  put(book, book.entities.reportVersions, {
    id: concatenated(id, u32(version)),
    report: id,
    version,
    commitment,
    epoch,
    payload,
    capsules,
    holderKeyVersion,
    hospital,
    addedAt: book.now,
    added: book.at,
  });
}

/** Makes consents of what was stopped before the report was added, see [Note: early stops] in `subgraph/src/earlyStops.ts`. */
function takeEarlyStops(book: Book, report: Report): void {
  const { earlyStops, expectedReports } = book.entities;
  if (!expectedReports.delete(report.id)) return;
  for (const stop of [...earlyStops.values()].filter((each) => each.report === report.id)) {
    const consent = fetchConsent(book, report.id, report.chart, stop.grantee);
    const { counter, decidedAt, decided } = stop;
    change(book, consent, { stopped: true, counter, decidedAt, decided });
    earlyStops.delete(stop.id);
  }
}

function auditReport(book: Book, { id, chart }: Report, actor: string): void {
  Object.assign(book.audit, { actor: accountAt(book, actor), chart, report: id });
}
