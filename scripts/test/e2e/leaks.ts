import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Bytes that others can see, under the name by which a failure calls them. */
export interface Visible {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Which secrets, texts or bytes, can be found where: in clear, in UTF-16, in hex or in base64 at any of its three alignments. Upper
 * and lower case are the same.
 */
export function secretsFound(
  secrets: Readonly<Record<string, string | Uint8Array>>,
  places: readonly Visible[],
): string[] {
  const looks = Object.entries(secrets).map(([name, secret]) => ({ name, shapes: shapesOf(secret) }));
  return places.flatMap(({ name: place, bytes }) => {
    const text = bytes.toString("latin1").toLowerCase();
    return looks
      .filter(({ shapes }) => shapes.some((shape) => text.includes(shape)))
      .map(({ name }) => `${name} in ${place}`);
  });
}

/** Every file below a folder, but for what is named. */
export function filesBelow(folder: string, { except }: { except: readonly string[] }): Visible[] {
  return readdirSync(folder)
    .filter((name) => !except.includes(name))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const kind = statSync(file, { throwIfNoEntry: false });
      if (kind?.isDirectory()) return filesBelow(file, { except: [] });
      return kind?.isFile() ? [{ name: file, bytes: readFileSync(file) }] : [];
    });
}

function shapesOf(secret: string | Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((lead) => {
    const base64 = Buffer.concat([Buffer.alloc(lead), bytes]).toString("base64");
    // Characters that the neighbouring bytes share are left out; one of them holds six bits.
    return base64.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + bytes.length) * 8) / 6));
  });
  const texts = typeof secret === "string" ? [secret, Buffer.from(secret, "utf16le").toString("latin1")] : [];
  const shapes = [...texts, bytes.toString("latin1"), bytes.toString("hex"), ...encoded];
  return shapes.map((shape) => shape.toLowerCase());
}
