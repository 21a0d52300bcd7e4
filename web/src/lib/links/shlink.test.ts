import { describe, expect, it } from "vitest";
import { fromBase64url, toBase64url } from "../base64.ts";
import { LinkError } from "./linkError.ts";
import { makePasscode, readPasscode } from "./passcode.ts";
import { readShlink, writeShlink } from "./shlink.ts";

const OTP = "https://otp.chartkey.example";
const VIEWER = "https://chartkey.example/link";
const NOW = Date.UTC(2026, 10, 26);
const token = "I91rhba3VsuGXGchcnr6VHlQFKxfE28kuZ0ssbEuxno";
const key = fromBase64url("rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q")!;
const shlink = { token, key, exp: NOW / 1000 + 3600, label: "One report from Chartkey" };
const written = writeShlink(VIEWER, OTP, shlink);

const payload = {
  url: `${OTP}/v1/links/manifest?link=${token}`,
  key: "rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q",
  exp: NOW / 1000 + 3600,
  flag: "P",
  label: "One report from Chartkey",
  v: 1,
};

function linkOf(json: unknown): string {
  const text = typeof json === "string" ? json : JSON.stringify(json);
  return `shlink:/${toBase64url(new TextEncoder().encode(text))}`;
}

function problemOf(text: string): string {
  try {
    readShlink(text, OTP, NOW);
    return "none";
  } catch (error) {
    return error instanceof LinkError ? error.problem : String(error);
  }
}

describe("a link", () => {
  it("is written as the specification has it", () => {
    const [viewer, fragment = ""] = written.split("#");
    expect(viewer).toBe(VIEWER);
    const json = new TextDecoder().decode(fromBase64url(fragment.replace(/^shlink:\//, ""))!);
    expect(JSON.parse(json)).toEqual(payload);
    expect(payload.url.length).toBeLessThanOrEqual(128);
  });

  it("is never written to an address that is longer than the specification allows", () => {
    expect(() => writeShlink(VIEWER, `https://${"otp.".repeat(20)}example`, shlink)).toThrow("too long");
  });

  it.each([
    ["with the page’s address", written],
    ["without one", written.slice(written.indexOf("#") + 1)],
    ["as the fragment of a page", written.slice(written.indexOf("#"))],
    ["with the page of another viewer", written.replace(VIEWER, "https://viewer.example/")],
    ["with white space around it", ` \n${written}\n`],
  ])("is read %s", (_, text) => {
    expect(readShlink(text, OTP, NOW)).toEqual(shlink);
  });

  it("is read with what newer programs may add", () => {
    const link = linkOf({ ...payload, flag: "LPX", extension: { made: "elsewhere" }, label: undefined, v: undefined });
    expect(readShlink(link, `${OTP}/`, NOW)).toEqual({ ...shlink, label: "" });
  });

  it.each([
    ["is nothing", "", "no-link"],
    ["is another address", "https://chartkey.example/patient/reports", "no-link"],
    ["is cut off before it begins", "shlink:", "no-link"],
    ["is broken in two", written.replace("shlink:/", "shlink:/ "), "no-link"],
    ["is cut off", written.slice(0, -9), "damaged-link"],
    ["is empty", "shlink:/", "damaged-link"],
    ["has other letters", "shlink:/a+b/", "damaged-link"],
    ["is no JSON", linkOf("{"), "damaged-link"],
    ["is no object", linkOf([payload]), "damaged-link"],
    ["is not UTF-8", `shlink:/${toBase64url(Uint8Array.of(0x7b, 0xff))}`, "damaged-link"],
    ["has no address", linkOf({ ...payload, url: undefined }), "damaged-link"],
    ["has no key", linkOf({ ...payload, key: undefined }), "damaged-link"],
    ["has a short key", linkOf({ ...payload, key: payload.key.slice(1) }), "damaged-link"],
    [
      "has a key that no bytes are written as",
      linkOf({ ...payload, key: `${payload.key.slice(0, -1)}R` }),
      "damaged-link",
    ],
    ["has a long address", linkOf({ ...payload, url: payload.url + "x".repeat(128) }), "damaged-link"],
    ["has another token", linkOf({ ...payload, url: `${payload.url}&x=1` }), "damaged-link"],
    ["has a label that is too long", linkOf({ ...payload, label: "x".repeat(81) }), "damaged-link"],
    ["has no end", linkOf({ ...payload, exp: undefined }), "damaged-link"],
    ["ends at a word", linkOf({ ...payload, exp: "tomorrow" }), "damaged-link"],
    ["is of a version before the first", linkOf({ ...payload, v: 0 }), "damaged-link"],
    ["is of a later version", linkOf({ ...payload, v: 2 }), "newer"],
    ["is of another service", linkOf({ ...payload, url: "https://shl.example.org/m/abc" }), "foreign"],
    [
      "looks like this service",
      linkOf({ ...payload, url: payload.url.replace(OTP, `${OTP}.evil.example`) }),
      "foreign",
    ],
    ["has no passcode", linkOf({ ...payload, flag: "" }), "unsupported"],
    ["leads straight to a file", linkOf({ ...payload, flag: "PU" }), "unsupported"],
    ["has expired", linkOf({ ...payload, exp: NOW / 1000 }), "expired"],
  ])("that %s is refused by name", (_, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it("is said to be what it is in a sentence, without its key", () => {
    for (const json of [
      { ...payload, exp: 1 },
      { ...payload, flag: "" },
      { ...payload, v: 2 },
    ]) {
      const error = (() => {
        try {
          return readShlink(linkOf(json), OTP, NOW);
        } catch (thrown) {
          return thrown as LinkError;
        }
      })() as LinkError;
      expect(error.explanation.what).toMatch(/^This link .+\.$/);
      expect(error.message + String(error.cause)).not.toContain(payload.key);
    }
  });
});

describe("a passcode", () => {
  it("is eight digits, and another one each time", () => {
    const made = Array.from({ length: 200 }, makePasscode);
    for (const passcode of made) expect(passcode).toMatch(/^\d{8}$/);
    expect(new Set(made).size).toBeGreaterThan(195);
  });

  it.each([
    ["40718253", "40718253"],
    [" 4071 8253 ", "40718253"],
    ["4071-8253", "40718253"],
    ["४०७१८२५३", "40718253"],
    ["４０７１８２５３", "40718253"],
  ])("is read as it was meant: %s", (typed, meant) => {
    expect(readPasscode(typed)).toBe(meant);
  });
});
