import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { checkFile, MAX_FILE, UnacceptableFileError } from "./checkFile.ts";
import { checkFiles } from "./checkFiles.ts";
import { dicomFile, type Fields } from "../viewers/dicom/test/dicomFile.ts";

const pdf = "%PDF-1.7\n%âãÏÓ\n1 0 obj";
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16);
const webp = new TextEncoder().encode("RIFF....WEBPVP8 ");
const dicom = Uint8Array.from([...new Array<number>(128).fill(0), ...new TextEncoder().encode("DICM")]);
const image = (fields: Partial<Fields> = {}) =>
  dicomFile(
    "1.2.840.10008.1.2.1",
    { columns: 1, rows: 1, bitsAllocated: 8, bitsStored: 8, study: "1.2.3", ...fields },
    Uint8Array.of(7),
  ).slice();
const bundle = JSON.stringify({ resourceType: "Bundle", type: "document", entry: [] });

const reasonFor = async (file: File) => {
  try {
    await checkFile(file);
  } catch (error) {
    if (error instanceof UnacceptableFileError) return error.reason;
    throw error;
  }
  return null;
};

describe("a file to be added", () => {
  it.each([
    ["letter.pdf", pdf, "application/pdf"],
    ["scan.png", png, "image/png"],
    ["photo.JPG", jpeg, "image/jpeg"],
    ["photo.webp", webp, "image/webp"],
    ["slice.dcm", dicom, "application/dicom"],
    ["chest.zip", zipSync({ "autorun.inf": new Uint8Array(9), a: dicom }).slice(), "application/zip"],
    ["prescription.json", bundle, "application/fhir+json"],
    ["note.txt", "Take with food.\n", "text/plain"],
    ["values.csv", "date,value\n2026-11-12,6.1\n", "text/csv"],
    ["values.tsv", "date\tvalue\n2026-11-12\t6.1\n", "text/csv"],
  ])("is taken when %s is what it says", async (name, content, media) => {
    const { kind } = await checkFile(new File([content], name));
    expect(kind.media).toBe(media);
  });

  it("is judged by the browser's guess when its name says nothing", async () => {
    expect((await checkFile(new File([pdf], "letter", { type: "application/pdf" }))).kind.media).toBe(
      "application/pdf",
    );
  });

  it("is judged by its name when the browser only guesses that it is text, or something unheard of", async () => {
    const values = "date,value\n";
    for (const type of ["text/plain", "application/vnd.ms-excel"]) {
      expect((await checkFile(new File([values], "values.csv", { type }))).kind.media).toBe("text/csv");
    }
  });

  it("may be a FHIR document that is kept as plain text", async () => {
    expect((await checkFile(new File([bundle], "bundle.txt"))).kind.media).toBe("text/plain");
  });

  it("is kept under a name that hides nothing", async () => {
    expect((await checkFile(new File([pdf], "let\u202eter\n.pdf"))).filename).toBe("letter.pdf");
  });

  it("is refused when its name and its bytes agree, but not with what the browser says", async () => {
    expect(await reasonFor(new File([png], "scan.png", { type: "application/pdf" }))).toBe("wrong-kind");
  });

  it("is refused when it is not there any more", async () => {
    const gone = new File([pdf], "letter.pdf");
    gone.slice = () => {
      throw new DOMException("gone", "NotFoundError");
    };
    expect(await reasonFor(gone)).toBe("unreadable");
  });

  it("is refused when empty", async () => {
    expect(await reasonFor(new File([], "letter.pdf"))).toBe("empty");
  });

  it("is refused one byte beyond the cap and taken at the cap", async () => {
    const filler = new Uint8Array(MAX_FILE - pdf.length - 4);
    const exactly = new File([pdf, filler], "letter.pdf");
    expect(exactly.size).toBe(MAX_FILE);
    expect(await reasonFor(exactly)).toBe(null);
    await expect(checkFile(new File([pdf, filler, "x"], "letter.pdf"))).rejects.toThrow(
      "letter.pdf has 200.1 MB; the most is 200 MB. Nothing was locked or sent.",
    );
  });

  it("is read to its end when it is text, a piece at a time, also where a letter lies across two pieces", async () => {
    const line = "Nimm täglich eine Tablette – mit Wasser. ";
    const long = line.repeat(Math.ceil((3 * 2 ** 20) / line.length));
    expect(await reasonFor(new File([long], "note.txt"))).toBe(null);
    expect(await reasonFor(new File([long, Uint8Array.of(0)], "note.txt"))).toBe("wrong-kind");
    expect(await reasonFor(new File([long, Uint8Array.of(0xc3)], "note.txt"))).toBe("wrong-kind");
    const resource = JSON.stringify({ resourceType: "Bundle", note: long });
    expect((await checkFile(new File([resource], "bundle.json"))).kind.media).toBe("application/fhir+json");
  });

  it("is refused when its kind is unknown", async () => {
    expect(await reasonFor(new File(["MZ"], "setup.exe"))).toBe("unknown-kind");
    expect(await reasonFor(new File(["<html>"], "page.html", { type: "text/html" }))).toBe("unknown-kind");
  });

  it.each([
    ["letter.pdf", png],
    ["scan.png", pdf],
    ["photo.jpg", png],
    ["slice.dcm", pdf],
    ["chest.zip", zipSync({ "letter.pdf": new TextEncoder().encode(pdf) }).slice()],
    ["chest.zip", zipSync({ a: dicom }).slice(0, -9)],
    ["chest.zip", dicom],
    ["prescription.json", "{}"],
    ["prescription.json", "not json"],
    ["note.txt", Uint8Array.of(0, 1, 2)],
    ["values.csv", jpeg],
    ["values.csv", bundle],
  ])("is refused when %s is not what it says", async (name, content) => {
    expect(await reasonFor(new File([content], name))).toBe("wrong-kind");
  });

  it.each([
    ["plain.json", '{"a": 1}', "plain.json is JSON, but no FHIR document that Chartkey knows."],
    ["plain.json", "not json", "plain.json has the name of a JSON file, but its content is not JSON."],
    [
      "note.txt",
      Uint8Array.of(0x66, 0xfc, 0x72),
      "note.txt is text, but its letters are stored in an unknown encoding.",
    ],
    [
      "values.csv",
      Uint8Array.of(0x66, 0xfc, 0x72),
      "values.csv is text, but its letters are stored in an unknown encoding.",
    ],
    ["note.txt", Uint8Array.of(0, 1, 2), "note.txt says it is a text, but its content is something else."],
  ])("is refused when %s is %s, which is said as it is", async (name, content, words) => {
    await expect(checkFile(new File([content], name))).rejects.toThrow(words);
  });

  it.each([
    [
      "chart.json",
      { resourceType: "Patient", name: [{ family: "Fernhill", given: ["Anjali"] }], birthDate: "1984-03" },
      [{ name: "Anjali Fernhill", born: "1984-03" }],
    ],
    [
      "order.json",
      { resourceType: "ServiceRequest", subject: { display: "Anjali Fernhill" } },
      [{ name: "Anjali Fernhill", born: "" }],
    ],
    [
      "nobody.json",
      { resourceType: "Bundle", entry: [{ resource: { resourceType: "Location", name: "Ward 4" } }] },
      [],
    ],
  ])("says whom it is about, as %s does", async (name, resource, people) => {
    expect((await checkFile(new File([JSON.stringify(resource)], name))).people).toEqual(people);
  });

  it("says whom each image of an archive is about", async () => {
    const zip = zipSync({
      a: image(),
      b: image({ patient: "Fernhill^Anjali", born: "19840312" }),
      "c.txt": new Uint8Array(200),
    });
    expect((await checkFile(new File([zip.slice()], "chest.zip"))).people).toEqual([
      { name: "Example Person", born: "" },
      { name: "Fernhill Anjali", born: "1984-03-12" },
    ]);
  });

  it("is refused in words that name the file, the cause, what is safe and what to do", async () => {
    await expect(checkFile(new File([png], "letter.pdf"))).rejects.toThrow(
      "letter.pdf says it is a PDF, but its content is a PNG image. Nothing was locked or sent. Save it again from the program that made it, or choose the right file.",
    );
  });
});

describe("files that are given together", () => {
  const reasonsOf = (refusals: readonly unknown[]) =>
    refusals.map((refusal) => refusal instanceof UnacceptableFileError && refusal.reason);

  it("are a document each, and those that cannot be added are named", async () => {
    const gone = new File([jpeg], "gone.jpg");
    gone.slice = () => {
      throw new DOMException("gone", "NotFoundError");
    };
    const { documents, refusals } = await checkFiles([
      new File([pdf], "letter.pdf"),
      new File([], "nothing.pdf"),
      gone,
      new File([png], "scan.pdf"),
      new File([png], "scan.png"),
      Object.defineProperty(new File(["a"], "huge.txt"), "size", { value: MAX_FILE + 1 }),
    ]);
    expect(documents.map(({ filename }) => filename)).toEqual(["letter.pdf", "scan.png"]);
    expect(reasonsOf(refusals)).toEqual(["empty", "unreadable", "wrong-kind", "too-large"]);
    expect(refusals.map(String)).toEqual([
      expect.stringContaining("nothing.pdf"),
      expect.stringContaining("gone.jpg"),
      expect.stringContaining("scan.pdf"),
      expect.stringContaining("huge.txt"),
    ]);
  });

  it("are one document when they are DICOM images of one examination, each as it was", async () => {
    const same = [new File([image()], "IM1"), new File([image(), "more"], "IM1")];
    const { documents } = await checkFiles(same);
    expect(documents.map(({ filename, kind }) => [filename, kind.media])).toEqual([["images.zip", "application/zip"]]);
    const inside = unzipSync(new Uint8Array(await documents[0]!.file.arrayBuffer()));
    expect(Object.keys(inside)).toEqual(["1-IM1", "2-IM1"]);
    expect(inside["2-IM1"]).toHaveLength(image().length + 4);
  });

  it("are a document for each examination, in the place of its first image; an image that names none is its own", async () => {
    const { documents, refusals } = await checkFiles([
      new File([pdf], "letter.pdf"),
      new File([image({ study: "1.2" })], "a.dcm"),
      new File([image({ study: "1.3", patient: "Thistledown^Ravi" })], "b.dcm"),
      new File([image({ study: "1.2" })], "c.dcm"),
      new File([image({ study: undefined })], "d.dcm"),
      new File([png], "scan.png"),
      new File([image({ study: "1.3", patient: "THISTLEDOWN^RAVI" })], "e.dcm"),
      new File([image({ study: undefined })], "f.dcm"),
      new File([image({ study: "1.4" })], "IM7"),
    ]);
    expect(documents.map(({ filename, people }) => [filename, ...people.map(({ name }) => name)])).toEqual([
      ["letter.pdf"],
      ["images-1.zip", "Example Person"],
      ["images-2.zip", "Thistledown Ravi", "THISTLEDOWN RAVI"],
      ["d.dcm", "Example Person"],
      ["scan.png"],
      ["f.dcm", "Example Person"],
      ["IM7", "Example Person"],
    ]);
    expect(refusals).toEqual([]);
  });

  it.each([
    ["names", { patient: "Thistledown^Ravi" }],
    ["patient numbers", { patientNumber: "1MR1" }],
    ["days of birth", { born: "19600312" }],
  ] as const)("are refused when they are DICOM images of one examination with different %s", async (_, other) => {
    const first = { patient: "Fernhill^Anjali", patientNumber: "1CT1", born: "19840312" };
    const { documents, refusals } = await checkFiles([
      new File([image(first)], "a.dcm"),
      new File([image({ ...first, ...other })], "b.dcm"),
      new File([pdf], "letter.pdf"),
    ]);
    expect(documents.map(({ filename }) => filename)).toEqual(["letter.pdf"]);
    expect(reasonsOf(refusals)).toEqual(["mixed-patients"]);
    expect(String(refusals[0])).toContain(
      "a.dcm and b.dcm say they are of one examination, but of different patients. Nothing was locked or sent. Choose only the images of this patient.",
    );
  });

  it("keep a single DICOM image as it is", async () => {
    const { documents } = await checkFiles([new File([dicom], "a.dcm"), new File([pdf], "letter.pdf")]);
    expect(documents.map(({ filename }) => filename)).toEqual(["a.dcm", "letter.pdf"]);
  });

  it("name the DICOM image that is gone before it came into the archive", async () => {
    const gone = new File([image()], "b.dcm");
    const fail = (): never => {
      throw new DOMException("gone", "NotFoundError");
    };
    gone.stream = () => {
      gone.slice = fail;
      return fail();
    };
    const { documents, refusals } = await checkFiles([new File([image()], "a.dcm"), gone]);
    expect(documents).toEqual([]);
    expect(refusals.map(String)).toEqual([expect.stringContaining("b.dcm could not be read from this device.")]);
  });

  it("may be one", async () => {
    const { documents } = await checkFiles([new File([pdf], "letter.pdf")]);
    expect(documents.map(({ kind }) => kind.media)).toEqual(["application/pdf"]);
  });
});
