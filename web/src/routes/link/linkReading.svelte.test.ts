import { afterEach, describe, expect, it, vi } from "vitest";
import { sealFile } from "#lib/links/jwe.ts";
import { writeShlink } from "#lib/links/shlink.ts";
import { LinkReading } from "./linkReading.svelte.ts";

const otpUrl = "http://otp.test";
const key = new Uint8Array(32).fill(7);
const exp = Math.floor(Date.now() / 1000) + 3600;
const link = writeShlink("https://page.test/link", otpUrl, { token: "t".repeat(43), key, exp, label: "Summary" });

/** Given a link, and answered by the worker with this when it was asked. */
async function opened(answer: () => Response | Promise<Response>, file = ""): Promise<LinkReading> {
  vi.stubGlobal("fetch", async (url: string | URL) =>
    String(url).includes("/manifest") ? answer() : new Response(file, { status: 200 }),
  );
  const reading = new LinkReading({ otpUrl });
  reading.take(link);
  expect(reading.isSettled).toBe(false);
  await reading.open("A practice", "12345678");
  return reading;
}

const found = () =>
  Response.json({ files: [{ contentType: "application/fhir+json", location: `${otpUrl}/v1/links/file?ticket=x` }] });
const refused = (status: number, error: string, triesLeft?: number) => () =>
  Response.json({ error, message: "No.", remainingAttempts: triesLeft }, { status });

afterEach(() => vi.unstubAllGlobals());

describe("the key in the address is needed no more", () => {
  it("when the link is open", async () => {
    const sealed = await sealFile(new TextEncoder().encode("{}"), key);
    const reading = await opened(found, sealed);
    expect([reading.document === null, reading.isSettled]).toEqual([false, true]);
  });

  it.each([
    ["it was ended", refused(404, "link_ended")],
    ["its tries are used up", refused(401, "wrong_passcode", 0)],
    ["its file is damaged", found],
  ])("when it never will be open: %s", async (_, answer) => {
    expect((await opened(answer)).isSettled).toBe(true);
  });

  it("when it is no link", () => {
    const reading = new LinkReading({ otpUrl });
    reading.take(`${link}!`);
    expect(reading.isSettled).toBe(true);
  });

  it.each([
    ["wrong", refused(401, "wrong_passcode", 4)],
    ["not checked", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("but is while another passcode can be entered: one was %s", async (_, answer) => {
    const reading = await opened(answer);
    expect([reading.error === null, reading.isSettled]).toEqual([false, false]);
  });
});
