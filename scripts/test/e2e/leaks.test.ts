import { describe, expect, it } from "vitest";
import { secretsFound } from "./leaks.ts";

const secret = "41 Mulberry Rise";
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

  it("finds nothing where there is nothing", () => {
    expect(planted(Buffer.from("42 Mulberry Rise"))).toEqual([]);
  });
});
