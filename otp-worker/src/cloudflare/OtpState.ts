import { DurableObject } from "cloudflare:workers";
import type { Address } from "viem";
import { readConfiguration } from "../configuration/read-configuration.ts";
import type { Nonce } from "../sign-in/nonce.ts";
import type { CodePlace, CodeWish } from "../state/codes.ts";
import type { Invitation } from "../state/invitations.ts";
import type { NewLink } from "../state/links.ts";
import { createState, type State } from "../state/state.ts";
import type { Environment } from "./environment.ts";

/**
 * [Note: one object holds all state] Everything that expires lives in one SQLite Durable Object, so that a daily limit over all
 * phones, or a nonce, cannot be used twice in two places. What it decides is in `state/`, which knows no Cloudflare.
 *
 * [Note: alarms are never lost] An alarm is set in the same turn as the rows it is for, so the platform keeps both or neither,
 * and it repeats an alarm that did not end well.
 */
export class OtpState extends DurableObject<Environment> implements State {
  readonly #state: ReturnType<typeof createState>;
  /** When the alarm will ring, in milliseconds since 1970. */
  #planned: number | null = null;

  constructor(context: DurableObjectState, environment: Environment) {
    super(context, environment);
    const { storage } = context;
    this.#state = createState({
      configuration: readConfiguration(environment),
      register: environment.REGISTER,
      sql: (statement, ...values) => storage.sql.exec<never>(statement, ...values).toArray(),
      atomically: (work) => storage.transactionSync(work),
      wakeAt: (at) => this.#wakeAt(at * 1000),
    });
    void context.blockConcurrencyWhile(async () => {
      this.#planned = await storage.getAlarm();
    });
  }

  spendChallenge(challenge: { id: string; expiresAt: number }) {
    return this.#state.spendChallenge(challenge);
  }

  openSession(session: { token: string; account: Address; nonce: Nonce }) {
    return this.#state.openSession(session);
  }

  findSession(token: string) {
    return this.#state.findSession(token);
  }

  closeSession(token: string) {
    return this.#state.closeSession(token);
  }

  askForCode(wish: CodeWish) {
    return this.#state.askForCode(wish);
  }

  tryCode(place: CodePlace, code: string) {
    return this.#state.tryCode(place, code);
  }

  invite(invitation: Invitation) {
    return this.#state.invite(invitation);
  }

  useTickets(account: Address, amount: number, allowance: number) {
    return this.#state.useTickets(account, amount, allowance);
  }

  giveBackTickets(id: number) {
    return this.#state.giveBackTickets(id);
  }

  keepLink(link: NewLink) {
    return this.#state.keepLink(link);
  }

  linksOf(owner: string) {
    return this.#state.linksOf(owner);
  }

  endLink(link: Pick<NewLink, "id" | "owner">) {
    return this.#state.endLink(link);
  }

  tryLink(id: string, network: string) {
    return this.#state.tryLink(id, network);
  }

  settleTry(id: string) {
    return this.#state.settleTry(id);
  }

  fetchLinkFile(id: string) {
    return this.#state.fetchLinkFile(id);
  }

  isLinkAlive(id: string) {
    return this.#state.isLinkAlive(id);
  }

  override alarm() {
    this.#planned = null;
    return this.#state.alarm();
  }

  #wakeAt(at: number) {
    if (this.#planned !== null && this.#planned <= at) return;
    this.#planned = at;
    void this.ctx.storage.setAlarm(at);
  }
}
