import { m } from "#messages";
import type { Frame } from "./decodeFrame.ts";
import type { DicomHeader, Window } from "./readDicom.ts";

/** Windows that readers of computed tomography are used to, in Hounsfield units. */
const TOMOGRAPHY: readonly Window[] = [
  { name: m.viewers_dicom_window_soft_tissue(), center: 40, width: 400 },
  { name: m.viewers_dicom_window_lung(), center: -600, width: 1500 },
  { name: m.viewers_dicom_window_bone(), center: 400, width: 1800 },
  { name: m.viewers_dicom_window_brain(), center: 40, width: 80 },
];

/** Those of the file, those of its kind of device, and one that shows everything in this frame. */
export function windowsFor(header: DicomHeader, frame: Frame): Window[] {
  return [...header.windows, ...(header.modality === "CT" ? TOMOGRAPHY : []), fullWindow(header, frame)];
}

function fullWindow({ slope, intercept }: DicomHeader, { values }: Frame): Window {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [from, to] = [low * slope + intercept, high * slope + intercept].toSorted((a, b) => a - b) as [number, number];
  return { name: m.viewers_dicom_window_everything(), center: (from + to + 1) / 2, width: Math.max(1, to - from + 1) };
}

/** What was measured at a pixel; null for colours. */
export function valueAt(
  { format, slope, intercept }: DicomHeader,
  { values }: Frame,
  x: number,
  y: number,
): number | null {
  if (format.samples !== 1 || x < 0 || y < 0 || x >= format.columns || y >= format.rows) return null;
  return (values[y * format.columns + x] ?? 0) * slope + intercept;
}

/** Millimetres between two points in pixels; null where the file does not say how far pixels are apart. */
export function distance({ spacing }: DicomHeader, from: Point, to: Point): number | null {
  return spacing && Math.hypot((to.x - from.x) * spacing.column, (to.y - from.y) * spacing.row);
}

export interface Point {
  x: number;
  y: number;
}

/** The frame as a screen shows it: red, green, blue and opacity, 0 to 255, row by row. */
export function draw(header: DicomHeader, frame: Frame, window: Window): Uint8ClampedArray<ArrayBuffer> {
  const { format } = header;
  const out = new Uint8ClampedArray(format.rows * format.columns * 4).fill(255);
  if (format.samples === 3) colours(header, frame, out);
  else if (header.palette) paletted(header, frame, out);
  else greys(header, frame, window, out);
  return out;
}

/** The linear function of PS3.3 §C.11.2.1.2.1. */
function greys(
  { format, slope, intercept }: DicomHeader,
  { values }: Frame,
  { center, width }: Window,
  out: Uint8ClampedArray,
): void {
  const inverse = format.photometric === "MONOCHROME1";
  const span = Math.max(1, width - 1);
  for (let n = 0; n < values.length; n++) {
    const value = (values[n] ?? 0) * slope + intercept;
    const grey = ((value - (center - 0.5)) / span + 0.5) * 255;
    out[n * 4] = out[n * 4 + 1] = out[n * 4 + 2] = inverse ? 255 - grey : grey;
  }
}

function paletted({ palette }: DicomHeader, { values }: Frame, out: Uint8ClampedArray): void {
  if (!palette) return;
  const last = palette.red.length - 1;
  for (let n = 0; n < values.length; n++) {
    const entry = Math.min(last, Math.max(0, (values[n] ?? 0) - palette.first));
    out[n * 4] = palette.red[entry] ?? 0;
    out[n * 4 + 1] = palette.green[entry] ?? 0;
    out[n * 4 + 2] = palette.blue[entry] ?? 0;
  }
}

function colours({ format }: DicomHeader, { values, isRgb }: Frame, out: Uint8ClampedArray): void {
  const shift = Math.max(0, format.bitsStored - 8);
  const isYbr = !isRgb && format.photometric.startsWith("YBR");
  for (let n = 0, pixel = 0; n + 2 < values.length; n += 3, pixel += 4) {
    const [a, b, c] = [(values[n] ?? 0) >> shift, (values[n + 1] ?? 0) >> shift, (values[n + 2] ?? 0) >> shift];
    // PS3.3 §C.7.6.3.1.2, YBR_FULL
    out[pixel] = isYbr ? a + 1.402 * (c - 128) : a;
    out[pixel + 1] = isYbr ? a - 0.344136 * (b - 128) - 0.714136 * (c - 128) : b;
    out[pixel + 2] = isYbr ? a + 1.772 * (b - 128) : c;
  }
}
