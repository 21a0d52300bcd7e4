import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { checkFile, MAX_FILE, UnacceptableFileError } from "./checkFile.ts";
import { checkFiles } from "./checkFiles.ts";

const pdf = "%PDF-1.7\n%âãÏÓ\n1 0 obj";
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0);
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16);
const webp = new TextEncoder().encode("RIFF....WEBPVP8 ");
const dicom = Uint8Array.from([...new Array<number>(128).fill(0), ...new TextEncoder().encode("DICM")]);
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

  it("are one document when they are DICOM images, each as it was", async () => {
    const same = [new File([dicom], "IM1"), new File([dicom, "more"], "IM1")];
    const { documents } = await checkFiles(same);
    expect(documents.map(({ filename, kind }) => [filename, kind.media])).toEqual([["images.zip", "application/zip"]]);
    const inside = unzipSync(new Uint8Array(await documents[0]!.file.arrayBuffer()));
    expect(Object.keys(inside)).toEqual(["1-IM1", "2-IM1"]);
    expect(inside["2-IM1"]).toHaveLength(dicom.length + 4);
  });

  it("are one document of the DICOM images among them, in the place of the first", async () => {
    const { documents, refusals } = await checkFiles([
      new File([pdf], "letter.pdf"),
      new File([dicom], "a.dcm"),
      new File([png], "scan.png"),
      new File([dicom], "b.dcm"),
    ]);
    expect(documents.map(({ filename }) => filename)).toEqual(["letter.pdf", "images.zip", "scan.png"]);
    expect(refusals).toEqual([]);
  });

  it("keep a single DICOM image as it is", async () => {
    const { documents } = await checkFiles([new File([dicom], "a.dcm"), new File([pdf], "letter.pdf")]);
    expect(documents.map(({ filename }) => filename)).toEqual(["a.dcm", "letter.pdf"]);
  });

  it("name the DICOM image that is gone before it came into the archive", async () => {
    const gone = new File([dicom], "b.dcm");
    let reads = 0;
    const { slice } = gone;
    gone.slice = (...range) => {
      if (reads++ > 0) throw new DOMException("gone", "NotFoundError");
      return slice.apply(gone, range);
    };
    gone.stream = () => {
      throw new DOMException("gone", "NotFoundError");
    };
    const { documents, refusals } = await checkFiles([new File([dicom], "a.dcm"), gone]);
    expect(documents).toEqual([]);
    expect(refusals.map(String)).toEqual([expect.stringContaining("b.dcm could not be read from this device.")]);
  });

  it("may be one", async () => {
    const { documents } = await checkFiles([new File([pdf], "letter.pdf")]);
    expect(documents.map(({ kind }) => kind.media)).toEqual(["application/pdf"]);
  });
});
