import { describe, expect, it } from "vitest";
import { secretsFound } from "./leaks.ts";

const secret = "41 Mulberry Rise";
/** So short that a search for less than all of it would find it by chance. */
const short = "NF7 8QX";
const planted = (bytes: Buffer) => secretsFound({ address: secret }, [{ name: "here", bytes }]);

describe("the search for leaks", () => {
  it.each([
    ["in clear", Buffer.from(`…${secret}…`)],
    ["in other case", Buffer.from(secret.toUpperCase())],
    ["in UTF-16", Buffer.from(`x${secret}`, "utf16le")],
    ["in hex", Buffer.from(Buffer.from(`.${secret}`).toString("hex"))],
    ["in base64", Buffer.from(Buffer.from(secret).toString("base64"))],
    ["in base64 after one byte", Buffer.from(Buffer.from(`.${secret}.`).toString("base64"))],
    ["in base64 after two bytes", Buffer.from(Buffer.from(`..${secret}..`).toString("base64"))],
  ])("finds a secret %s", (_, bytes) => {
    expect(planted(bytes)).toEqual(["address in here"]);
  });

  it.each([0, 1, 2])("finds a short one in base64 after %i bytes, and not a part of it", (lead) => {
    const found = (text: string) =>
      secretsFound({ short }, [{ name: "here", bytes: Buffer.from(Buffer.from(text).toString("base64")) }]);
    expect(found(`${".".repeat(lead)}${short}.`)).toEqual(["short in here"]);
    expect(found(`${".".repeat(lead)}${short.slice(0, -1)}.`)).toEqual([]);
  });

  it.each(["latin1", "hex", "base64"] as const)("finds bytes that are no text, in %s", (encoding) => {
    const bytes = Buffer.from("00fe80c3ff414d9a", "hex");
    const at = (found: Buffer) => secretsFound({ bytes }, [{ name: "here", bytes: found }]);
    expect(at(Buffer.from(bytes.toString(encoding), "latin1"))).toEqual(["bytes in here"]);
    expect(at(Buffer.from(Buffer.from(bytes).fill(1, 3, 4).toString(encoding), "latin1"))).toEqual([]);
  });

  it("finds nothing where there is nothing", () => {
    expect(planted(Buffer.from("42 Mulberry Rise"))).toEqual([]);
  });
});
