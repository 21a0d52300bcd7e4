import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import { UnreadableFileError } from "#lib/documents/checkFile.ts";
import { discardUpload, unfinishedUploads, type KeptUpload } from "#lib/flows/keptUpload.ts";
import { lockReport } from "#lib/flows/lockReport.ts";
import { resumeUploads } from "#lib/flows/resumeUpload.ts";
import { assignmentKey, type AssignedPatients } from "../assignedPatients.svelte.ts";
import { Adding } from "./adding.svelte.ts";

vi.mock("#lib/chain/reads.ts", () => ({ factsOf: async () => ({ assigned: record.assigned }) }));
vi.mock("#lib/flows/keptUpload.ts", () => ({ discardUpload: vi.fn(), unfinishedUploads: vi.fn() }));
vi.mock("#lib/flows/lockReport.ts", () => ({ lockReport: vi.fn() }));
vi.mock("#lib/flows/resumeUpload.ts", () => ({ resumeUploads: vi.fn() }));

const record = vi.hoisted(() => ({ assigned: true }));
const chart = `0x${"7c".repeat(32)}` as const;
const patient = { chart, hospital: { id: 1, name: "Northfield Hospital" } };
const pdf = (name: string) => new File(["%PDF-1.7\n"], name);
const no = Object.assign(new Error("no"), { code: 4001 });
/** What is locked on this device. */
let kept: KeptUpload[] = [];

const lock = vi.mocked(lockReport);
const resume = vi.mocked(resumeUploads);

/** Puts uploads on the public record. */
const add: typeof resumeUploads = async (_, uploads, __, ___, onAdded) => {
  for (const upload of [...uploads]) {
    kept = kept.filter(({ id }) => id !== upload.id);
    onAdded?.(upload);
  }
};

beforeEach(() => {
  vi.resetAllMocks();
  record.assigned = true;
  kept = [];
  lock.mockImplementation(async (_, { title }) => {
    const upload = { id: title, chart, report: `0x${title}` } as unknown as KeptUpload;
    kept.push(upload);
    return upload;
  });
  resume.mockImplementation(add);
  vi.mocked(unfinishedUploads).mockImplementation(async () => kept);
  vi.mocked(discardUpload).mockImplementation(async (_, { id }) => {
    kept = kept.filter((upload) => upload.id !== id);
  });
});

/** A form that is complete for some files. */
async function filledIn(...names: readonly string[]) {
  const wallet = { client: { account: { address: "0x51" } } };
  const app = { chain: {}, wallet, transactions: { list: [] }, keys: { account: null } };
  const adding = new Adding(app as unknown as App, { now: [patient] } as unknown as AssignedPatients, () => null);
  await adding.arrive();
  adding.patientKey = assignmentKey(patient as never);
  adding.isChecked = true;
  await adding.drafts.take(names.map(pdf));
  adding.drafts.type = "letter";
  return adding;
}

describe("reports that a doctor adds", () => {
  it("are not begun while something is missing", async () => {
    const adding = await filledIn("a.pdf");
    adding.isChecked = false;
    adding.drafts.type = "";
    expect(await adding.add()).toBe(false);
    expect(adding.problems.map(({ id }) => id)).toEqual(["checked", "type"]);
    expect(lock).not.toHaveBeenCalled();
  });

  it("are added for the patient that was compared, under whose assignment, with what is said of each", async () => {
    const adding = await filledIn("a.pdf", "b.pdf");
    expect(await adding.add()).toBe(true);
    expect(lock.mock.calls.map(([, report]) => report)).toEqual([
      expect.objectContaining({ chart, hospital: 1, title: "a", type: "letter" }),
      expect.objectContaining({ chart, hospital: 1, title: "b", type: "letter" }),
    ]);
    expect(adding.added?.reports.map(({ title, report }) => [title, report])).toEqual([
      ["a", "0xa"],
      ["b", "0xb"],
    ]);
    expect([adding.drafts.list, adding.isChecked, adding.waiting]).toEqual([[], false, []]);
  });

  it("are not locked for somebody whom the doctor is no longer assigned to", async () => {
    record.assigned = false;
    const adding = await filledIn("a.pdf");
    await adding.add();
    expect(lock).not.toHaveBeenCalled();
    expect(adding.batch.flow.error).not.toBeNull();
    adding.leave();
    expect(adding.drafts.list).toHaveLength(1);
  });

  it("are named when they are left out, and the others are added", async () => {
    const adding = await filledIn("a.pdf", "b.pdf");
    lock.mockRejectedValueOnce(new UnreadableFileError("a.pdf"));
    await adding.add();
    expect(adding.added).toMatchObject({
      reports: [{ title: "b" }],
      leftOut: [expect.stringMatching(/^a\.pdf could not be read/)],
    });
  });

  it("stand in the form as they were when they are discarded to be changed", async () => {
    const adding = await filledIn("a.pdf", "b.pdf");
    resume.mockRejectedValueOnce(no);
    await adding.add();
    expect(adding.batch.uploads).toHaveLength(2);
    await adding.change();
    expect(kept).toEqual([]);
    expect(adding.drafts.list).toHaveLength(2);
    expect(adding.batch.flow.error).toBeNull();
  });

  it("wait on the page for another time when some of them are added and the rest is left", async () => {
    const adding = await filledIn("a.pdf", "b.pdf", "c.pdf");
    resume.mockImplementationOnce(async (app, [first], onProgress, transfer, onAdded) => {
      await add(app, [first!], onProgress, transfer, onAdded);
      throw no;
    });
    await adding.add();
    expect(adding.waiting).toEqual([]);
    adding.leave();
    expect(adding.drafts.list).toEqual([]);
    expect(adding.waiting.map(({ id }) => id)).toEqual(["b", "c"]);

    const done = adding.goOnWith(adding.waiting);
    expect(adding.waiting).toEqual([]);
    await done;
    expect(adding.added?.reports.map(({ title, report }) => [title, report])).toEqual([
      [null, "0xb"],
      [null, "0xc"],
    ]);
    expect(adding.waiting).toEqual([]);
  });

  it("that were added are at no moment shown as waiting", async () => {
    const adding = await filledIn("a.pdf", "b.pdf");
    resume.mockRejectedValueOnce(no);
    await adding.add();
    adding.leave();
    const again = Promise.withResolvers<KeptUpload[]>();
    vi.mocked(unfinishedUploads).mockReturnValueOnce(again.promise);
    const done = adding.goOnWith(adding.waiting);
    await vi.waitFor(() => expect(adding.added?.reports).toHaveLength(2));
    expect(adding.waiting).toEqual([]);
    again.resolve([]);
    await done;
  });
});
