import { m } from "#messages";
import { language } from "../language.ts";
import type { ExportedChart, ExportedReport, ExportedVersion } from "./exportedChart.ts";

/**
 * The page of an export: one file of HTML without a script, that opens offline in any browser. Everything in it that people wrote is
 * escaped, and its policy lets nothing run or load all the same. Messages are our own words and hold no markup: what is drawn in one is
 * handed to it as HTML.
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
</style>
</head>
<body>
<h1>${m.flows_export_page_title()}</h1>
<p>${m.flows_export_page_intro({ moment: text(chart.exportedAt), unlocked: `<b>${m.flows_export_page_intro_unlocked()}</b>` })}</p>
<h2>${m.flows_export_page_reports()}</h2>
${reports.map(reportSection).join("\n") || `<p>${m.flows_export_page_no_reports()}</p>`}
<h2>${m.flows_export_page_consents()}</h2>
${table(
  [
    m.flows_export_page_reader(),
    m.flows_export_page_shared(),
    m.flows_export_page_purpose(),
    m.flows_export_page_until(),
    m.flows_export_page_ended(),
    m.flows_export_page_transaction(),
  ],
  consents.map(({ reader, report, purpose, until, stopped, transaction }) => [
    text(reader),
    text(report === null ? m.flows_export_page_all_reports() : titleOf(reports, report)),
    text(purpose),
    text(until),
    stopped ? m.flows_export_page_ended_yes() : m.flows_export_page_ended_no(),
    code(transaction),
  ]),
)}
<h2>${m.flows_export_page_history()}</h2>
${table(
  [m.flows_export_page_when(), m.flows_export_page_event(), m.flows_export_page_transaction()],
  history.map(({ at, what, transaction }) => [text(at), text(what), code(transaction)]),
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
  const { title, type, date, addedBy, addedAt, status, versions, remarks, transaction } = report;
  return `<section>
<h3>${text(title)}</h3>
<dl>
<dt>${m.flows_export_page_what()}</dt><dd>${m.flows_export_page_document({ type: text(type), date: text(date), status })}</dd>
<dt>${m.flows_export_page_added_by()}</dt><dd>${text(addedBy)}, ${text(addedAt)}, ${code(transaction)}</dd>
${versions.map((version) => versionRow(version, versions.length)).join("\n")}
</dl>
${remarks.map(({ author, at, text: said, transaction: remarked }) => `<blockquote><p>${text(said)}</p><p>${text(author)}, ${text(at)}, ${code(remarked)}</p></blockquote>`).join("\n")}
</section>`;
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

const code = (value: string) => `<code>${text(value)}</code>`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<p>${m.flows_export_page_nothing()}</p>`;
  const head = heads.map((each) => `<th scope="col">${each}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
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
