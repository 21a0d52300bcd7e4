import type { ExportedChart, ExportedReport, ExportedVersion } from "./exportedChart.ts";

/**
 * The page of an export: one file of HTML without a script, that opens offline in any browser. Everything in it that people wrote is
 * escaped, and its policy lets nothing run or load all the same.
 */
export function indexPage(chart: ExportedChart): string {
  const { reports, consents, history, network } = chart;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My chart</title>
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
<h1>My chart</h1>
<p>Taken out of Chartkey on ${text(chart.exportedAt)}. These documents are <b>not locked</b>: whoever has this archive can read them. Keep it where you keep your passport, or delete it when you are done.</p>
<h2>Reports</h2>
${reports.map(reportSection).join("\n") || "<p>There are none.</p>"}
<h2>Who could read what</h2>
${table(
  ["Reader", "What", "What for", "Until", "Ended", "Transaction"],
  consents.map(({ reader, report, purpose, until, stopped, transaction }) => [
    text(reader),
    text(report === null ? "All reports" : titleOf(reports, report)),
    text(purpose),
    text(until),
    stopped ? "Yes" : "No",
    code(transaction),
  ]),
)}
<h2>What happened</h2>
${table(
  ["When", "What", "Transaction"],
  history.map(({ at, what, transaction }) => [text(at), text(what), code(transaction)]),
)}
<h2>How to check it</h2>
<p>Each document has a commitment on the public record: a digest that its author signed. It is made from the document, its metadata and a blinding value, which are all in <a href="proofs.json">proofs.json</a>; the specification of Chartkey's protocol says how, under “Commitment”. The transactions are on chain ${network.chainId}, sent to the contracts <code>${network.registry}</code> and <code>${network.records}</code>. Your chart is <code>${text(chart.chart)}</code>, held by <code>${chart.holder}</code>.</p>
<p>For other programs: <a href="fhir/documents.json">fhir/documents.json</a> lists the documents as FHIR R4 DocumentReferences, <a href="consents.json">consents.json</a> and <a href="history.json">history.json</a> hold the tables above.</p>
</body>
</html>
`;
}

function reportSection(report: ExportedReport): string {
  const { title, type, date, addedBy, addedAt, status, versions, remarks, transaction } = report;
  return `<section>
<h3>${text(title)}</h3>
<dl>
<dt>What it is</dt><dd>${text(type)} of ${text(date)}${status === "LIVE" ? "" : `, ${text(status.toLowerCase())}`}</dd>
<dt>Added by</dt><dd>${text(addedBy)}, ${text(addedAt)}, ${code(transaction)}</dd>
${versions.map((version) => versionRow(version, versions.length)).join("\n")}
</dl>
${remarks.map(({ author, at, text: said, transaction: remarked }) => `<blockquote><p>${text(said)}</p><p>${text(author)}, ${text(at)}, ${code(remarked)}</p></blockquote>`).join("\n")}
</section>`;
}

function versionRow({ version, file, problem, proof }: ExportedVersion, count: number): string {
  const name = count > 1 ? `Version ${version}` : "Document";
  const link =
    file === null ? text(problem ?? "It could not be opened.") : `<a href="${text(addressOf(file))}">${text(file)}</a>`;
  return `<dt>${name}</dt><dd>${link}<br>Commitment ${code(proof.commitment)}</dd>`;
}

const titleOf = (reports: readonly ExportedReport[], report: string) =>
  reports.find((each) => each.report === report)?.title ?? "An erased report";

const addressOf = (file: string) => file.split("/").map(encodeURIComponent).join("/");

const code = (value: string) => `<code>${text(value)}</code>`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "<p>Nothing.</p>";
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
