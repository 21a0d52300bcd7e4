/** What a made image says about itself. */
export interface Fields {
  columns: number;
  rows: number;
  bitsAllocated: number;
  bitsStored: number;
  samples?: number;
  photometric?: string;
  signed?: boolean;
  planar?: number;
  frames?: number;
  modality?: string;
  slope?: number;
  intercept?: number;
  window?: { center: number; width: number; name?: string };
  spacing?: readonly [row: number, column: number];
  patient?: string;
  /** As the hospital counts its patients */
  patientNumber?: string;
  born?: string;
  /** The examination it is of */
  study?: string | undefined;
  /** Its place in a series */
  series?: string;
  seriesNumber?: number;
  seriesTitle?: string;
  instance?: number;
  position?: readonly [x: number, y: number, z: number];
  orientation?: readonly number[];
}

const BIG = "1.2.840.10008.1.2.2";
const IMPLICIT = "1.2.840.10008.1.2";
/** Undefined length (DICOM PS3.5 §7.1.2). */
const OPEN = 0xffffffff;

type Item = [tag: number, vr: string, value: string | number | Uint8Array, open?: boolean];

/**
 * An image file (DICOM PS3.10) with these pixels, as they are written in it; without any when null.
 *
 * @param named The transfer syntax that it says it is written in
 */
export function dicomFile(syntax: string, fields: Fields, pixels: Uint8Array | null, named = syntax): Uint8Array {
  const isPacked = syntax.startsWith("1.2.840.10008.1.2.4") || syntax === "1.2.840.10008.1.2.5";
  const items: Item[] = [
    [0x00080005, "CS", "ISO_IR 192"],
    [0x00080060, "CS", fields.modality ?? "OT"],
    ...text(0x0008103e, "LO", fields.seriesTitle),
    [0x00100010, "PN", fields.patient ?? "Example^Person"],
    ...text(0x00100020, "LO", fields.patientNumber),
    ...text(0x00100030, "DA", fields.born),
    ...text(0x0020000d, "UI", fields.study),
    ...text(0x0020000e, "UI", fields.series),
    ...text(0x00200011, "IS", fields.seriesNumber?.toString()),
    ...text(0x00200013, "IS", fields.instance?.toString()),
    ...text(0x00200032, "DS", fields.position?.join("\\")),
    ...text(0x00200037, "DS", fields.orientation?.join("\\")),
    [0x00280002, "US", fields.samples ?? 1],
    [0x00280004, "CS", fields.photometric ?? "MONOCHROME2"],
    ...(fields.planar === undefined ? [] : ([[0x00280006, "US", fields.planar]] satisfies Item[])),
    ...(fields.frames === undefined ? [] : ([[0x00280008, "IS", String(fields.frames)]] satisfies Item[])),
    [0x00280010, "US", fields.rows],
    [0x00280011, "US", fields.columns],
    ...(fields.spacing === undefined ? [] : ([[0x00280030, "DS", fields.spacing.join("\\")]] satisfies Item[])),
    [0x00280100, "US", fields.bitsAllocated],
    [0x00280101, "US", fields.bitsStored],
    [0x00280103, "US", fields.signed ? 1 : 0],
    ...(fields.window
      ? ([
          [0x00281050, "DS", String(fields.window.center)],
          [0x00281051, "DS", String(fields.window.width)],
        ] satisfies Item[])
      : []),
    [0x00281052, "DS", String(fields.intercept ?? 0)],
    [0x00281053, "DS", String(fields.slope ?? 1)],
    ...text(0x00281055, "LO", fields.window?.name),
    ...(pixels ? ([[0x7fe00010, isPacked ? "OB" : "OW", pixels, isPacked]] satisfies Item[]) : []),
  ];
  const head = element([0x00020010, "UI", named], "explicit", true);
  const length = element([0x00020000, "UL", head.length], "explicit", true);
  const body = items.map((item) => element(item, syntax === IMPLICIT ? "implicit" : "explicit", syntax !== BIG));
  return joined([new Uint8Array(128), ascii("DICM"), length, head, ...body]);
}

const text = (tag: number, vr: string, value: string | undefined): Item[] =>
  value === undefined ? [] : [[tag, vr, value]];

function element([tag, vr, value, open = false]: Item, mode: "implicit" | "explicit", little: boolean): Uint8Array {
  const bytes = valueOf(vr, value, little);
  const padded = bytes.length % 2 === 0 ? bytes : joined([bytes, Uint8Array.of(vr === "UI" ? 0 : 0x20)]);
  const length = open ? OPEN : padded.length;
  const long = mode === "implicit" || vr === "OB" || vr === "OW";
  const head = new Uint8Array(mode === "implicit" ? 8 : long ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, tag >>> 16, little);
  view.setUint16(2, tag & 0xffff, little);
  if (mode === "explicit") head.set(ascii(vr), 4);
  if (long) view.setUint32(head.length - 4, length, little);
  else view.setUint16(6, length, little);
  return joined([head, padded]);
}

function valueOf(vr: string, value: Item[2], little: boolean): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return new TextEncoder().encode(value);
  const bytes = new Uint8Array(vr === "UL" ? 4 : 2);
  const view = new DataView(bytes.buffer);
  if (vr === "UL") view.setUint32(0, value, little);
  else view.setUint16(0, value, little);
  return bytes;
}

/** Frames as fragments, each one, with an empty table of offsets (PS3.5 §A.4). */
export function encapsulated(...frames: Uint8Array[]): Uint8Array {
  const item = (bytes: Uint8Array) => {
    const padded = bytes.length % 2 === 0 ? bytes : joined([bytes, Uint8Array.of(0)]);
    return joined([Uint8Array.of(0xfe, 0xff, 0x00, 0xe0), lengthOf(padded), padded]);
  };
  const end = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);
  return joined([item(new Uint8Array()), ...frames.map(item), end]);
}

/** Numbers of 16 bits in two segments, the high bytes first; runs of one and literals of up to three. */
export function packBits(values: Uint16Array): Uint8Array {
  const segment = (bytes: number[]) => {
    const out: number[] = [];
    for (let n = 0; n < bytes.length; n += 3) {
      const some = bytes.slice(n, n + 3);
      const isRun = some.length > 1 && some.every((byte) => byte === some[0]);
      out.push(...(isRun ? [257 - some.length, some[0]!] : [some.length - 1, ...some]));
    }
    return Uint8Array.from(out.length % 2 === 0 ? out : [...out, 128]);
  };
  const [high, low] = [
    segment([...values].map((value) => value >> 8)),
    segment([...values].map((value) => value & 255)),
  ];
  const head = new Uint8Array(64);
  const view = new DataView(head.buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, 64, true);
  view.setUint32(8, 64 + high.length, true);
  return joined([head, high, low]);
}

const ascii = (text: string) => new TextEncoder().encode(text);

function lengthOf({ length }: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
