import { m } from "#messages";
import { endingWords } from "../disclosures/endingWords.ts";
import { noonOf } from "../fieldDay.ts";
import { formatLocale, language } from "../language.ts";
import { purposeWords } from "../words/purposeWords.ts";
import { remarkKindWords } from "../words/remarkKindWords.ts";
import type {
  ExportedChart,
  ExportedConsent,
  ExportedRemark,
  ExportedReport,
  ExportedVersion,
} from "./exportedChart.ts";

/**
 * The page of an export: one file of HTML without a script, that opens offline in any browser. Everything in it that people wrote is
 * escaped, and its policy lets nothing run or load all the same. Messages are our own words and hold no markup: what is drawn in one is
 * handed to it as HTML. Times are in words and of where the patient is; the exact ones are in the files for programs.
 */
export function indexPage(chart: ExportedChart): string {
  const { reports, consents, history, network } = chart;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${m.flows_export_page_title()}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid; padding-block: 1rem; }
code { font-size: .85em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .4rem .6rem .4rem 0; vertical-align: top; border-bottom: 1px solid; }
dt { font-weight: 600; } dd { margin: 0 0 .4rem; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
small { display: block; }
@media (max-width: 45rem) {
  thead { display: none; }
  tr { display: block; border-bottom: 1px solid; padding-block: .6rem; }
  td { display: block; border: 0; padding: .1rem 0; }
  td::before { content: attr(data-head); display: block; font-weight: 600; }
}
</style>
</head>
<body>
<h1>${m.flows_export_page_title()}</h1>
<p>${m.flows_export_page_intro({ moment: momentOf(chart.exportedAt), unlocked: `<b>${m.flows_export_page_intro_unlocked()}</b>` })} ${m.flows_export_page_times({ zone: text(timeZone()) })}</p>
<h2>${m.flows_export_page_reports()}</h2>
${reports.map(reportSection).join("\n") || `<p>${m.flows_export_page_no_reports()}</p>`}
<h2>${m.patient_disclosures_title()}</h2>
<p>${m.patient_disclosures_could()} ${m.patient_disclosures_could_why()}</p>
${table(
  [
    m.patient_disclosures_who(),
    m.patient_disclosures_what(),
    m.patient_disclosures_why(),
    m.patient_disclosures_from(),
    m.patient_disclosures_until(),
  ],
  consents.map((consent) => consentCells(consent, chart)),
)}
<h2>${m.flows_export_page_history()}</h2>
${table(
  [m.flows_export_page_when(), m.flows_export_page_event(), m.flows_export_page_transaction()],
  history.map(({ at, what, transaction }) => [momentOf(at), text(what), code(transaction)]),
)}
<h2>${m.flows_export_page_check()}</h2>
<p>${m.flows_export_page_check_text({
    proofs: link("proofs.json"),
    chain: network.chainId,
    registry: code(network.registry),
    records: code(network.records),
    chart: code(chart.chart),
    holder: code(chart.holder),
  })}</p>
<p>${m.flows_export_page_programs({
    documents: link("fhir/documents.json"),
    consents: link("consents.json"),
    history: link("history.json"),
  })}</p>
</body>
</html>
`;
}

function reportSection(report: ExportedReport): string {
  const { title, addedBy, addedAt, answer, versions, remarks, transaction } = report;
  return `<section>
<h3>${text(title)}</h3>
<dl>
<dt>${m.flows_export_page_what()}</dt><dd>${[documentOf(report), endOf(report)].filter(Boolean).join("<br>")}</dd>
${answer === null ? "" : `<dt>${m.flows_export_page_answer()}</dt><dd>${remarkKindWords[answer]}</dd>`}
<dt>${m.flows_export_page_added_by()}</dt><dd>${text(addedBy)}, ${momentOf(addedAt)}<br>${code(transaction)}</dd>
${versions.map((version) => versionRow(version, versions.length)).join("\n")}
</dl>
${remarks.map(remarkQuote).join("\n")}
</section>`;
}

function documentOf({ type, date }: ExportedReport): string {
  return date === null ? text(type) : m.flows_export_page_document({ type: text(type), date: dayOf(noonOf(date)) });
}

/** What became of it; nothing while it is live. */
function endOf({ status, endedAt, isOwn }: ExportedReport): string {
  if (status === "LIVE" || endedAt === null) return "";
  const day = dayOf(new Date(endedAt));
  if (status === "ERASED") return m.flows_export_page_erased({ day });
  return isOwn ? m.flows_export_page_withdrawn_by_you({ day }) : m.flows_export_page_withdrawn({ day });
}

function remarkQuote({ author, at, kind, text: said, transaction }: ExportedRemark): string {
  const label = remarkKindWords[kind];
  const marked = label === null ? "" : `<b>${label}</b><br>`;
  return `<blockquote><p>${marked}${text(said)}</p><p>${text(author)}, ${momentOf(at)}<br>${code(transaction)}</p></blockquote>`;
}

/** A span as the page of all of them shows it. */
function consentCells(consent: ExportedConsent, { reports, exportedAt }: ExportedChart): string[] {
  const { reader, specialty, report, purpose, from, until, ended, askedAt, without, transaction } = consent;
  const titled = (id: string) => text(titleOf(reports, id));
  const what =
    report === null ? [m.patient_disclosures_all(), small(m.patient_disclosures_all_without())] : [titled(report)];
  const left = without.map((each) => {
    const span = { report: titled(each.report), from: dayOf(new Date(each.from)) };
    return small(
      each.until === null
        ? m.patient_disclosures_without_from(span)
        : m.patient_disclosures_without_between({ ...span, until: dayOf(new Date(each.until)) }),
    );
  });
  const why =
    purpose === null
      ? m.patient_disclosures_wrote()
      : m.patient_disclosures_shared_for({ purpose: purposeWords[purpose] });
  const asked = askedAt === null ? "" : small(m.patient_disclosures_asked_on({ day: dayOf(new Date(askedAt)) }));
  return [
    `${text(reader)}${small(text(specialty))}`,
    [...what, ...left].join(""),
    `${why}${asked}`,
    `${momentOf(from)}<br>${code(transaction)}`,
    endCell({ until, ended }, exportedAt),
  ];
}

function endCell({ until, ended }: Pick<ExportedConsent, "until" | "ended">, exportedAt: string): string {
  if (ended) {
    const because = small(m.patient_disclosures_because({ reason: endingWords[ended.why] }));
    return `${momentOf(ended.at)}${because}${code(ended.transaction)}`;
  }
  if (until === null) return m.patient_disclosures_until_stopped();
  return `${momentOf(until)}${small(until < exportedAt ? m.patient_disclosures_ended() : m.patient_disclosures_ends())}`;
}

function versionRow({ version, file, problem, proof }: ExportedVersion, count: number): string {
  const name = count > 1 ? m.flows_export_page_version({ version }) : m.flows_export_page_only_version();
  const found = file === null ? text(problem ?? m.flows_export_page_not_opened()) : link(file);
  const commitment = m.flows_export_page_commitment({ commitment: code(proof.commitment) });
  return `<dt>${name}</dt><dd>${found}<br>${commitment}</dd>`;
}

const titleOf = (reports: readonly ExportedReport[], report: string) =>
  reports.find((each) => each.report === report)?.title ?? m.flows_export_page_unknown_report();

const link = (file: string) => `<a href="${text(addressOf(file))}">${text(file)}</a>`;

const addressOf = (file: string) => file.split("/").map(encodeURIComponent).join("/");

const small = (html: string) => (html === "" ? "" : `<small>${html}</small>`);

const code = (value: string) => `<code>${text(value)}</code>`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<p>${m.flows_export_page_nothing()}</p>`;
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join("");
  const body = rows
    .map((row) => `<tr>${row.map((cell, at) => `<td data-head="${heads[at]}">${cell}</td>`).join("")}</tr>`)
    .join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

/** As the text it is, whatever characters it has. */
function text(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const days = new Intl.DateTimeFormat(formatLocale, { day: "numeric", month: "short", year: "numeric" });
const times = new Intl.DateTimeFormat(formatLocale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const dayOf = (at: Date) => days.format(at);

const momentOf = (iso: string) =>
  `<time datetime="${text(iso)}">${dayOf(new Date(iso))}, ${times.format(new Date(iso))}</time>`;

/** Where the patient is, as "Europe/London". */
const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
