import { wrap, type Remote } from "comlink";
import type { Address } from "viem";
import { m } from "#messages";
import { trustedWorkerUrl } from "../trustedWorkerUrl.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import type { KeyHolder } from "./keyHolder.ts";
import workerUrl from "./keyHolder.worker.ts?worker&url";

/** Milliseconds without a touch after which the keys are locked. */
const INACTIVITY = 15 * 60_000;

/** Whether this tab can open reports. The keys themselves are in the key holder's worker. */
export class Keys {
  /** Whose keys are unlocked; null while locked. */
  account = $state<Address | null>(null);
  /** Counts the keyrings that were opened or renewed: what depends on the one in use is read anew. */
  keyrings = $state(0);

  /** The holder has opened the keyring of a lost wallet, whose keys are nobody's here until they are taken over. */
  hasLostKeyring = $state(false);

  #worker: Worker | null = null;
  #holder: Remote<KeyHolder> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #working = new Set<() => void>();
  #listeners: readonly (() => void)[] = [];

  /** The key holder, started when there is none. */
  get holder(): Remote<KeyHolder> {
    if (!this.#holder) {
      this.#worker = new Worker(trustedWorkerUrl(workerUrl), { type: "module", name: "key-holder" });
      this.#holder = wrap<KeyHolder>(this.#worker);
    }
    return this.#holder;
  }

  /** Calls `listener` whenever the keys are locked, so that what they opened is covered. */
  onLock(listener: () => void): void {
    this.#listeners = [...this.#listeners, listener];
  }

  /** To be called when the holder has unlocked the keys of `account`, or renewed them. */
  unlocked(account: Address): void {
    this.account = account;
    this.keyrings += 1;
    this.touch();
  }

  /** To be called when the holder has opened the keyring of a lost wallet: it is locked as one's own keys are. */
  foundLostKeyring(): void {
    this.hasLostKeyring = true;
    this.touch();
  }

  /**
   * For long work in the holder: settles as the work does, or fails as soon as the keys are locked. Of a worker that was ended no answer
   * ever comes.
   */
  async whileUnlocked<Result>(work: Promise<Result>): Promise<Result> {
    const { promise: locked, reject } = Promise.withResolvers<never>();
    const fail = () => reject(new LockedMeanwhileError());
    this.#working.add(fail);
    return Promise.race([work, locked]).finally(() => this.#working.delete(fail));
  }

  /** Someone is here: the keys stay unlocked for another quarter of an hour. */
  touch(): void {
    clearTimeout(this.#timer);
    if (this.account || this.hasLostKeyring) this.#timer = setTimeout(() => this.lock(), INACTIVITY);
  }

  /** Ends the worker, and with it every seed and content key in this tab. */
  lock(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#holder = null;
    this.account = null;
    this.hasLostKeyring = false;
    this.#working.forEach((fail) => fail());
    this.#listeners.forEach((listener) => listener());
  }
}

const lockedMeanwhile: Explanation = {
  what: m.keys_keys_locked_meanwhile_what(),
  safe: m.keys_keys_locked_meanwhile_safe(),
  next: m.keys_keys_locked_meanwhile_next(),
  remedy: "unlock",
};

/** The keys were locked while something was done with what they opened, which was stopped. */
export class LockedMeanwhileError extends ExplainedError {
  override name = "LockedMeanwhileError";

  constructor() {
    super(lockedMeanwhile);
  }
}
