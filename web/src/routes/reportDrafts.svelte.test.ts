import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { errorListOf, MOST_TOGETHER, ReportDrafts } from "./reportDrafts.svelte.ts";

const pdf = (name: string) => new File(["%PDF-1.7\n"], name);
const names = ({ list }: ReportDrafts) => list.map(({ document }) => document.filename);
const messages = (drafts: ReportDrafts) => drafts.problems.map(({ message }) => message);

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T12:00") }));
afterEach(() => vi.useRealTimers());

async function draftsOf(...files: readonly File[]) {
  const drafts = new ReportDrafts();
  await drafts.take(files);
  return drafts;
}

describe("reports that are filled in", () => {
  it("are one for each file, called after it, and more files add to them", async () => {
    const drafts = await draftsOf(pdf("Blood test.pdf"), pdf("letter.of.discharge.pdf"));
    await drafts.take([pdf("photo of the rash.pdf")]);
    expect(drafts.list.map(({ title }) => title)).toEqual(["Blood test", "letter.of.discharge", "photo of the rash"]);
    drafts.remove(drafts.list[1]!);
    expect(names(drafts)).toEqual(["Blood test.pdf", "photo of the rash.pdf"]);
  });

  it("have no title where the file's name makes none", async () => {
    const halfOfACharacter = `${"a".repeat(199)}😀.pdf`;
    const { list } = await draftsOf(pdf(".pdf"), pdf(halfOfACharacter));
    expect(list.map(({ title }) => title)).toEqual(["", ""]);
  });

  it("go on without the files that are refused, each of which is named until the next ones are given", async () => {
    const drafts = await draftsOf(pdf("a.pdf"), new File([], "b.pdf"), new File(["MZ"], "c.exe"));
    expect(names(drafts)).toEqual(["a.pdf"]);
    expect(drafts.refusals).toEqual([
      expect.stringMatching(/^b\.pdf is empty\./),
      expect.stringMatching(/^c\.exe is of a kind that cannot be added\./),
    ]);
    await drafts.take([pdf("d.pdf")]);
    expect(names(drafts)).toEqual(["a.pdf", "d.pdf"]);
    expect(drafts.refusals).toEqual([]);
  });

  it("keep what was given while other files are checked, and what was refused of both", async () => {
    const drafts = new ReportDrafts();
    void drafts.take([pdf("a.pdf"), new File([], "b.pdf")]);
    void drafts.take([pdf("c.pdf"), new File([], "d.pdf")]);
    expect(drafts.isChecking).toBe(true);
    await drafts.settled();
    expect(names(drafts)).toEqual(["a.pdf", "c.pdf"]);
    expect(drafts.refusals).toHaveLength(2);
    expect(drafts.isChecking).toBe(false);
  });

  it("are no more than fit into one transaction, and those beyond are named", async () => {
    const drafts = await draftsOf(...Array.from({ length: MOST_TOGETHER + 1 }, (_, index) => pdf(`${index}.pdf`)));
    expect(drafts.list).toHaveLength(MOST_TOGETHER);
    expect(drafts.refusals).toEqual([expect.stringMatching(/^20\.pdf is one too many: 20 reports can be added/)]);
  });

  it("say nothing is missing before somebody tries to add them, and then what", async () => {
    const drafts = new ReportDrafts();
    expect(drafts.problems).toEqual([]);
    drafts.wasTried = true;
    expect(messages(drafts)).toEqual(["Choose a file.", "Choose what kind of report this is."]);
    await drafts.take([new File([], "b.pdf")]);
    expect(messages(drafts)[0]).toMatch(/^b\.pdf is empty\./);
    await drafts.take([pdf("a.pdf")]);
    drafts.type = "letter";
    expect(drafts.problems).toEqual([]);
    drafts.date = "2026-11-21";
    expect(messages(drafts)).toEqual([expect.stringMatching(/^This date is in the future/)]);
    drafts.date = "";
    expect(messages(drafts)).toEqual(["Choose the date of the report."]);
  });

  it("name the file of a title that is wrong, where there are several", async () => {
    const drafts = await draftsOf(pdf("a.pdf"), pdf("b.pdf"));
    drafts.wasTried = true;
    drafts.type = "letter";
    drafts.list[1]!.title = "  ";
    const [problem] = errorListOf(drafts.problems);
    expect(problem).toEqual({
      id: `title-${drafts.list[1]!.id}`,
      message: "b.pdf: Write a title of up to 200 characters, for example Kidney function.",
    });
    drafts.remove(drafts.list[0]!);
    expect(errorListOf(drafts.problems)[0]?.message).toMatch(/^Write a title/);
  });

  it("have the type and date of all, but for one that is set apart, which begins with those of all", async () => {
    const drafts = await draftsOf(pdf("a.pdf"), pdf("b.pdf"));
    drafts.type = "laboratory";
    drafts.date = "2026-11-12";
    const [a, b] = [drafts.list[0]!, drafts.list[1]!];
    drafts.setApart(b);
    expect(drafts.saidOf(b)).toMatchObject({ type: "laboratory", date: "2026-11-12" });
    b.type = "imaging";
    b.date = "2026-11-13";
    b.title = " Scan ";
    expect(drafts.saidOf(a)).toEqual({ document: a.document, title: "a", type: "laboratory", date: "2026-11-12" });
    expect(drafts.saidOf(b)).toEqual({ document: b.document, title: "Scan", type: "imaging", date: "2026-11-13" });
    b.hasOwn = false;
    expect(drafts.saidOf(b)).toMatchObject({ type: "laboratory", date: "2026-11-12" });
  });

  it("need no type of all when each has its own, which has to be right", async () => {
    const drafts = await draftsOf(pdf("a.pdf"), pdf("b.pdf"));
    drafts.wasTried = true;
    for (const draft of drafts.list) drafts.setApart(draft);
    expect(drafts.problems.map(({ id }) => id)).toEqual(drafts.list.map(({ id }) => `type-${id}`));
    for (const draft of drafts.list) draft.type = "letter";
    drafts.list[0]!.date = "2026-12-01";
    expect(errorListOf(drafts.problems)).toEqual([
      { id: `date-${drafts.list[0]!.id}`, message: expect.stringMatching(/^a\.pdf: This date is in the future/) },
    ]);
  });

  it("ask about a file that names somebody else than the patient, until it is said of this patient", async () => {
    let patient: string | null = null;
    const drafts = new ReportDrafts(() => patient);
    const named = (family: string) =>
      new File([JSON.stringify({ resourceType: "Patient", name: [{ family, given: ["Ravi"] }] })], `${family}.json`);
    await drafts.take([named("Thistledown"), named("Fernhill"), pdf("a.pdf")]);
    const [stranger] = drafts.list;
    drafts.type = "letter";
    drafts.wasTried = true;
    expect(drafts.problems).toEqual([]);
    patient = "R. Fernhill";
    const again = new ReportDrafts(() => patient);
    again.list = drafts.list;
    again.type = "letter";
    again.wasTried = true;
    expect(errorListOf(again.problems)).toEqual([
      {
        id: `person-${stranger!.id}`,
        message:
          "Thistledown.json: This file is about somebody else. Remove it, or tick that it belongs into the chart of R. Fernhill.",
      },
    ]);
    stranger!.meantFor = "Anjali Fernhill";
    expect(again.problems).toHaveLength(1);
    stranger!.meantFor = "R. Fernhill";
    expect(again.problems).toEqual([]);
  });
});
