import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import loadCharls from "@cornerstonejs/codec-charls/decodewasmjs";
import loadJpeg from "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs";
import loadOpenjpeg from "@cornerstonejs/codec-openjpeg/decodewasmjs";
import type { Codecs } from "./codecs.ts";
import { decodeFrame } from "./decodeFrame.ts";
import { DicomError } from "./dicomError.ts";
import { distance, draw, valueAt, windowsFor } from "./draw.ts";
import { readDicom } from "./readDicom.ts";
import { tagWords } from "./tagWords.ts";
import { dicomFile, encapsulated, packBits, type Fields } from "./test/dicomFile.ts";
import { compress } from "./test/compress.ts";

const require = createRequire(import.meta.url);
const binary = (name: string) => ({ wasmBinary: readFileSync(require.resolve(`@cornerstonejs/${name}/decodewasm`)) });
const codecs: Codecs = {
  jpeg: async () => new (await loadJpeg(binary("codec-libjpeg-turbo-8bit"))).JPEGDecoder(),
  "jpeg-ls": async () => new (await loadCharls(binary("codec-charls"))).JpegLSDecoder(),
  "jpeg-2000": async () => new (await loadOpenjpeg(binary("codec-openjpeg"))).J2KDecoder(),
};

const EXPLICIT = "1.2.840.10008.1.2.1";
const [columns, rows] = [67, 64];
/** Values of 12 bits, one of every kind: least, most, and between. */
const values = Uint16Array.from(
  { length: columns * rows },
  (_, n) => [0, 4095, 256, 1, 2048][n % 5]! ^ (n === 7 ? 5 : 0),
);
const grey: Fields = { columns, rows, bitsAllocated: 16, bitsStored: 12 };
const little = new Uint8Array(values.buffer);

const jpegLs = encapsulated(await compress("jpeg-ls", little, grey));
const jpeg2000 = encapsulated(await compress("jpeg-2000", little, grey));

const firstFrame = async (bytes: Uint8Array, index = 0) => decodeFrame(readDicom(bytes), index, codecs);

describe("a picture", () => {
  it.each([
    ["1.2.840.10008.1.2", little],
    [EXPLICIT, little],
    ["1.2.840.10008.1.2.2", little.slice().map((_, n) => little[n ^ 1]!)],
    ["1.2.840.10008.1.2.5", encapsulated(packBits(values))],
    ["1.2.840.10008.1.2.4.80", jpegLs],
    ["1.2.840.10008.1.2.4.90", jpeg2000],
  ])("written as %s has the very values that were stored", async (syntax, pixels) => {
    const frame = await firstFrame(dicomFile(syntax, grey, pixels));
    expect([...frame.values]).toEqual([...values]);
  });

  it("of lossy JPEG is close to what was stored", async () => {
    const smooth = Uint8Array.from({ length: 16 * 16 * 3 }, (_, n) => 40 * (n % 3) + 6 * Math.floor(n / 48));
    const fields: Fields = {
      columns: 16,
      rows: 16,
      bitsAllocated: 8,
      bitsStored: 8,
      samples: 3,
      photometric: "YBR_FULL_422",
    };
    const pixels = encapsulated(await compress("jpeg", smooth, fields));
    const frame = await firstFrame(dicomFile("1.2.840.10008.1.2.4.50", fields, pixels));
    expect(frame.isRgb).toBe(true);
    expect(Math.max(...[...frame.values].map((value, n) => Math.abs(value - smooth[n]!)))).toBeLessThan(8);
  });

  it("with numbers below zero keeps their sign, and drops what stands above the stored bits", async () => {
    const fields: Fields = { ...grey, signed: true };
    const pixels = new Uint8Array(Uint16Array.from(values, (_, n) => (n === 0 ? 0xffff : n === 1 ? 0xf7ff : 5)).buffer);
    const frame = await firstFrame(dicomFile(EXPLICIT, fields, pixels));
    expect([...frame.values].slice(0, 3)).toEqual([-1, 2047, 5]);
  });

  it("of several frames gives each of them", async () => {
    const pixels = Uint8Array.from({ length: 3 * columns * rows }, (_, n) => Math.floor(n / (columns * rows)));
    const file = dicomFile(EXPLICIT, { columns, rows, bitsAllocated: 8, bitsStored: 8, frames: 3 }, pixels);
    expect(readDicom(file).header.frames).toBe(3);
    expect([(await firstFrame(file, 0)).values[0], (await firstFrame(file, 2)).values[0]]).toEqual([0, 2]);
    await expect(firstFrame(file, 3)).rejects.toThrow(DicomError);
  });

  it("of several compressed frames gives each of them", async () => {
    const frames = [values, values.map((value) => value ^ 1)];
    const pixels = encapsulated(...frames.map(packBits));
    const file = dicomFile("1.2.840.10008.1.2.5", { ...grey, frames: 2 }, pixels);
    expect([...(await firstFrame(file, 1)).values]).toEqual([...frames[1]!]);
  });

  it("in colours by plane is put together by pixel", async () => {
    const fields: Fields = {
      columns: 2,
      rows: 1,
      bitsAllocated: 8,
      bitsStored: 8,
      samples: 3,
      photometric: "RGB",
      planar: 1,
    };
    const file = dicomFile(EXPLICIT, fields, Uint8Array.of(255, 1, 0, 2, 10, 3));
    const frame = await firstFrame(file);
    expect([...draw(readDicom(file).header, frame, { name: "", center: 0, width: 1 })]).toEqual([
      255, 0, 10, 255, 1, 2, 3, 255,
    ]);
  });
});

describe("what a screen shows", () => {
  const file = (fields: Partial<Fields>) =>
    dicomFile(
      EXPLICIT,
      { columns: 3, rows: 1, bitsAllocated: 16, bitsStored: 16, slope: 2, intercept: -100, ...fields },
      new Uint8Array(Uint16Array.of(0, 50, 100).buffer),
    );

  it("is black below the window, white above it and grey in its middle; the other way round for MONOCHROME1", async () => {
    const window = { name: "", center: 0.5, width: 101 };
    for (const [photometric, expected] of [
      ["MONOCHROME2", [0, 128, 255]],
      ["MONOCHROME1", [255, 128, 0]],
    ] as const) {
      const bytes = file({ photometric });
      const pixels = draw(readDicom(bytes).header, await firstFrame(bytes), window);
      expect([pixels[0], pixels[4], pixels[8]]).toEqual(expected);
    }
  });

  it("offers the windows of the file, of its kind of device, and one for everything", async () => {
    const bytes = file({ modality: "CT", window: { center: 35, width: 350 } });
    const { header } = readDicom(bytes);
    const windows = windowsFor(header, await firstFrame(bytes));
    expect(windows.map(({ name }) => name)).toEqual(["As sent", "Soft tissue", "Lung", "Bone", "Brain", "Everything"]);
    expect(windows[0]).toMatchObject({ center: 35, width: 350 });
    expect(windows.at(-1)).toMatchObject({ center: 0.5, width: 201 });
  });

  it.each([
    ["Brain", "Brain"],
    [" ", "As sent"],
  ])("calls a window of the file “%s” %s", (name, called) => {
    expect(readDicom(file({ window: { center: 35, width: 350, name } })).header.windows[0]?.name).toBe(called);
  });

  it("is measured in what the device measured, and in millimetres where the file says how far pixels are apart", async () => {
    const bytes = file({ spacing: [0.5, 0.25] });
    const { header } = readDicom(bytes);
    expect(valueAt(header, await firstFrame(bytes), 2, 0)).toBe(100);
    expect(valueAt(header, await firstFrame(bytes), 3, 0)).toBe(null);
    expect(distance(header, { x: 0, y: 0 }, { x: 12, y: 8 })).toBe(5);
    expect(distance(readDicom(file({})).header, { x: 0, y: 0 }, { x: 1, y: 1 })).toBe(null);
  });

  it("tells the known entries of the head first, by name, in the file's own letters", () => {
    const { tags } = readDicom(file({ patient: "Fernhill^Anjal\u00ed" })).header;
    expect(tags[0]).toMatchObject({ value: "Fernhill Anjal\u00ed", tag: "(0010,0010)" });
    expect(tagWords(tags[0]!.id)).toBe("Patient");
    expect(tags.map(({ id }) => tagWords(id))).toContain("Rows");
  });
});

describe("a file that cannot be shown is refused in words", () => {
  const whole = dicomFile(EXPLICIT, grey, little);
  it.each([
    ["that is no medical image", new Uint8Array(200), "does not begin as a medical image"],
    ["that ends early", whole.subarray(0, whole.length - 3), "not as large|damaged"],
    ["without a picture", dicomFile(EXPLICIT, grey, null), "holds no picture"],
    ["that is a film", dicomFile("1.2.840.10008.1.2.4.102", grey, encapsulated(little)), "is a film"],
    ["of an unknown kind", dicomFile("1.2.3", grey, little), "not known here"],
    ["compressed as a whole", dicomFile("1.2.840.10008.1.2.1.99", grey, little), "compressed as a whole"],
    ["of 32 bits", dicomFile(EXPLICIT, { ...grey, bitsAllocated: 32 }, little), "32 bits"],
    ["without a size", dicomFile(EXPLICIT, { ...grey, rows: 0 }, little), "how large"],
    ["of strange colours", dicomFile(EXPLICIT, { ...grey, photometric: "CMYK" }, little), "CMYK"],
    [
      "with a damaged RLE picture",
      dicomFile("1.2.840.10008.1.2.5", grey, encapsulated(packBits(values).subarray(0, 70))),
      "damaged",
    ],
    [
      "with a damaged JPEG 2000 picture",
      dicomFile("1.2.840.10008.1.2.4.90", grey, encapsulated(new Uint8Array(64))),
      "damaged|as large",
    ],
    [
      "with a damaged JPEG-LS picture",
      dicomFile("1.2.840.10008.1.2.4.80", grey, encapsulated(new Uint8Array(64))),
      "damaged|as large",
    ],
    [
      "with a damaged lossless JPEG picture",
      dicomFile("1.2.840.10008.1.2.4.70", grey, encapsulated(new Uint8Array(64))),
      "damaged|as large",
    ],
    ["with a picture of another size", dicomFile("1.2.840.10008.1.2.4.90", { ...grey, rows: 4 }, jpeg2000), "as large"],
  ])("%s", async (_, bytes, words) => {
    const refusal = await firstFrame(bytes).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DicomError);
    expect(String(refusal)).toMatch(new RegExp(words));
  });
});

/** Images of others, which are not part of the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../../shared/data/dicom");
const samples = existsSync(folder) ? ["CT_small.dcm", "MR_small.dcm"] : [];
if (samples.length === 0) it.skip("opens sample images, of which there are none beside the project");
for (const name of samples) {
  it(`opens ${name}`, async ({ annotate }) => {
    const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
    const { header } = readDicom(bytes);
    const frame = await firstFrame(bytes);
    const pixels = draw(header, frame, windowsFor(header, frame).at(-1)!);
    const shades = new Set(pixels.filter((_, n) => n % 4 === 0));
    expect(frame.values.length).toBe(header.format.rows * header.format.columns);
    expect(shades.size).toBeGreaterThan(50);
    expect(header.spacing).not.toBe(null);
    await annotate(
      `${name}: ${header.modality}, ${header.format.columns} × ${header.format.rows}, ${header.tags.length} entries`,
    );
  });
}
