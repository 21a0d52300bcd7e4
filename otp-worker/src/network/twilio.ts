import Twilio from "twilio/lib/base/BaseTwilio.js";
import Domain from "twilio/lib/base/Domain.js";
import Version from "twilio/lib/base/Version.js";
import { MessageListInstance } from "twilio/lib/rest/api/v2010/account/message.js";
import type { Configuration } from "../configuration/read-configuration.ts";
import { CODE_LIFETIME } from "../state/codes.ts";

/** Milliseconds to wait for Twilio. */
const TIMEOUT = 10_000;

/**
 * Hands a text message to Twilio, once: a failed attempt may have been sent, so it is not repeated. Only the message resource
 * of the `twilio` package is loaded (the whole is four times the size of this worker), against the configured address.
 *
 * @throws {MessageError}
 */
export async function sendMessage(
  { baseUrl, accountSid, authToken, from }: Configuration["twilio"],
  message: { to: string; text: string },
) {
  const client = new Twilio.Client(accountSid, authToken, { timeout: TIMEOUT, autoRetry: false, keepAlive: false });
  const version = new Version.default(new Domain.default(client, baseUrl), "2010-04-01");
  const sender = from.startsWith("MG") ? { messagingServiceSid: from } : { from };
  try {
    await MessageListInstance(version as Parameters<typeof MessageListInstance>[0], accountSid).create({
      to: message.to,
      body: message.text,
      validityPeriod: CODE_LIFETIME,
      ...sender,
    });
  } catch (error) {
    throw new MessageError(error);
  }
}

/** Twilio did not take the message. Carries its status and error code, not its words, which quote the phone number. */
export class MessageError extends Error {
  override readonly name = "MessageError";
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(cause: unknown) {
    super("The message was not taken.");
    const { status, code } =
      typeof cause === "object" && cause !== null ? (cause as Partial<Record<string, unknown>>) : {};
    this.status = typeof status === "number" ? status : undefined;
    this.code = typeof code === "number" || typeof code === "string" ? String(code) : undefined;
  }
}
