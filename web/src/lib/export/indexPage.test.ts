import { describe, expect, it } from "vitest";
import type { ExportedChart } from "./exportedChart.ts";
import { indexPage } from "./indexPage.ts";

const hash = `0x${"ab".repeat(32)}` as const;
const account = `0x${"12".repeat(20)}` as const;
const hostile = `<img src=x onerror=alert(1)> & "Tablets"`;
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
      addedAt: "2026-11-12T10:00:00.000Z",
      status: "RETRACTED",
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
      remarks: [{ author: hostile, at: "2026-11-13", text: hostile, commitment: hash, transaction: hash }],
    },
  ],
  consents: [
    { reader: hostile, account, report: hash, purpose: "treatment", until: "2027", stopped: true, transaction: hash },
    {
      reader: "Dr Priya Marlowe",
      account,
      report: null,
      purpose: "treatment",
      until: "2027",
      stopped: false,
      transaction: hash,
    },
  ],
  history: [{ at: "2026", what: hostile, transaction: hash }],
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
    expect(page).toContain("All reports");
  });

  it("says so when there is nothing", () => {
    const empty = indexPage({ ...chart, reports: [], consents: [], history: [] });
    expect(empty).toContain("There are none.");
    expect(empty).toContain("Nothing.");
  });
});
