import { FsBlockstore } from "blockstore-fs";
import { CID } from "multiformats/cid";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** What is known of a stored blob, under the names Pinata gives it. */
export interface Pin {
  readonly id: string;
  readonly cid: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly created_at: string;
  readonly keyvalues: Readonly<Record<string, string>>;
}

export interface NewPin {
  readonly cid: CID;
  readonly blob: Uint8Array;
  readonly name: string;
  readonly keyvalues: Readonly<Record<string, string>>;
}

export interface Pins {
  /** Stores a blob; one that is held already keeps its first pin. */
  add(pin: NewPin): Promise<Pin & { readonly is_duplicate: boolean }>;
  all(): readonly Pin[];
  /** Forgets a pin, and deletes its blob. False when there is none. */
  remove(id: string): Promise<boolean>;
  /** The bytes behind a CID; null when not held. */
  blob(cid: CID): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Opens the store in a folder: blocks, and beside them one small file for each pin, each written whole or not at all. */
export async function openPins(folder: string): Promise<Pins> {
  const blocks = new FsBlockstore(path.join(folder, "blocks"));
  await blocks.open();
  const pinsFolder = path.join(folder, "pins");
  await mkdir(pinsFolder, { recursive: true });
  const pins = new Map((await readPins(pinsFolder)).map((pin) => [pin.id, pin]));
  const fileOf = (id: string): string => path.join(pinsFolder, `${id}.json`);

  return {
    async add({ cid, blob, name, keyvalues }) {
      const held = [...pins.values()].find((pin) => pin.cid === cid.toString());
      if (held !== undefined) return { ...held, is_duplicate: true };

      await blocks.put(cid, blob);
      const pin: Pin = {
        id: randomUUID(),
        cid: cid.toString(),
        name,
        size: blob.length,
        created_at: new Date().toISOString(),
        keyvalues,
      };
      await writeFile(`${fileOf(pin.id)}.new`, JSON.stringify(pin));
      await rename(`${fileOf(pin.id)}.new`, fileOf(pin.id));
      pins.set(pin.id, pin);
      return { ...pin, is_duplicate: false };
    },
    all: () => [...pins.values()],
    async remove(id) {
      const pin = pins.get(id);
      if (pin === undefined) return false;
      pins.delete(id);
      await rm(fileOf(id), { force: true });
      await blocks.delete(CID.parse(pin.cid));
      return true;
    },
    async blob(cid) {
      if (!(await blocks.has(cid))) return null;
      const chunks: Uint8Array[] = [];
      for await (const chunk of blocks.get(cid)) chunks.push(chunk);
      return new Uint8Array(Buffer.concat(chunks));
    },
  };
}

async function readPins(folder: string): Promise<Pin[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(path.join(folder, file), "utf8")) as Pin));
}
