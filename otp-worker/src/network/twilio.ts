import Twilio from "twilio/lib/base/BaseTwilio.js";
import Domain from "twilio/lib/base/Domain.js";
import Version from "twilio/lib/base/Version.js";
import { MessageListInstance } from "twilio/lib/rest/api/v2010/account/message.js";
import { VerificationListInstance } from "twilio/lib/rest/verify/v2/service/verification.js";
import { validateRequest } from "twilio/lib/webhooks/webhooks.js";
import type { Configuration } from "../configuration/read-configuration.ts";
import { CODE_LIFETIME } from "../state/codes.ts";

/** Milliseconds to wait for Twilio. */
const TIMEOUT = 10_000;

type TwilioConfiguration = Configuration["twilio"];

export interface CodeMessage {
  /** E.164. */
  readonly to: string;
  readonly code: string;
  /** The whole message, with the code in it. */
  readonly text: string;
  /** What a template of Twilio Verify shows beside the code: the page's host name and the end of the wallet's address. */
  readonly site: string;
  readonly wallet: string;
}

/**
 * Hands a code to Twilio, once. Only two resources of the `twilio` package are loaded (the whole is four times the size of this
 * worker), against the configured address.
 *
 * By Twilio Verify the code is still ours: Verify only delivers it, in the words of its template.
 *
 * @throws {MessageError}
 */
export async function sendCode(twilio: TwilioConfiguration, message: CodeMessage): Promise<void> {
  try {
    await (twilio.sender.kind === "verify" ? verification(twilio, message) : textMessage(twilio, message));
  } catch (error) {
    throw new MessageError(error);
  }
}

function textMessage(twilio: TwilioConfiguration, { to, text }: CodeMessage) {
  const { accountSid, sender, statusCallback } = twilio;
  return MessageListInstance(versionOf<typeof MessageListInstance>(twilio, "2010-04-01"), accountSid).create({
    to,
    body: text,
    validityPeriod: CODE_LIFETIME,
    ...(sender.kind === "messaging-service" ? { messagingServiceSid: sender.id } : { from: sender.id }),
    ...(statusCallback && { statusCallback }),
  });
}

/** https://www.twilio.com/docs/verify/api/customization-options: the service must be allowed to send custom codes. */
function verification(twilio: TwilioConfiguration, { to, code, site, wallet }: CodeMessage) {
  const { sender, verifyTemplate } = twilio;
  return VerificationListInstance(versionOf<typeof VerificationListInstance>(twilio, "v2"), sender.id).create({
    to,
    channel: "sms",
    customCode: code,
    ...(verifyTemplate && {
      templateSid: verifyTemplate,
      templateCustomSubstitutions: JSON.stringify({ site, wallet }),
    }),
  });
}

function versionOf<Resource extends (version: never, id: string) => unknown>(
  { baseUrl, accountSid, authToken }: TwilioConfiguration,
  version: string,
) {
  const client = new Twilio.Client(accountSid, authToken, { timeout: TIMEOUT, autoRetry: false, keepAlive: false });
  return new Version.default(new Domain.default(client, baseUrl), version) as Parameters<Resource>[0];
}

/**
 * Whether a status callback is Twilio's own: its signature covers the address it was sent to and all its fields
 * (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export function isFromTwilio(
  { authToken, statusCallback }: TwilioConfiguration,
  signature: string,
  fields: Readonly<Record<string, string>>,
): boolean {
  return statusCallback !== null && validateRequest(authToken, signature, statusCallback, { ...fields });
}

/** The connection was never made, so nothing was sent. */
const NEVER_CONNECTED: readonly unknown[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"];

const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

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

  /** Certainly not sent: Twilio said no, or was never reached. Any other failure may have been sent. */
  get wasRefused(): boolean {
    const { status = 0, code } = this;
    return (status >= 400 && status < 500 && status !== REQUEST_TIMEOUT) || NEVER_CONNECTED.includes(code);
  }

  /** Another attempt may succeed. */
  get isPassing(): boolean {
    return this.status === TOO_MANY_REQUESTS || NEVER_CONNECTED.includes(this.code);
  }
}
