import { createHmac } from "node:crypto";
import type { Configuration } from "../configuration/read-configuration.ts";
import { describeError, log } from "../log.ts";
import { MessageError, sendMessage } from "../network/twilio.ts";
import { findLicence } from "../register/find-licence.ts";
import { placeCode, takeWantedMessages, type WantedMessage } from "../state/codes.ts";
import type { Sql } from "../state/sql.ts";
import { use, usedToday } from "../state/usage.ts";
import { messageText } from "./message-text.ts";
import { digestOfCode, digestOfNoCode, makeCode } from "./one-time-code.ts";

/** All phones together, in the count of messages. */
const EVERYBODY = "*";

export interface DeliveryTools {
  readonly sql: Sql;
  readonly register: KVNamespace;
  readonly configuration: Configuration;
}

/**
 * Sends the messages that are wanted.
 *
 * [Note: a code exists only while it is sent] Asking for a code writes no code. Here, later and out of sight of whoever asked,
 * the register is read; for a licence with a phone, a code is made, its digest stored and its message sent, in this order and
 * without a second attempt, so that a crash anywhere means no message rather than two. For an unknown licence, or when a
 * daily limit is reached, a digest without a code is stored: all guesses are wrong, and nothing can be told apart. So a
 * licence can be guessed at only as often as messages reach its phone.
 */
export async function deliverCodes(tools: DeliveryTools, now: number) {
  await Promise.all(
    takeWantedMessages(tools.sql, now).map(async (wanted) => {
      try {
        await deliver(tools, wanted, now);
      } catch (error) {
        const reason =
          error instanceof MessageError ? { status: error.status, code: error.code } : describeError(error);
        log("message_failed", reason);
      }
    }),
  );
}

async function deliver({ sql, register, configuration }: DeliveryTools, wanted: WantedMessage, now: number) {
  const licence = await findLicence(register, configuration.registerKeys, wanted.licence, now);
  const phone = licence && digestOfPhone(licence.phone, configuration.codePepper);
  const obstacle = phone ? limitReached(sql, phone, configuration, now) : "unknown_licence";
  if (!licence || !phone || obstacle) {
    placeCode(sql, wanted, digestOfNoCode());
    log("message_withheld", { reason: obstacle ?? undefined });
    return;
  }
  const code = makeCode();
  if (!placeCode(sql, wanted, digestOfCode(code, wanted, configuration.codePepper))) return;
  use(sql, "message", phone, 1, now);
  use(sql, "message", EVERYBODY, 1, now);
  await sendMessage(configuration.twilio, {
    to: licence.phone,
    text: messageText(code, wanted.account, configuration.page.hostname),
  });
  log("message_sent");
}

function limitReached(sql: Sql, phone: string, { limits }: Configuration, now: number) {
  if (usedToday(sql, "message", EVERYBODY, now) >= limits.messages) return "limit_of_all";
  if (usedToday(sql, "message", phone, now) >= limits.messagesPerPhone) return "limit_of_phone";
  return null;
}

function digestOfPhone(phone: string, pepper: Uint8Array) {
  return createHmac("sha256", pepper).update(`phone ${phone}`).digest("hex");
}
