import { describe, expect, it } from "vitest";
import type { ExportedChart, ExportedConsent, ExportedRemark } from "./exportedChart.ts";
import { indexPage } from "./indexPage.ts";

const hash = `0x${"ab".repeat(32)}` as const;
const account = `0x${"12".repeat(20)}` as const;
const hostile = `<img src=x onerror=alert(1)> & "Tablets"`;
const remark: ExportedRemark = {
  author: "You",
  at: "2026-11-13T10:00:00.000Z",
  kind: "remark",
  text: "Thank you",
  commitment: hash,
  transaction: hash,
};
const consent: ExportedConsent = {
  reader: "Dr Lena Hallowell",
  specialty: "Cardiology",
  account,
  report: hash,
  basis: "shared",
  purpose: "TREAT",
  from: "2026-11-13T10:00:00.000Z",
  until: "2026-12-26T12:00:00.000Z",
  ended: null,
  askedAt: null,
  without: [],
  transaction: hash,
};
const chart: ExportedChart = {
  exportedAt: "2026-11-25T18:00:00.000Z",
  network: { chainId: 1337, registry: account, records: account },
  chart: account,
  holder: account,
  reports: [
    {
      report: hash,
      title: hostile,
      type: "Prescription",
      date: "2026-11-12",
      addedBy: hostile,
      isOwn: false,
      addedAt: "2026-11-12T10:00:00.000Z",
      status: "RETRACTED",
      endedAt: "2026-11-20T10:00:00.000Z",
      answer: "disputed",
      transaction: hash,
      versions: [
        {
          version: 1,
          file: `reports/1 ${hostile.replaceAll("/", "_")}.txt`,
          problem: null,
          proof: { commitment: hash, payload: hash, metadata: "{}", blinding: hash },
        },
        {
          version: 2,
          file: null,
          problem: "It is gone.",
          proof: { commitment: hash, payload: hash, metadata: null, blinding: null },
        },
      ],
      remarks: [{ ...remark, author: hostile, kind: "disputed", text: hostile }],
    },
  ],
  consents: [
    { ...consent, reader: hostile, report: hash },
    { ...consent, reader: "Dr Priya Marlowe", report: null, basis: "shared-everything" },
  ],
  history: [{ at: "2026-11-12T10:00:00.000Z", what: hostile, report: hash, transaction: hash }],
};

describe("the page of an export", () => {
  const page = indexPage(chart);

  it("shows what people wrote as the text it is", () => {
    expect(page).not.toContain("<img");
    expect(page).not.toMatch(/onerror=alert\(1\)>/);
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Tablets&quot;");
  });

  it("has no script, and a policy that lets none run and nothing load", () => {
    expect(page).not.toMatch(/<script|javascript:|https?:\/\//i);
    expect(page).toContain("default-src 'none'");
  });

  it("links to each document, and says why one is missing", () => {
    expect(page).toContain('href="reports/1%20%3Cimg');
    expect(page).toContain("It is gone.");
  });

  it("names every commitment and transaction, and those with whom all reports are shared", () => {
    expect(page.split(hash).length).toBeGreaterThan(7);
    expect(page).toContain("All reports, also later ones");
  });

  /** The words of a table's row, or of a report. */
  const wordsOf = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
  const consentRow = (changed: Partial<ExportedConsent>) => {
    const html = indexPage({ ...chart, reports: [], consents: [{ ...consent, ...changed }], history: [] });
    return wordsOf(html.split("<tbody>")[1]!.split("</tbody>")[0]!);
  };
  const reportWords = (changed: object) => {
    const html = indexPage({ ...chart, reports: [{ ...chart.reports[0]!, ...changed }] });
    return wordsOf(html.split("<section>")[1]!.split("</section>")[0]!);
  };

  it("says what somebody could read for, until when and why not longer, in words", () => {
    expect(consentRow({})).toMatch(
      /Dr Lena Hallowell Cardiology .* You shared it for treatment 13 Nov 2026, \d\d:\d\d/,
    );
    expect(consentRow({})).toMatch(/26 Dec 2026, \d\d:\d\d ends by itself/);
    const ended = { at: "2026-11-20T12:00:00.000Z", why: "erased", transaction: hash } as const;
    expect(consentRow({ ended })).toMatch(/20 Nov 2026, \d\d:\d\d because you erased the report/);
    expect(consentRow({ basis: "wrote", purpose: null, until: null })).toMatch(/Wrote it .* you stop it/);
  });

  it("marks what the patient disputes, and says when a report was withdrawn or erased", () => {
    const { remarks } = chart.reports[0]!;
    expect(reportWords({ remarks })).toMatch(/Prescription of 12 Nov 2026 Withdrawn by its author on 20 Nov 2026/);
    expect(reportWords({ remarks }).match(/Disputed/g)).toHaveLength(2);
    expect(reportWords({ answer: null, remarks: [remark] })).not.toContain("Disputed");
    const erased = { type: "Report", date: null, status: "ERASED", versions: [], remarks: [], answer: null };
    expect(reportWords(erased)).toMatch(/What it is Report You erased it on 20 Nov 2026\. Added by/);
  });

  it("writes no time for programs but where no one sees it", () => {
    expect(wordsOf(page)).not.toMatch(/\dT\d\d:/);
    expect(page).toContain(`Times are those of ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`);
  });

  it("says so when there is nothing", () => {
    const empty = indexPage({ ...chart, reports: [], consents: [], history: [] });
    expect(empty).toContain("There are none.");
    expect(empty).toContain("Nothing.");
  });
});
