import type { Address } from "viem";
import { deliverCodes } from "../codes/deliver-codes.ts";
import { describeError, logError } from "../log.ts";
import type { Nonce } from "../sign-in/nonce.ts";
import { unixTime } from "../unix-time.ts";
import { askForCode, tryCode, type AskOutcome, type CodePlace, type CodeWish, type TryOutcome } from "./codes.ts";
import { countOverdue, nextDue } from "./deliveries.ts";
import { invite, type Invitation } from "./invitations.ts";
import {
  endLink,
  fetchLinkFile,
  isLinkAlive,
  keepLink,
  linksOf,
  settleTry,
  tryLink,
  type KeptLink,
  type LinkFetch,
  type LinkTry,
  type NewLink,
} from "./links.ts";
import { createTables, sweep } from "./schema.ts";
import { closeSession, findSession, openSession } from "./sessions.ts";
import { spend } from "./spend.ts";
import type { StateTools } from "./state-tools.ts";
import { giveBack, use, usedToday } from "./usage.ts";

/** Seconds between two sweeps. */
const SWEEP_INTERVAL = 60;

/** Everything that expires, as requests use it. Each call happens at once or not at all. */
export interface State {
  /** False when the challenge was spent before. `expiresAt` in Unix seconds. */
  spendChallenge(challenge: { id: string; expiresAt: number }): Promise<boolean>;
  /** Spends the nonce and opens a session. Null when the nonce was spent before. Returns when the session ends. */
  openSession(session: { token: string; account: Address; nonce: Nonce }): Promise<number | null>;
  findSession(token: string): Promise<Address | null>;
  closeSession(token: string): Promise<void>;
  askForCode(wish: CodeWish): Promise<AskOutcome>;
  tryCode(place: CodePlace, code: string): Promise<TryOutcome>;
  /** Returns when the invitation ends, or null when its registrar has sent too many. */
  invite(invitation: Invitation): Promise<number | null>;
  /** Counts tickets, if the account has so many left of `allowance`. Returns what to give back if they are not handed out. */
  useTickets(account: Address, amount: number, allowance: number): Promise<number | null>;
  giveBackTickets(id: number): Promise<void>;
  /** False when its chart has made too many links today. */
  keepLink(link: NewLink): Promise<boolean>;
  linksOf(owner: string): Promise<KeptLink[]>;
  /** False if this chart has no such link. */
  endLink(link: Pick<NewLink, "id" | "owner">): Promise<boolean>;
  /** `network`: a digest of the network address that tries. */
  tryLink(id: string, network: string): Promise<LinkTry>;
  /** What `tryLink` counted was right. False if the link ended meanwhile. */
  settleTry(id: string): Promise<boolean>;
  /** Counts a fetch of its file, unless it was fetched too often today. */
  fetchLinkFile(id: string): Promise<LinkFetch>;
  isLinkAlive(id: string): Promise<boolean>;
}

/**
 * The state over a platform's storage. `alarm` does what is due: it sends messages, deletes what has expired, and asks to be
 * woken again.
 */
export function createState(tools: StateTools): State & { alarm(): Promise<void> } {
  const { sql, atomically, wakeAt, configuration } = tools;
  const inFlight = new Set<string>();
  createTables(sql);

  return {
    async spendChallenge({ id, expiresAt }) {
      wakeAt(expiresAt);
      return spend(sql, "challenge", id, expiresAt);
    },
    async openSession({ nonce, ...session }) {
      wakeAt(nonce.expiresAt);
      return atomically(() =>
        spend(sql, "nonce", nonce.nonce, nonce.expiresAt) ? openSession(sql, session, unixTime()) : null,
      );
    },
    async findSession(token) {
      return findSession(sql, token, unixTime());
    },
    async closeSession(token) {
      atomically(() => closeSession(sql, token));
    },
    async askForCode(wish) {
      const now = unixTime();
      wakeAt(now);
      return atomically(() => askForCode(sql, wish, configuration.limits, now));
    },
    async tryCode(place, code) {
      return atomically(() => tryCode(sql, place, code, configuration.codePepper, unixTime()));
    },
    async invite(invitation) {
      const now = unixTime();
      wakeAt(now + SWEEP_INTERVAL);
      return atomically(() => invite(sql, invitation, configuration.limits.invitationsPerRegistrar, now));
    },
    async useTickets(account, amount, allowance) {
      const now = unixTime();
      wakeAt(now + SWEEP_INTERVAL);
      return atomically(() =>
        usedToday(sql, "ticket", account, now) + amount > allowance ? null : use(sql, "ticket", account, amount, now),
      );
    },
    async giveBackTickets(id) {
      giveBack(sql, id);
    },
    async keepLink(link) {
      const now = unixTime();
      wakeAt(now + SWEEP_INTERVAL);
      return atomically(() => keepLink(sql, link, now));
    },
    async linksOf(owner) {
      return linksOf(sql, owner, unixTime());
    },
    async endLink(link) {
      return endLink(sql, link, unixTime());
    },
    async tryLink(id, network) {
      const now = unixTime();
      wakeAt(now + SWEEP_INTERVAL);
      return atomically(() => tryLink(sql, id, network, now));
    },
    async settleTry(id) {
      return settleTry(sql, id, unixTime());
    },
    async fetchLinkFile(id) {
      const now = unixTime();
      wakeAt(now + SWEEP_INTERVAL);
      return atomically(() => fetchLinkFile(sql, id, now));
    },
    async isLinkAlive(id) {
      return isLinkAlive(sql, id, unixTime());
    },
    async alarm() {
      try {
        await deliverCodes(tools, inFlight);
      } catch (error) {
        logError("delivery_failed", describeError(error));
      }
      const now = unixTime();
      const overdue = countOverdue(sql, now);
      if (overdue > 0) logError("message_overdue", { count: overdue });
      const expiry = atomically(() => sweep(sql, now));
      if (expiry !== null) wakeAt(Math.max(expiry, now + SWEEP_INTERVAL));
      const due = nextDue(sql);
      if (due !== null) wakeAt(Math.max(due, now + 1));
    },
  };
}
