import { beforeEach, describe, expect, it, vi } from "vitest";
import type { App } from "#lib/app.ts";
import { UnreadableFileError } from "#lib/documents/checkFile.ts";
import { discardUpload, type KeptUpload } from "#lib/flows/keptUpload.ts";
import { lockReport, type NewReport } from "#lib/flows/lockReport.ts";
import { resumeUploads } from "#lib/flows/resumeUpload.ts";
import { ReportBatch } from "./reportBatch.svelte.ts";

vi.mock("#lib/flows/keptUpload.ts", () => ({ discardUpload: vi.fn() }));
vi.mock("#lib/flows/lockReport.ts", () => ({ lockReport: vi.fn() }));
vi.mock("#lib/flows/resumeUpload.ts", () => ({ resumeUploads: vi.fn() }));

const lock = vi.mocked(lockReport);
const resume = vi.mocked(resumeUploads);

const upload = (id: string) => ({ id }) as KeptUpload;
const toLock = (title: string) => ({ title, report: async () => ({ title }) as NewReport });
const abc = ["a", "b", "c"].map(toLock);
const resumed = () => resume.mock.calls.map(([, uploads]) => uploads.map(({ id }) => id));

function newBatch() {
  return new ReportBatch({} as App, {
    locking: "Lock",
    storing: "Upload",
    asked: "Sign",
    sent: "Sent",
    visible: "Seen",
  });
}

beforeEach(() => {
  vi.resetAllMocks();
  lock.mockImplementation(async (_, { title }) => upload(title));
  resume.mockImplementation(async (_, uploads, __, ___, onAdded) => uploads.forEach((each) => onAdded?.(each)));
});

describe("reports on their way together", () => {
  it("are all locked, in their order, before the first is taken further", async () => {
    const order: string[] = [];
    lock.mockImplementation(async (_, { title }) => (order.push(title), upload(title)));
    resume.mockImplementation(async (_, uploads) => void order.push(uploads.map(({ id }) => id).join("+")));
    expect(await newBatch().begin(abc)).toBe(true);
    expect(order).toEqual(["a", "b", "c", "a+b+c"]);
  });

  it("are told which of them is being locked", async () => {
    const batch = newBatch();
    const labels: (string | undefined)[] = [];
    lock.mockImplementation(async (_, { title }, onProgress) => {
      onProgress({ step: "locking", locked: 1, total: 2 });
      labels.push(batch.flow.steps[0]?.label);
      return upload(title);
    });
    await batch.begin(abc);
    await batch.begin([toLock("alone")]);
    expect(labels).toEqual(["Lock: report 1 of 3", "Lock: report 2 of 3", "Lock: report 3 of 3", "Lock"]);
  });

  it("go on without one whose file cannot be read any more, which is named", async () => {
    lock.mockImplementation(async (_, { title }) => {
      if (title === "b") throw new UnreadableFileError("b.pdf");
      return upload(title);
    });
    const batch = newBatch();
    expect(await batch.begin(abc)).toBe(true);
    expect(resumed()).toEqual([["a", "c"]]);
    expect(batch.added.map(({ title }) => title)).toEqual(["a", "c"]);
    expect(batch.list[1]?.refusal?.message).toContain("b.pdf could not be read from this device.");
  });

  it("fail when no file can be read, and so does one alone", async () => {
    lock.mockRejectedValue(new UnreadableFileError("b.pdf"));
    for (const reports of [abc, abc.slice(0, 1)]) {
      const batch = newBatch();
      expect(await batch.begin(reports)).toBe(false);
      expect(batch.flow.error).toBeInstanceOf(UnreadableFileError);
    }
    expect(resume).not.toHaveBeenCalled();
  });

  it("say which were added and which was not sent, when the wallet is refused for one of them", async () => {
    resume.mockImplementation(async (_, uploads, onProgress, __, onAdded) => {
      onProgress({ step: "asked" });
      uploads.slice(0, 2).forEach((each) => onAdded?.(each));
      throw Object.assign(new Error("no"), { code: 4001 });
    });
    const batch = newBatch();
    await batch.begin(abc);
    const said = batch.flow.steps.find(({ state }) => state === "failed")?.detail;
    expect(said).toContain("2 reports are added. “c” was not sent.");
    expect(said).not.toContain("Nothing was sent");
  });

  it("stop at whatever else goes wrong, and go on from there without locking anything twice", async () => {
    lock.mockImplementationOnce(async () => upload("a")).mockRejectedValueOnce(new Error("no room"));
    const batch = newBatch();
    expect(await batch.begin(abc)).toBe(false);
    expect(batch.uploads).toEqual([upload("a")]);
    expect(resume).not.toHaveBeenCalled();
    expect(await batch.goOn()).toBe(true);
    expect(lock.mock.calls.map(([, { title }]) => title)).toEqual(["a", "b", "b", "c"]);
    expect(resumed()).toEqual([["a", "b", "c"]]);
  });

  it("are not added twice after the wallet said no to one of them", async () => {
    resume.mockImplementationOnce(async (_, [first], __, ___, onAdded) => {
      onAdded?.(first!);
      throw Object.assign(new Error("no"), { code: 4001 });
    });
    const batch = newBatch();
    expect(await batch.begin(abc)).toBe(false);
    expect(batch.wasRejected).toBe(true);
    expect(batch.list.map(({ isAdded }) => isAdded)).toEqual([true, false, false]);
    expect(await batch.goOn()).toBe(true);
    expect(resumed()).toEqual([
      ["a", "b", "c"],
      ["b", "c"],
    ]);
    expect(batch.added).toHaveLength(3);
  });

  it("are gone on with after a reload, several at once", async () => {
    const batch = newBatch();
    expect(await batch.resume([upload("x"), upload("y")])).toBe(true);
    expect(lock).not.toHaveBeenCalled();
    expect(resumed()).toEqual([["x", "y"]]);
  });

  it("are discarded but for those that are added", async () => {
    resume.mockImplementationOnce(async (_, [first], __, ___, onAdded) => {
      onAdded?.(first!);
      throw new Error("no");
    });
    const batch = newBatch();
    await batch.begin(abc);
    await batch.discard();
    expect(vi.mocked(discardUpload).mock.calls.map(([, { id }]) => id)).toEqual(["b", "c"]);
    expect([batch.list, batch.flow.hasBegun]).toEqual([[], false]);
  });
});
