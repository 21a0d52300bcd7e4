import { downloadZip } from "client-zip";
import { zipSync } from "fflate";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Codecs } from "./codecs.ts";
import { DicomError } from "./dicomError.ts";
import { openImages } from "./openImages.ts";
import { dicomFile, encapsulated, type Fields } from "./test/dicomFile.ts";

const EXPLICIT = "1.2.840.10008.1.2.1";
const AXIAL = [1, 0, 0, 0, 1, 0];
const none = {} as Codecs;

/** A picture of one value throughout, so that each is known again. */
function slice(value: number, fields: Partial<Fields> = {}): Uint8Array {
  const frames = fields.frames ?? 1;
  return dicomFile(
    EXPLICIT,
    { columns: 2, rows: 2, bitsAllocated: 8, bitsStored: 8, series: "1.2.3", ...fields },
    Uint8Array.from({ length: 4 * frames }, (_, n) => value + Math.floor(n / 4)),
  );
}

const valuesIn = async (bytes: Uint8Array, series = 0) => {
  const images = openImages(bytes);
  const count = images.series[series]?.pictures ?? 0;
  const pictures = Array.from({ length: count }, (_, index) => images.picture(series, index, none));
  return (await Promise.all(pictures)).map(({ frame }) => frame.values[0]);
};

describe("images that are opened together", () => {
  it("come in the order of their positions, whatever their names and numbers say", async () => {
    const zip = zipSync({
      a: slice(1, { instance: 1, position: [0, 0, 30], orientation: AXIAL }),
      b: slice(2, { instance: 2, position: [0, 0, -5], orientation: AXIAL }),
      c: slice(3, { instance: 3, position: [0, 0, 12.5], orientation: AXIAL }),
    });
    expect(await valuesIn(zip)).toEqual([2, 3, 1]);
  });

  it("lie along the line that their own planes are across", async () => {
    const sagittal = { orientation: [0, 1, 0, 0, 0, -1] };
    const zip = zipSync({
      a: slice(1, { position: [9, 4, 1], ...sagittal }),
      b: slice(2, { position: [-9, 4, 1], ...sagittal }),
    });
    // The normal of such a plane points to the other side.
    expect(await valuesIn(zip)).toEqual([1, 2]);
  });

  it("come by number where one has no position, or two have the same", async () => {
    for (const position of [undefined, [0, 0, 1] as const]) {
      const zip = zipSync({
        a: slice(1, { instance: 10, orientation: AXIAL, ...(position && { position }) }),
        b: slice(2, { instance: 9, position: [0, 0, 1], orientation: AXIAL }),
      });
      expect(await valuesIn(zip)).toEqual([2, 1]);
    }
  });

  it("come by name, as people count, where nothing else orders them", async () => {
    expect(await valuesIn(zipSync({ "slice 10": slice(1), "slice 9": slice(2) }))).toEqual([2, 1]);
  });

  it("of two patients are never one series, and that they differ is said", () => {
    const anjali = { patient: "Fernhill^Anjali", patientNumber: "7", born: "19840312" };
    const zip = zipSync({
      a: slice(1, anjali),
      b: slice(2, { ...anjali, patient: "FERNHILL^ANJALI^^DR" }),
      c: slice(3, { patient: "Thistledown^Ravi" }),
    });
    const { series, areOfSeveral } = openImages(zip);
    expect(series.map(({ pictures, subject }) => [pictures, subject.name, subject.born, subject.number])).toEqual([
      [2, "Fernhill Anjali", "1984-03-12", "7"],
      [1, "Thistledown Ravi", "", ""],
    ]);
    expect(areOfSeveral).toBe(true);
    expect(openImages(zipSync({ a: slice(1, anjali), b: slice(2, { ...anjali, series: "1.9" }) })).areOfSeveral).toBe(
      false,
    );
  });

  it("are kept apart by series, in the order of their numbers, and may have several pictures in a file", async () => {
    const zip = zipSync({
      "deep/er/a": slice(1, { series: "1.2", seriesNumber: 7, seriesTitle: "Late" }),
      b: slice(10, { series: "1.3", seriesNumber: 2, instance: 2, frames: 3 }),
      c: slice(20, { series: "1.3", seriesNumber: 2, instance: 1 }),
    });
    expect(openImages(zip).series).toMatchObject([
      { title: "Series 1", pictures: 4 },
      { title: "Late", pictures: 1 },
    ]);
    expect(await valuesIn(zip, 0)).toEqual([20, 10, 11, 12]);
    expect(await valuesIn(zip, 1)).toEqual([1]);
    await expect(openImages(zip).picture(0, 4, none)).rejects.toThrow(DicomError);
  });

  it("may be one file that is in no archive", async () => {
    expect(await valuesIn(slice(5, { frames: 2 }))).toEqual([5, 6]);
  });

  it("are opened from an archive that is written in one go", async () => {
    const zip = await downloadZip([
      { name: "1.dcm", input: slice(1, { instance: 2 }).slice() },
      { name: "2.dcm", input: slice(2, { instance: 1 }).slice() },
    ]).bytes();
    expect(await valuesIn(zip)).toEqual([2, 1]);
  });

  it("are decoded when one is asked for: a damaged one takes nothing from the others", async () => {
    const damaged = dicomFile(
      "1.2.840.10008.1.2.5",
      { columns: 2, rows: 2, bitsAllocated: 8, bitsStored: 8, series: "1.2.3", instance: 1, frames: 1 },
      encapsulated(new Uint8Array(8)),
    );
    const images = openImages(zipSync({ a: damaged, b: slice(7, { instance: 2 }) }));
    expect(images.series[0]?.pictures).toBe(2);
    await expect(images.picture(0, 0, none)).rejects.toThrow(/damaged.* It is a in this archive\./);
    await expect(images.picture(0, 0, none)).rejects.toThrow(DicomError);
    expect((await images.picture(0, 1, none)).frame.values[0]).toBe(7);
  });

  it("leave out what is no picture, by name and with the reason", () => {
    const { series, leftOut } = openImages(zipSync({ "read me.txt": new Uint8Array(200), a: slice(1) }));
    expect(series).toMatchObject([{ title: "Series 1", pictures: 1 }]);
    expect(leftOut).toEqual([{ name: "read me.txt", why: "This file does not begin as a medical image does." }]);
  });
});

it("a file of an archive that is damaged or too large to unpack is left out, with the reason", () => {
  const zip = zipSync({ a: slice(1), b: slice(2), c: slice(3) });
  // In the central directory, APPNOTE.TXT §4.3.12: how a file is packed, and how large it is.
  const entries = [...zip].flatMap((byte, n) => (byte === 0x50 && zip[n + 1] === 0x4b && zip[n + 2] === 1 ? [n] : []));
  const view = new DataView(zip.buffer, zip.byteOffset);
  view.setUint16(entries[0]! + 10, 99, true);
  view.setUint32(entries[1]! + 24, 600 * 2 ** 20, true);
  const { series, leftOut } = openImages(zip);
  expect(series).toMatchObject([{ title: "Series 1", pictures: 1 }]);
  expect(leftOut).toEqual([
    { name: "a", why: "It could not be unpacked." },
    { name: "b", why: "It is larger than can be opened here." },
  ]);
});

describe("an archive is refused in words", () => {
  const whole = zipSync({ a: slice(1) });
  /** The size that the central directory claims for its only file. */
  const claiming = (size: number) => {
    const bytes = whole.slice();
    const at = bytes.findLastIndex((byte, n) => byte === 0x50 && bytes[n + 1] === 0x4b && bytes[n + 2] === 1);
    new DataView(bytes.buffer).setUint32(at + 24, size, true);
    return bytes;
  };
  it.each([
    ["without a picture", zipSync({ a: new Uint8Array(5) }), "None of the files"],
    ["without a file", zipSync({ "a/": new Uint8Array() }), "None of the files"],
    ["whose end is missing", whole.subarray(0, whole.length - 30), "damaged"],
    ["that holds more than it claims", claiming(slice(1).length - 2), "None of the files"],
    ["that claims to be far larger", claiming(0xfffffff0), "None of the files"],
  ])("%s", (_, bytes, words) => {
    expect(() => openImages(bytes)).toThrow(DicomError);
    expect(() => openImages(bytes)).toThrow(words);
  });

  it("that holds more files than can be opened", () => {
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, n) => [String(n), new Uint8Array()]));
    expect(() => openImages(zipSync(many, { level: 0 }))).toThrow("more than can be opened");
  });
});

/** Images of others, which are not part of the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../../shared/data/dicom");
const sample = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
it.skipIf(!existsSync(folder))("sample images of two devices are two series", async () => {
  const zip = zipSync({ ct: sample("CT_small.dcm"), mr: sample("MR_small.dcm") });
  const images = openImages(zip);
  expect(images.series.map(({ pictures }) => pictures)).toEqual([1, 1]);
  const shown = await Promise.all([0, 1].map((series) => images.picture(series, 0, none)));
  expect(shown.map(({ header }) => header.modality).toSorted()).toEqual(["CT", "MR"]);
});
