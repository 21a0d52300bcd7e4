import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createHash, timingSafeEqual } from "node:crypto";
import { inboxPage } from "./sms-inbox/inbox-page.ts";
import { openMessages, type Messages } from "./sms-inbox/messages.ts";
import { type LocalServer, onlyLoopbackNames, serveLocal } from "./serve-local.ts";

export interface SmsInboxOptions {
  readonly port: number;
  /** Where messages are kept, one JSON object a line. */
  readonly file: string;
  readonly accountSid: string;
  readonly authToken: string;
}

const PHONE = /^\+[1-9]\d{6,14}$/;
const MAX_BODY = 1600;

/**
 * Stands in for the telephone network: takes text messages as Twilio's API does
 * (https://www.twilio.com/docs/messaging/api/message-resource) and shows them on a page instead of sending them.
 */
export async function startSmsInbox({ port, file, accountSid, authToken }: SmsInboxOptions): Promise<LocalServer> {
  const messages = openMessages(file);
  const credentials = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;

  const app = new Hono();
  app.use(onlyLoopbackNames);
  app.use(async (context, next) => {
    await next();
    context.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    context.header("x-content-type-options", "nosniff");
    context.header("cache-control", "no-store");
  });
  app.get("/", (context) => context.html(inboxPage(messages.newestFirst())));
  app.get("/messages", (context) => context.json(messages.newestFirst()));
  app.post("/2010-04-01/Accounts/:sid/Messages.json", bodyLimit({ maxSize: 16 * 1024 }), (context) => {
    const authorised = isSame(context.req.header("authorization") ?? "", credentials);
    if (!authorised || context.req.param("sid") !== accountSid) return refusal(context, 401, 20003, "Authenticate");
    return take(context, messages, accountSid);
  });
  return serveLocal(app, port);
}

async function take(context: Context, messages: Messages, accountSid: string): Promise<Response> {
  const form = await context.req.formData().catch(() => new FormData());
  const field = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const [to, body, from] = [field("To"), field("Body"), field("From") || field("MessagingServiceSid")];
  if (to === "") return refusal(context, 400, 21604, "A 'To' phone number is required.");
  if (!PHONE.test(to)) return refusal(context, 400, 21211, "Invalid 'To' Phone Number");
  if (from === "") return refusal(context, 400, 21603, "A 'From' phone number is required.");
  if (body === "") return refusal(context, 400, 21602, "Message body is required.");
  if (body.length > MAX_BODY) return refusal(context, 400, 21617, "The concatenated message body exceeds the limit.");

  const { sid, receivedAt } = messages.add({ to, from, body });
  const date = new Date(receivedAt).toUTCString();
  return context.json(
    {
      sid,
      account_sid: accountSid,
      api_version: "2010-04-01",
      body,
      date_created: date,
      date_sent: null,
      date_updated: date,
      direction: "outbound-api",
      error_code: null,
      error_message: null,
      from: from.startsWith("MG") ? null : from,
      messaging_service_sid: from.startsWith("MG") ? from : null,
      num_media: "0",
      num_segments: "1",
      price: null,
      price_unit: "USD",
      status: "queued",
      subresource_uris: {},
      to,
      uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
    },
    201,
  );
}

/** The errors of Twilio, by its numbers: https://www.twilio.com/docs/api/errors */
function refusal(context: Context, status: 400 | 401, code: number, message: string): Response {
  return context.json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status);
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
