import { strFromU8, unzipSync } from "fflate";
import { expect, it, vi } from "vitest";
import { getAddress } from "viem";
import type { App } from "../app.ts";
import type { Resource } from "../viewers/fhir/fhirJson.ts";
import { exportChart } from "./exportChart.ts";

const CHART = `0x${"c".repeat(40)}` as const;
const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`);
const [HOLDER, EARLIER, DOCTOR] = [address("a"), address("e"), address("d")];
/** A report that was corrected once, and one that was withdrawn. */
const reports = [
  { report: "0x01", status: "LIVE", version: 2, endedAt: null },
  { report: "0x02", status: "RETRACTED", version: 1, endedAt: 86_400 },
];

vi.mock("../history/reports.ts", () => ({
  readChartReports: async () => reports.map((row) => ({ ...row, doctor: null, at: 0, transaction: "0xaa" })),
}));
vi.mock("../disclosures/readDisclosures.ts", () => ({
  readDisclosures: async () => [
    {
      doctor: { account: DOCTOR, name: "Dr Lena Hallowell", specialty: "Cardiology" },
      report: "0x01",
      why: "shared",
      purpose: "TREAT",
      from: 0,
      until: 86_400,
      ended: { at: 3_600, why: "stopped", transaction: "0xbb" },
      askedAt: null,
      without: [],
      transaction: "0xaa",
    },
  ],
}));
vi.mock("../history/namedDoctor.ts", () => ({
  namedDoctorsFromLogs: async () => (account: string) => ({
    account,
    name: account === DOCTOR ? "Dr Lena Hallowell" : account,
  }),
}));
/** Each as a dispute: of the newest version by the holder, of the first by an earlier wallet and by the doctor, who cannot. */
vi.mock("../history/remarks.ts", () => ({
  readRemarks: async (_: unknown, report: string) =>
    report === "0x01"
      ? [HOLDER, EARLIER, DOCTOR].map((author) => ({
          author,
          at: 0,
          version: author === HOLDER ? 2 : 1,
          commitment: "0xcc",
          transaction: "0xaa",
        }))
      : [],
}));
vi.mock("../chain/control.ts", () => ({ controlOf: async () => ({ holder: HOLDER }) }));
vi.mock("../flows/capsuleSources.ts", () => ({ sourcesOfReport: async () => [] }));
vi.mock("../history/sealedVersions.ts", () => ({
  readLock: async (_: unknown, report: string) => ({
    epoch: 1,
    versions: Array.from({ length: reports.find((each) => each.report === report)!.version }, (_, index) => ({
      version: index + 1,
      commitment: "0xcc",
      payload: `${report}0${index + 1}`,
    })),
  }),
}));
vi.mock("../blobs/downloadBlob.ts", () => ({ downloadBlob: async (_: unknown, digest: string) => digest }));
vi.mock("../flows/openReport.ts", () => ({
  openDocument: async (_: App, { metadata }: { metadata: { title: string } }) => new Blob([metadata.title]),
  openRemark: async () => ({ metadata: { title: "Disputed by the patient", text: "It is not mine." } }),
}));

/** Documents called by the digests of their heads. */
const holder = {
  openHead: async (digest: string) => ({
    metadata: { title: digest, filename: `${digest}.txt`, type: "letter", date: "2026-11-12", length: 6 },
  }),
  proofOf: async () => ({ metadata: null, blinding: null }),
};

async function exportedFiles() {
  const app = { keys: { holder }, network: { registry: CHART, records: CHART }, history: {} } as unknown as App;
  const archive = await exportChart(app, CHART, [], () => {});
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  return (name: string) => strFromU8(files[name]!);
}

it("an archive names every document, of each report the newest version as the one that counts", async () => {
  const file = await exportedFiles();
  const { entry } = JSON.parse(file("fhir/documents.json")) as { entry: { resource: Resource }[] };
  expect(entry.map(({ resource }) => [resource["description"], resource["status"]])).toEqual([
    ["0x0101", "superseded"],
    ["0x0102", "current"],
    ["0x0201", "entered-in-error"],
  ]);
  expect(file("reports/0001-v2/0x0102.txt")).toBe("0x0102");
});

it("an archive says who could read what as the accounting does, with exact values for programs", async () => {
  const file = await exportedFiles();
  expect(JSON.parse(file("consents.json"))).toEqual([
    {
      reader: "Dr Lena Hallowell",
      specialty: "Cardiology",
      account: DOCTOR,
      report: "0x01",
      basis: "shared",
      purpose: "TREAT",
      from: "1970-01-01T00:00:00.000Z",
      until: "1970-01-02T00:00:00.000Z",
      ended: { at: "1970-01-01T01:00:00.000Z", why: "stopped", transaction: "0xbb" },
      askedAt: null,
      without: [],
      transaction: "0xaa",
    },
  ]);
});

it("an archive tells the patient's answers from what others say, and names who says it", async () => {
  const file = await exportedFiles();
  const page = file("index.html");
  expect(page).toContain("<dt>Your answer</dt><dd>Disputed</dd>");
  expect(page.match(/<blockquote>.*?, /g)).toEqual([
    "<blockquote><p><b>Disputed</b><br>It is not mine.</p><p>You, ",
    "<blockquote><p><b>Disputed</b><br>It is not mine.</p><p>You, ",
    "<blockquote><p>It is not mine.</p><p>Dr Lena Hallowell, ",
  ]);
  expect(page).toContain("<p>You, with an earlier wallet, ");
  const { reports: proofs } = JSON.parse(file("proofs.json")) as { reports: { remarks: { kind: string }[] }[] };
  expect(proofs[0]!.remarks.map(({ kind }) => kind)).toEqual(["disputed", "disputed", "remark"]);
});
