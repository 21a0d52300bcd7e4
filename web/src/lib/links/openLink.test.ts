import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealFile } from "./jwe.ts";
import { LinkError } from "./linkError.ts";
import { openLink } from "./openLink.ts";

const key = crypto.getRandomValues(new Uint8Array(32));
const link = { token: "A".repeat(43), key, exp: 0, label: "" };
const reader = { recipient: "Riverside practice", passcode: "4071 8253" };
const file = new TextEncoder().encode('{"resourceType":"Patient"}');

/** What the worker answers next, and what it was asked. */
let manifest: { status: number; body: unknown };
let sealed: { status: number; body: string };
let asked: { url: string | undefined; body: string }[];
let otpUrl: string;

const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse) {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  asked.push({ url: request.url, body });
  const { status, body: given } = request.method === "POST" ? manifest : sealed;
  response.writeHead(status).end(typeof given === "string" ? given : JSON.stringify(given));
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  otpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

beforeEach(async () => {
  asked = [];
  manifest = { status: 200, body: manifestOf(`${otpUrl}/v1/links/file?ticket=x`) };
  sealed = { status: 200, body: await sealFile(file, key) };
});

const manifestOf = (location: string) => ({ files: [{ contentType: "application/fhir+json", location }] });
const open = (at = otpUrl) => openLink({ otpUrl: at }, link, reader);

async function problemOf(opening: Promise<unknown>) {
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  return error instanceof LinkError ? error.problem : error;
}

describe("opening a link", () => {
  it("asks with name and passcode, and opens what it gets", async () => {
    expect(await open()).toEqual(file);
    expect(asked[0]?.url).toBe(`/v1/links/manifest?link=${link.token}`);
    expect(JSON.parse(asked[0]?.body ?? "")).toEqual({ recipient: "Riverside practice", passcode: "40718253" });
  });

  it.each([
    ["wrong-passcode", 401, { error: "wrong_passcode", message: "No.", remainingAttempts: 3 }],
    ["used-up", 401, { error: "wrong_passcode", message: "No.", remainingAttempts: 0 }],
    ["used-up", 404, { error: "link_used_up", message: "No." }],
    ["ended", 404, { error: "link_ended", message: "No." }],
    ["unknown", 404, { error: "link_unknown", message: "No." }],
    ["too-many", 429, { error: "too_many_unknown_links", message: "No." }],
    ["service-away", 503, { error: "not_configured", message: "No." }],
    ["service-away", 502, "<html>Bad gateway</html>"],
    ["service-away", 200, { files: [] }],
  ])("says %s when the worker answers %i", async (problem, status, body) => {
    manifest = { status, body };
    expect(await problemOf(open())).toBe(problem);
  });

  it("says how often a passcode may still be entered", async () => {
    manifest = { status: 401, body: { error: "wrong_passcode", message: "No.", remainingAttempts: 3 } };
    await expect(open()).rejects.toThrow("You can try 3 more times");
  });

  it("says when nobody answers", async () => {
    expect(await problemOf(open("http://127.0.0.1:1"))).toBe("service-away");
  });

  it.each([
    ["ended", 404, '{"error":"link_ended","message":"No."}'],
    ["store-away", 404, '{"error":"file_expired","message":"No."}'],
    ["store-away", 502, '{"error":"store_unavailable","message":"No."}'],
    ["damaged-file", 200, "not a file"],
    ["damaged-file", 200, "x".repeat(16 * 2 ** 20 + 1)],
  ])("says %s when the file’s address answers %i", async (problem, status, body) => {
    sealed = { status, body };
    expect(await problemOf(open())).toBe(problem);
  });

  it("fetches the file from nowhere else", async () => {
    manifest.body = manifestOf("https://files.example.org/1");
    expect(await problemOf(open())).toBe("damaged-file");
    expect(asked).toHaveLength(1);
  });
});
