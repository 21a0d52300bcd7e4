import { platform } from "#platform";
import { afterEach, describe, expect, it } from "vitest";
import { readConfiguration } from "../src/configuration/read-configuration.ts";
import { MessageError, sendCode } from "../src/network/twilio.ts";
import { messagesTo, setWorld } from "./support/client.ts";

const message = {
  to: "+12025550177",
  code: "012345",
  text: "012345 is your code",
  site: "localhost",
  wallet: "abc123",
};

afterEach(() => setWorld({ down: [], twilioFaults: [] }));

function twilio(changes: Record<string, string>) {
  return readConfiguration({ ...platform.variables, ...changes }).twilio;
}

async function failure(changes: Record<string, string> = {}) {
  const error: unknown = await sendCode(twilio(changes), message).catch((cause: unknown) => cause);
  if (!(error instanceof MessageError)) throw new Error("It did not fail.");
  return error;
}

describe("Twilio", () => {
  it("is handed a text message, with where to report what becomes of it", async () => {
    await sendCode(twilio({}), message);
    expect((await messagesTo(message.to)).at(-1)?.fields).toEqual({
      To: message.to,
      Body: message.text,
      From: "+12025550199",
      ValidityPeriod: "300",
      StatusCallback: "http://localhost:8787/v1/message-status",
    });
  });

  it("sends by a messaging service, and reports to nobody unless told to", async () => {
    await sendCode(twilio({ TWILIO_FROM: `MG${"1".repeat(32)}`, PUBLIC_URL: "" }), message);
    const { fields } = (await messagesTo(message.to)).at(-1)!;
    expect(fields).toMatchObject({ MessagingServiceSid: `MG${"1".repeat(32)}` });
    expect(fields).not.toHaveProperty("From");
    expect(fields).not.toHaveProperty("StatusCallback");
  });

  it("Verify delivers our own code, in the words of its template", async () => {
    const changes = { TWILIO_FROM: `VA${"2".repeat(32)}`, TWILIO_VERIFY_TEMPLATE: `HJ${"3".repeat(32)}` };
    await sendCode(twilio(changes), message);
    expect((await messagesTo(message.to)).at(-1)?.fields).toEqual({
      To: message.to,
      Channel: "sms",
      CustomCode: "012345",
      TemplateSid: `HJ${"3".repeat(32)}`,
      TemplateCustomSubstitutions: JSON.stringify({ site: "localhost", wallet: "abc123" }),
    });
  });

  it("that refuses a message certainly did not send it", async () => {
    await setWorld({ down: ["twilio"] });
    const error = await failure();
    expect(error).toMatchObject({ status: 400, code: "21211", wasRefused: true, isPassing: false });
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(message.to);
  });

  it("that is busy certainly did not send it, and may later", async () => {
    await setWorld({ twilioFaults: ["busy"] });
    expect(await failure()).toMatchObject({ status: 429, wasRefused: true, isPassing: true });
  });

  it("that hangs up may have sent it", async () => {
    await setWorld({ twilioFaults: ["hangs-up"] });
    expect(await failure()).toMatchObject({ wasRefused: false, isPassing: false });
  });
});
