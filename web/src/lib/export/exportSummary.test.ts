import type { ReportType } from "@chartkey/protocol/report-metadata";
import { describe, expect, it } from "vitest";
import type { App } from "../app.ts";
import { FHIR } from "../documents/fileKind.ts";
import type { OpenedReport } from "../flows/openReport.ts";
import type { ReportRow } from "../history/rows.ts";
import { exportSummary } from "./exportSummary.ts";

const CHART = `0x${"c".repeat(40)}` as const;
const bytes = new TextEncoder();

interface Written {
  family: string;
  author?: "patient" | "doctor";
  type?: ReportType;
  status?: ReportRow["status"];
}

/** Reports that each hold a FHIR Patient, numbered in the order given. */
async function summaryOf(details: number | null, ...written: (Written | null)[]) {
  const id = (index: number) => `0x${String(index).padStart(64, "0")}` as const;
  const reports = written.map((each, index) => {
    const length = 100;
    const metadata = {
      type: each?.type ?? "profile",
      title: each?.family,
      date: "2026-11-12",
      mediaType: FHIR.media,
      length,
    };
    return {
      row: {
        report: id(index),
        doctor: each?.author === "doctor" ? {} : null,
        status: each?.status ?? "LIVE",
      } as ReportRow,
      opened: each && ({ id: index, metadata, parts: 1 } as OpenedReport),
    };
  });
  const holder = {
    openBody: (index: number, _: unknown, take: (chunk: Uint8Array) => Promise<void>) =>
      take(bytes.encode(JSON.stringify({ resourceType: "Patient", name: [{ family: written[index]!.family }] }))),
  };
  const app = { keys: { holder, whileUnlocked: (work: unknown) => work } } as unknown as App;
  const chosen = details === null ? null : id(details);
  const summary = await exportSummary(app, CHART, chosen, reports, () => {});
  const { entry } = JSON.parse(summary.json) as { entry: { resource: { name?: { family: string }[] } }[] };
  return { name: entry[1]!.resource.name?.[0]?.family, named: summary.named, closed: summary.closed };
}

describe("a summary of a chart", () => {
  it("names the patient as in the details that count, and leaves out earlier ones", async () => {
    expect(await summaryOf(0, { family: "New" }, { family: "Old" })).toEqual({ name: "New", named: 0, closed: 0 });
    expect(await summaryOf(1, null, { family: "Known" }, { family: "Old" })).toEqual({
      name: "Known",
      named: 0,
      closed: 1,
    });
  });

  it("takes no details that somebody else wrote, and only names them", async () => {
    expect(await summaryOf(null, { family: "Wrong", author: "doctor" })).toEqual({
      name: undefined,
      named: 1,
      closed: 0,
    });
  });

  it("leaves out what was withdrawn", async () => {
    expect(await summaryOf(null, { family: "Gone", type: "letter", status: "RETRACTED" })).toMatchObject({ named: 0 });
  });
});
