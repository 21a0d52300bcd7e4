import { logError } from "../log.ts";
import { isFromTwilio } from "../network/twilio.ts";
import { Refusal } from "../refusal.ts";
import type { WorkerContext } from "../worker-context.ts";

/** What Twilio says of a message that reached nobody (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status). */
const LOST: readonly (string | undefined)[] = ["undelivered", "failed"];

/**
 * POST /v1/message-status, from Twilio: tells the operator of messages that Twilio took and could not deliver. Nothing is
 * kept, and nobody but the log learns of it.
 */
export async function postMessageStatus(context: WorkerContext) {
  const { twilio } = context.var.configuration;
  const fields = Object.fromEntries(new URLSearchParams(await context.req.text()));
  if (!isFromTwilio(twilio, context.req.header("x-twilio-signature") ?? "", fields)) {
    throw new Refusal(403, "not_twilio", "Only Twilio reports here, and this is not signed by it.");
  }
  const { MessageStatus, ErrorCode } = fields;
  if (LOST.includes(MessageStatus)) {
    logError("message_undelivered", { status: MessageStatus, code: /^\d{1,6}$/.exec(ErrorCode ?? "")?.[0] });
  }
  return context.body(null, 204);
}
