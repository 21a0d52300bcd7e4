import { downloadZip } from "client-zip";
import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { isAddressEqual, type Address, type Hex } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { downloadBlob } from "../blobs/downloadBlob.ts";
import { controlOf } from "../chain/control.ts";
import { readDisclosures, type NamedDisclosure } from "../disclosures/readDisclosures.ts";
import { documentName } from "../documents/documentName.ts";
import { documentReference } from "../exchange/documentReference.ts";
import { capsuleBundle } from "../flows/capsuleBundle.ts";
import { sourcesOfReport } from "../flows/capsuleSources.ts";
import { openDocument, openRemark } from "../flows/openReport.ts";
import { namedDoctorsFromLogs } from "../history/namedDoctor.ts";
import { readRemarks } from "../history/remarks.ts";
import { readChartReports } from "../history/reports.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { readLock, type SealedVersion } from "../history/sealedVersions.ts";
import { locationOf } from "../network/locationOf.ts";
import { explain } from "../words/explain.ts";
import { standingAnswer, type Answer } from "../words/isDisputed.ts";
import { kindOfRemark, type RemarkKind } from "../words/remarkKind.ts";
import { documentWords } from "../words/reportTypeWords.ts";
import type {
  ExportedChart,
  ExportedConsent,
  ExportedEvent,
  ExportedRemark,
  ExportedReport,
  ExportedVersion,
} from "./exportedChart.ts";
import { indexPage } from "./indexPage.ts";

type Entry = { name: string; input: string | Blob };

/**
 * Everything of a chart in one archive that opens offline: the documents as they are, an index page, consents, history, and what proves
 * each document. What cannot be opened is named with its reason; nothing is left out silently. Documents are put in one by one.
 *
 * @param history What happened, in sentences; oldest first.
 * @param onReport Called before each report.
 */
export async function exportChart(
  app: App,
  chart: ChartId,
  history: readonly ExportedEvent[],
  onReport: (done: number, total: number) => void,
): Promise<Blob> {
  const [rows, disclosures, { holder }] = await Promise.all([
    readChartReports(app.history, chart),
    readDisclosures(app.chain, chart),
    controlOf(app.chain, chart),
  ]);
  const exportedAt = new Date();
  const { chainId, registry, records } = app.network;

  async function* entries(): AsyncGenerator<Entry> {
    const reports: ExportedReport[] = [];
    const documents: object[] = [];
    for (const [index, row] of rows.entries()) {
      onReport(index, rows.length);
      const { report, files } = await exportReport(app, row, index + 1, holder);
      reports.push(report);
      for (const { metadata, version, ...file } of files) {
        const status = documentStatus(report, version);
        documents.push(documentReference(report.report, metadata, { status }, { url: file.name }));
        yield file;
      }
    }
    const about: ExportedChart = {
      exportedAt: exportedAt.toISOString(),
      network: { chainId, registry, records },
      chart,
      holder,
      reports,
      consents: disclosures.map(exportedConsent),
      history,
    };
    yield { name: "index.html", input: indexPage(about) };
    yield {
      name: "proofs.json",
      input: json({ network: about.network, chart, holder, reports: reports.map(proofsOf) }),
    };
    yield { name: "consents.json", input: json(about.consents) };
    yield { name: "history.json", input: json(about.history) };
    yield { name: "fhir/documents.json", input: json(documentBundle(documents, about.exportedAt)) };
    onReport(rows.length, rows.length);
  }

  return downloadZip(entries()).blob();
}

type ExportedFile = Entry & { metadata: ReportMetadata; version: number };

/** hl7.org/fhir/R4/valueset-document-reference-status.html */
function documentStatus({ status, versions }: ExportedReport, version: number) {
  if (status === "RETRACTED") return "entered-in-error";
  return version === versions.at(-1)?.version ? "current" : "superseded";
}

async function exportReport(
  app: App,
  row: ReportRow,
  number: number,
  holder: Address,
): Promise<{ report: ExportedReport; files: ExportedFile[] }> {
  const lock = row.status === "ERASED" ? null : await readLock(app.chain, row.report);
  if (lock) await learnKeys(app, row.report);
  const files: ExportedFile[] = [];
  const versions: ExportedVersion[] = [];
  for (const version of lock?.versions ?? []) {
    const exported = await exportVersion(app, row, version, lock?.epoch ?? row.epoch, number);
    versions.push(exported.version);
    if (exported.file) files.push(exported.file);
  }
  const newest = files.at(-1)?.metadata;
  const { remarks, answers } = await exportRemarks(app, lock ? row : null, holder);
  return {
    report: {
      report: row.report,
      title:
        newest?.title ?? (row.status === "ERASED" ? m.flows_export_erased_report() : m.flows_export_closed_report()),
      type: newest ? documentWords[newest.type] : m.flows_export_unknown_type(),
      date: newest?.date ?? null,
      addedBy: row.doctor?.name ?? m.flows_export_added_by_you(),
      isOwn: row.doctor === null,
      addedAt: timeOf(row.at),
      status: row.status,
      endedAt: row.endedAt === null ? null : timeOf(row.endedAt),
      answer: standingAnswer(answers, row.version),
      transaction: row.transaction,
      versions,
      remarks,
    },
    files,
  };
}

async function exportVersion(
  app: App,
  { report, author }: ReportRow,
  { version, commitment, payload: digest }: SealedVersion,
  epoch: number,
  number: number,
): Promise<{ version: ExportedVersion; file: ExportedFile | null }> {
  const { keys, network } = app;
  try {
    const head = await downloadBlob(network, digest);
    const context = { kind: "report", location: locationOf(network), report, version, epoch, author } as const;
    const opened = await keys.holder.openHead(head, { context, commitment, digest });
    const proof = { commitment, payload: digest, ...(await keys.holder.proofOf(opened.id)) };
    const document = await openDocument(app, opened);
    const name = `reports/${String(number).padStart(4, "0")}-v${version}/${fileNameOf(opened.metadata)}`;
    return {
      version: { version, file: name, problem: null, proof },
      file: { name, input: document, metadata: opened.metadata, version },
    };
  } catch (error) {
    const { what, safe } = explain(error);
    const proof = { commitment, payload: digest, metadata: null, blinding: null };
    return { version: { version, file: null, problem: `${what} ${safe}`.trim(), proof }, file: null };
  }
}

/** Its own name, without what would be a folder or a hidden file. */
function fileNameOf({ filename, title }: ReportMetadata): string {
  return documentName((filename ?? title).replaceAll(/[\\/:*?"<>|]/g, "_").replace(/^\.+/, "_"));
}

async function learnKeys(app: App, report: Hex): Promise<void> {
  for (const { field, granter } of await sourcesOfReport(app, report)) {
    // What none of them opens is named as such.
    await capsuleBundle(app, field)
      .then((bundle) => app.keys.holder.learnFrom(locationOf(app.network), granter, bundle))
      .catch(() => {});
  }
}

/** The remarks on a report, and what the patient says of it among them: nobody else can accept or dispute. */
async function exportRemarks(
  app: App,
  row: ReportRow | null,
  holder: Address,
): Promise<{ remarks: ExportedReport["remarks"]; answers: Answer[] }> {
  const rows = row ? await readRemarks(app.history, row.report) : [];
  const doctorBy = await namedDoctorsFromLogs(
    app.chain,
    rows.map(({ author }) => author),
  );
  const answers: Answer[] = [];
  const remarks: ExportedRemark[] = [];
  for (const remark of rows) {
    const { author, at, version, commitment, transaction } = remark;
    const doctor = doctorBy(author);
    // Who may remark and never was a doctor holds the chart, or held it before a recovery.
    const isOwn = isAddressEqual(author, holder) || doctor.name === author;
    const { kind, text } = await saidIn(app, remark);
    const said = { kind: isOwn ? kind : ("remark" as const), at: timeOf(at), text, commitment, transaction };
    if (isOwn) answers.push({ kind, version });
    remarks.push({ author: isOwn ? ownName(author, holder) : doctor.name, ...said });
  }
  return { remarks, answers };
}

function ownName(author: Address, holder: Address): string {
  return isAddressEqual(author, holder) ? m.flows_export_added_by_you() : m.flows_export_added_by_you_earlier();
}

async function saidIn(app: App, remark: RemarkRow): Promise<{ kind: RemarkKind; text: string }> {
  try {
    const { metadata } = await openRemark(app, remark);
    return { kind: kindOfRemark(metadata.title), text: metadata.text ?? "" };
  } catch (error) {
    return { kind: "remark", text: explain(error).what };
  }
}

function exportedConsent(disclosure: NamedDisclosure): ExportedConsent {
  const { doctor, report, why, purpose, from, until, ended, askedAt, without, transaction } = disclosure;
  return {
    reader: doctor.name,
    specialty: doctor.specialty,
    account: doctor.account,
    report,
    basis: why,
    purpose,
    from: timeOf(from),
    until: until === null ? null : timeOf(until),
    ended: ended && { ...ended, at: timeOf(ended.at) },
    askedAt: askedAt === null ? null : timeOf(askedAt),
    without: without.map((each) => ({
      report: each.report,
      from: timeOf(each.at),
      until: each.until === null ? null : timeOf(each.until),
    })),
    transaction,
  };
}

const proofsOf = ({ report, transaction, versions, remarks }: ExportedReport) => ({
  report,
  transaction,
  versions: versions.map(({ version, file, proof }) => ({ version, file, ...proof })),
  remarks: remarks.map(({ kind, commitment, transaction: remarked }) => ({ kind, commitment, transaction: remarked })),
});

function documentBundle(documents: readonly object[], timestamp: string) {
  return { resourceType: "Bundle", type: "collection", timestamp, entry: documents.map((resource) => ({ resource })) };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString();
