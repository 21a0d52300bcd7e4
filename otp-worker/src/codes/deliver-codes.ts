import { createHmac } from "node:crypto";
import type { Address } from "viem";
import { describeError, log, logError } from "../log.ts";
import { MessageError, sendCode, type CodeMessage } from "../network/twilio.ts";
import { findLicence } from "../register/find-licence.ts";
import type { Licence } from "../register/licence.ts";
import { claim, giveUpForgotten, postpone, settle, wantedMessages, type WantedMessage } from "../state/deliveries.ts";
import { isInvited } from "../state/invitations.ts";
import type { StateTools } from "../state/state-tools.ts";
import { giveBack, use, usedToday } from "../state/usage.ts";
import { unixTime } from "../unix-time.ts";
import { messageText } from "./message-text.ts";
import { digestOfCode, digestOfNoCode, makeCode } from "./one-time-code.ts";

/** Messages that are on their way at the same time. */
const AT_ONCE = 50;

/** All phones together, in the count of messages. */
const EVERYBODY = "*";

/** The part of a day's messages that is kept for people whom a registrar invited. */
const INVITED_SHARE = 0.1;

/**
 * Sends the messages that are wanted.
 *
 * [Note: a code exists only while it is sent] Asking for a code writes no code. Here, later and out of sight of whoever asked,
 * the register is read; for a licence with a phone, a code is made, its digest stored and its message handed over, in this
 * order, so that a crash anywhere means no message rather than two. It is handed over again only when the attempt before
 * certainly did not go out. For an unknown licence, or when a daily limit is reached, a digest without a code is stored: all
 * guesses are wrong, and nothing can be told apart. So a licence can be guessed at only as often as messages reach its phone.
 *
 * [Note: invited wallets] Strangers can use up a phone's messages for a day. A registrar who knows the doctor's wallet invites
 * it; messages for that wallet and licence are counted apart, and a tenth of all messages is kept for them.
 *
 * @param inFlight requests whose messages are being handed over, by this call or another one
 */
export async function deliverCodes(tools: StateTools, inFlight: Set<string>): Promise<void> {
  const forgotten = giveUpForgotten(tools.sql, inFlight);
  if (forgotten > 0) logError("message_uncertain", { count: forgotten });
  for (;;) {
    const batch = wantedMessages(tools.sql, unixTime(), AT_ONCE);
    if (batch.length === 0) return;
    const licences = licencesOf(tools, batch);
    await Promise.all(batch.map((wanted) => deliver(tools, wanted, licences.get(wanted.licence), inFlight)));
  }
}

/** The licences that a batch is about, each read once, however many ask for it. */
function licencesOf({ register, configuration }: StateTools, batch: readonly WantedMessage[]) {
  const rows = new Set(batch.map(({ licence }) => licence));
  return new Map([...rows].map((row) => [row, findLicence(register, configuration.registerKeys, row, unixTime())]));
}

async function deliver(
  tools: StateTools,
  wanted: WantedMessage,
  found: Promise<Licence | null> | undefined,
  inFlight: Set<string>,
) {
  const { sql, configuration } = tools;
  let licence: Licence | null;
  try {
    licence = (await found) ?? null;
  } catch (error) {
    // Nothing was handed over yet, so this is safe to repeat.
    logError("register_unavailable", { ...describeError(error), again: postpone(sql, wanted, unixTime()) });
    return;
  }
  const claimed = tools.atomically(() => claimMessage(tools, wanted, licence));
  if (!claimed) return;
  inFlight.add(wanted.request);
  try {
    await sendCode(configuration.twilio, messageOf(claimed, wanted.account, configuration.page.hostname));
    settle(sql, wanted.request, "sent");
    log("message_sent");
  } catch (error) {
    afterFailure(tools, wanted, claimed, error);
  } finally {
    inFlight.delete(wanted.request);
  }
}

interface ClaimedMessage {
  readonly to: string;
  readonly code: string;
  /** What was counted for it. */
  readonly usage: readonly number[];
}

/** Everything that is decided and written about a message before it is handed over, at once. Null when it is not to be. */
function claimMessage(tools: StateTools, wanted: WantedMessage, licence: Licence | null): ClaimedMessage | null {
  const { sql, configuration } = tools;
  const now = unixTime();
  const phone = licence && digestOfPhone(licence.phone, configuration.codePepper);
  const isExpected = isInvited(sql, wanted, now);
  const obstacle = phone ? limitReached(tools, phone, isExpected, now) : "unknown_licence";
  if (!licence || !phone || obstacle) {
    if (claim(sql, wanted.request, "withheld", digestOfNoCode())) log("message_withheld", { reason: obstacle ?? "" });
    return null;
  }
  const code = makeCode();
  if (!claim(sql, wanted.request, "sending", digestOfCode(code, wanted, configuration.codePepper))) return null;
  const usage = [
    use(sql, isExpected ? "message-invited" : "message", phone, 1, now),
    use(sql, "message", EVERYBODY, 1, now),
  ];
  return { to: licence.phone, code, usage };
}

function limitReached({ sql, configuration: { limits } }: StateTools, phone: string, isExpected: boolean, now: number) {
  const most = isExpected ? limits.messages : limits.messages - Math.floor(limits.messages * INVITED_SHARE);
  if (usedToday(sql, "message", EVERYBODY, now) >= most) return "limit_of_all";
  const kind = isExpected ? "message-invited" : "message";
  if (usedToday(sql, kind, phone, now) >= limits.messagesPerPhone) return "limit_of_phone";
  return null;
}

function messageOf({ to, code }: ClaimedMessage, account: Address, site: string): CodeMessage {
  const wallet = account.slice(-6);
  return { to, code, site, wallet, text: messageText({ code, site, wallet }) };
}

function afterFailure({ sql, atomically }: StateTools, wanted: WantedMessage, claimed: ClaimedMessage, error: unknown) {
  if (!(error instanceof MessageError)) {
    settle(sql, wanted.request, "failed");
    logError("message_failed", describeError(error));
    return;
  }
  const again = atomically(() => {
    if (error.wasRefused) for (const id of claimed.usage) giveBack(sql, id);
    if (error.isPassing) return postpone(sql, wanted, unixTime());
    settle(sql, wanted.request, "failed");
    return false;
  });
  logError("message_failed", { status: error.status, code: error.code, again });
}

function digestOfPhone(phone: string, pepper: Uint8Array) {
  return createHmac("sha256", pepper).update(`phone ${phone}`).digest("hex");
}
