import { DurableObject } from "cloudflare:workers";
import type { Address } from "viem";
import { deliverCodes } from "../codes/deliver-codes.ts";
import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Environment } from "../environment.ts";
import { describeError, log } from "../log.ts";
import type { Nonce } from "../sign-in/nonce.ts";
import { unixTime } from "../unix-time.ts";
import { askForCode, tryCode, type AskOutcome, type CodePlace, type TryOutcome } from "./codes.ts";
import { createTables, sweep } from "./schema.ts";
import { closeSession, findSession, openSession } from "./sessions.ts";
import { spend } from "./spend.ts";
import type { Sql } from "./sql.ts";
import { giveBack, use, usedToday } from "./usage.ts";

/** Seconds between two sweeps. */
const SWEEP_INTERVAL = 60;

/**
 * [Note: one object holds all state] Everything that expires lives in one SQLite Durable Object, so that a daily limit over all
 * phones, or a nonce, cannot be used twice in two places. Its methods do their reading and writing without an `await` in
 * between: each happens at once. What they decide is in the plain functions beside this file, which know no Cloudflare.
 */
export class OtpState extends DurableObject<Environment> {
  readonly #sql: Sql;

  constructor(context: DurableObjectState, environment: Environment) {
    super(context, environment);
    this.#sql = (statement, ...values) => context.storage.sql.exec<never>(statement, ...values).toArray();
    createTables(this.#sql);
  }

  async spendChallenge({ id, expiresAt }: { id: string; expiresAt: number }): Promise<boolean> {
    const spent = spend(this.#sql, "challenge", id, expiresAt);
    await this.#wakeAt(expiresAt);
    return spent;
  }

  /** Spends the nonce and opens a session. Null when the nonce was spent before. Returns when the session ends. */
  async openSession({ nonce, ...session }: { token: string; account: Address; nonce: Nonce }): Promise<number | null> {
    if (!spend(this.#sql, "nonce", nonce.nonce, nonce.expiresAt)) return null;
    const endsAt = openSession(this.#sql, session, unixTime());
    await this.#wakeAt(nonce.expiresAt);
    return endsAt;
  }

  findSession(token: string): Address | null {
    return findSession(this.#sql, token, unixTime());
  }

  closeSession(token: string): void {
    closeSession(this.#sql, token);
  }

  async askForCode(place: CodePlace): Promise<AskOutcome> {
    const { limits } = readConfiguration(this.env);
    const outcome = askForCode(this.#sql, place, limits.codesPerAccount, unixTime());
    if (outcome.kind === "asked") await this.#wakeAt(unixTime());
    return outcome;
  }

  tryCode(place: CodePlace, code: string): TryOutcome {
    return tryCode(this.#sql, place, code, readConfiguration(this.env).codePepper, unixTime());
  }

  /** Counts tickets, if the account has so many left of `allowance`. Returns what to give back if they are not handed out. */
  async useTickets(account: Address, amount: number, allowance: number): Promise<number | null> {
    const now = unixTime();
    if (usedToday(this.#sql, "ticket", account, now) + amount > allowance) return null;
    const id = use(this.#sql, "ticket", account, amount, now);
    await this.#wakeAt(now + SWEEP_INTERVAL);
    return id;
  }

  giveBackTickets(id: number): void {
    giveBack(this.#sql, id);
  }

  override async alarm() {
    try {
      const tools = { sql: this.#sql, register: this.env.REGISTER, configuration: readConfiguration(this.env) };
      await deliverCodes(tools, unixTime());
    } catch (error) {
      log("delivery_failed", describeError(error));
    }
    const next = sweep(this.#sql, unixTime());
    if (next !== null) await this.#wakeAt(Math.max(next, unixTime() + SWEEP_INTERVAL));
  }

  /** Sees to it that `alarm` runs at `at` (Unix seconds) or earlier. */
  async #wakeAt(at: number) {
    const planned = await this.ctx.storage.getAlarm();
    if (planned === null || planned > at * 1000) await this.ctx.storage.setAlarm(at * 1000);
  }
}
