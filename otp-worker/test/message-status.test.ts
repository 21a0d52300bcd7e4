import { platform } from "#platform";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { MARLOWE, read, send } from "./support/client.ts";

const PATH = "/v1/message-status";
const FIELDS = {
  MessageSid: `SM${"0".repeat(32)}`,
  MessageStatus: "undelivered",
  ErrorCode: "30003",
  To: MARLOWE.phone,
};

let lines: string[];

beforeEach(() => {
  lines = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
});

function sign(fields: Record<string, string>, url = `${platform.variables["PUBLIC_URL"]}${PATH}`) {
  return getExpectedTwilioSignature(platform.variables["TWILIO_AUTH_TOKEN"]!, url, fields);
}

function requestOf(fields: Record<string, string>, signature: string) {
  return new Request(`https://otp.example${PATH}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
    body: new URLSearchParams(fields).toString(),
  });
}

const report = (fields: Record<string, string>, signature = sign(fields)) => send(requestOf(fields, signature));

describe("Twilio's report of a message", () => {
  it("that reached nobody is told to the operator, without the phone", async () => {
    expect((await report(FIELDS)).status).toBe(204);
    const line = lines.map((each) => JSON.parse(each)).find(({ event }) => event === "message_undelivered");
    expect(line).toMatchObject({ level: "error", status: "undelivered", code: "30003" });
    expect(lines.join()).not.toContain(MARLOWE.phone.slice(1));
  });

  it("that arrived is taken in silence", async () => {
    expect((await report({ ...FIELDS, MessageStatus: "delivered" })).status).toBe(204);
    expect(lines.join()).not.toContain("message_undelivered");
  });

  it.each([
    ["is not signed", FIELDS, ""],
    ["was signed for other fields", FIELDS, sign({ ...FIELDS, ErrorCode: "30004" })],
    ["was signed for another address", FIELDS, sign(FIELDS, "https://elsewhere.example/v1/message-status")],
  ])("is refused when it %s", async (_, fields, signature) => {
    expect(await report(fields, signature)).toMatchObject({ status: 403, body: { error: "not_twilio" } });
    expect(lines.join()).not.toContain("message_undelivered");
  });

  it("is refused whatever its signature where none is expected", async () => {
    const request = requestOf(FIELDS, sign(FIELDS));
    expect((await read(await platform.fetchConfigured(request, { PUBLIC_URL: "" }))).status).toBe(403);
  });
});
