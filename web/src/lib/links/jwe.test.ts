import { createDecipheriv, createCipheriv } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "../base64.ts";
import { DamagedFileError, openFile, sealFile } from "./jwe.ts";

const key = fromBase64url("rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q")!;
const text = '{"resourceType":"Patient","name":[{"text":"प्रिया"}]}';
const bytes = (words: string) => new TextEncoder().encode(words);

/** Made by Node's own cipher and kept: what was locked once opens for as long as links of this kind are opened. */
const FROZEN =
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiYXBwbGljYXRpb24vZmhpcitqc29uIn0..AAECAwQFBgcICQoL." +
  "EeVRLLojFe9wUaFr1HUeEFIJ76hmXmXc_984eV7p6vmzFMCS7I3B4Sz6t8HQvyDTEP8wILX2SvtFZqoZoW9P15c.2jKWOOMPwGXNlIeFvfK7Pw";

interface Parts {
  header?: object;
  iv?: Uint8Array;
  packed?: Uint8Array;
}

/** Locks as another program does: RFC 7516 §5.1, step by step, by Node's own cipher. */
function sealedElsewhere({ header = {}, iv = new Uint8Array(12), packed = bytes(text) }: Parts = {}): string {
  const head = toBase64url(
    bytes(JSON.stringify({ alg: "dir", enc: "A256GCM", cty: "application/fhir+json", ...header })),
  );
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(bytes(head));
  const sealed = new Uint8Array(Buffer.concat([cipher.update(packed), cipher.final()]));
  return [head, "", toBase64url(iv), toBase64url(sealed), toBase64url(new Uint8Array(cipher.getAuthTag()))].join(".");
}

const opened = async (jwe: string, by = key) => new TextDecoder().decode(await openFile(jwe, by));

describe("a link’s file", () => {
  it("is what was locked, whatever its length", async () => {
    for (const length of [0, 1, 2, 3, 100_000]) {
      const file = new Uint8Array(length).map((_, index) => index * 7);
      expect(await openFile(await sealFile(file, key), key)).toEqual(file);
    }
  });

  it("is locked anew each time", async () => {
    expect(await sealFile(bytes(text), key)).not.toBe(await sealFile(bytes(text), key));
  });

  it("is opened by any program that follows the RFC", async () => {
    const [head = "", , iv = "", sealed = "", tag = ""] = (await sealFile(bytes(text), key)).split(".");
    expect(JSON.parse(new TextDecoder().decode(fromBase64url(head)!))).toEqual({
      alg: "dir",
      enc: "A256GCM",
      cty: "application/fhir+json",
      zip: "DEF",
    });
    const decipher = createDecipheriv("aes-256-gcm", key, fromBase64url(iv)!).setAAD(bytes(head));
    decipher.setAuthTag(fromBase64url(tag)!);
    const packed = Buffer.concat([decipher.update(fromBase64url(sealed)!), decipher.final()]);
    expect(inflateRawSync(packed).toString()).toBe(text);
  });

  it("opens when another program locked it, packed or not", async () => {
    expect(await opened(FROZEN)).toBe(text);
    expect(await opened(sealedElsewhere())).toBe(text);
    const packed = new Uint8Array(deflateRawSync(bytes(text)));
    expect(await opened(sealedElsewhere({ header: { zip: "DEF" }, packed }))).toBe(text);
  });

  it("opens under no other key", async () => {
    const other = key.with(31, key[31]! ^ 1);
    await expect(openFile(FROZEN, other)).rejects.toThrow(DamagedFileError);
  });

  it("does not open when a letter of any part was changed", async () => {
    const jwe = await sealFile(bytes(text), key);
    const places = jwe.split(".").reduce<number[]>((at, part) => [...at, (at.at(-1) ?? -1) + part.length + 1], [-1]);
    for (const place of [1, 20, ...places.slice(2, 5).map((dot) => dot + 3)]) {
      const changed = `${jwe.slice(0, place)}${jwe[place] === "A" ? "B" : "A"}${jwe.slice(place + 1)}`;
      await expect(openFile(changed, key), `letter ${place}`).rejects.toThrow(DamagedFileError);
    }
  });

  it.each([
    ["nothing", ""],
    ["too few parts", FROZEN.split(".").slice(0, 4).join(".")],
    ["too many parts", `${FROZEN}.AAAA`],
    ["a wrapped key", FROZEN.replace("..", ".AAAA.")],
    ["half of it", FROZEN.slice(0, -30)],
    ["no letters of the alphabet", FROZEN.replace("AAECAwQF", "AAEC+/QF")],
    ["another cipher", sealedElsewhere({ header: { enc: "A128GCM" } })],
    ["another way to the key", sealedElsewhere({ header: { alg: "A256KW" } })],
    ["another kind of file", sealedElsewhere({ header: { cty: "text/html" } })],
    ["what must be understood and is not", sealedElsewhere({ header: { crit: ["exp"], exp: 1 } })],
    ["another packing", sealedElsewhere({ header: { zip: "GZ" } })],
    ["a packing that it does not have", sealedElsewhere({ header: { zip: "DEF" } })],
    ["a long initialization vector", sealedElsewhere({ iv: new Uint8Array(16) })],
  ])("does not open with %s", async (_, jwe) => {
    await expect(openFile(jwe, key)).rejects.toThrow(DamagedFileError);
  });

  it("does not fill the memory", async () => {
    const bomb = new Uint8Array(deflateRawSync(Buffer.alloc(129 * 2 ** 20)));
    await expect(openFile(sealedElsewhere({ header: { zip: "DEF" }, packed: bomb }), key)).rejects.toThrow(
      DamagedFileError,
    );
  });
});
