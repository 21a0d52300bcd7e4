import { strFromU8, unzipSync } from "fflate";
import { expect, it, vi } from "vitest";
import type { App } from "../app.ts";
import type { Resource } from "../viewers/fhir/fhirJson.ts";
import { exportChart } from "./exportChart.ts";

const CHART = `0x${"c".repeat(40)}` as const;
/** A report that was corrected once, and one that was withdrawn. */
const reports = [
  { report: "0x01", status: "LIVE", versions: 2 },
  { report: "0x02", status: "RETRACTED", versions: 1 },
];

vi.mock("../history/reports.ts", () => ({
  readChartReports: async () => reports.map((row) => ({ ...row, doctor: null, at: 0, transaction: "0xaa" })),
}));
vi.mock("../history/consents.ts", () => ({ readChartConsents: async () => [] }));
vi.mock("../history/standingConsents.ts", () => ({ readChartStandingConsents: async () => [] }));
vi.mock("../history/remarks.ts", () => ({ readRemarks: async () => [] }));
vi.mock("../chain/control.ts", () => ({ controlOf: async () => ({ holder: CHART }) }));
vi.mock("../flows/capsuleSources.ts", () => ({ sourcesOfReport: async () => [] }));
vi.mock("../history/sealedVersions.ts", () => ({
  readLock: async (_: unknown, report: string) => ({
    epoch: 1,
    versions: Array.from({ length: reports.find((each) => each.report === report)!.versions }, (_, index) => ({
      version: index + 1,
      commitment: "0xcc",
      payload: `${report}0${index + 1}`,
    })),
  }),
}));
vi.mock("../blobs/downloadBlob.ts", () => ({ downloadBlob: async (_: unknown, digest: string) => digest }));
vi.mock("../flows/openReport.ts", () => ({
  openDocument: async (_: App, { metadata }: { metadata: { title: string } }) => new Blob([metadata.title]),
}));

/** Documents called by the digests of their heads. */
const holder = {
  openHead: async (digest: string) => ({
    metadata: { title: digest, filename: `${digest}.txt`, type: "letter", date: "2026-11-12", length: 6 },
  }),
  proofOf: async () => ({ metadata: null, blinding: null }),
};

it("an archive names every document, of each report the newest version as the one that counts", async () => {
  const app = { keys: { holder }, network: { registry: CHART, records: CHART }, history: {} } as unknown as App;
  const archive = await exportChart(app, CHART, [], () => {});
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  const { entry } = JSON.parse(strFromU8(files["fhir/documents.json"]!)) as { entry: { resource: Resource }[] };
  expect(entry.map(({ resource }) => [resource["description"], resource["status"]])).toEqual([
    ["0x0101", "superseded"],
    ["0x0102", "current"],
    ["0x0201", "entered-in-error"],
  ]);
  expect(strFromU8(files["reports/0001-v2/0x0102.txt"]!)).toBe("0x0102");
});
