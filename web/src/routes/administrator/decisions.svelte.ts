import { plainPhrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import type { Call } from "#lib/chain/call.ts";
import { MOST_IN_ONE_TRANSACTION, transactionBuilderFile } from "#lib/safe/transactionBuilderFile.ts";
import { saveFile } from "#lib/viewers/saveFile.ts";
import { ExplainedError } from "#lib/words/explainedError.ts";
import { m } from "#messages";
import { Sending } from "../sending.svelte.ts";
import { callSentence, type CallNames } from "./callSentence.ts";

/** Something an administrator is about to do: said first, from the very calls (see `callSentence`), then signed. */
export type Decision = {
  /** A question: "Appoint Dr Lena Hallowell?" */
  title: string;
  /** What else is to be known, above all what it does not do. */
  note: string;
  /** What follows, one sentence each, where it is much. */
  consequences?: readonly string[];
  /** The verb on the button. */
  confirm: string;
  /** What staying as it is means. */
  cancel?: string;
  /** For what ends something. */
  ends?: boolean;
  /** A word to type first, for what nobody can undo. */
  typed?: string;
  /** Said once it is done: "Dr Lena Hallowell is appointed." */
  done: string;
  /** What is sent, in this order; all or none where the wallet can. */
  calls: readonly Call[];
};

/** One decision at a time: asked about, confirmed in the wallet, followed until the lists show it; or saved for a Safe. */
export class Decisions {
  current = $state.raw<Decision | null>(null);
  open = $state(false);
  /** The sentence that tells the last one went through; empty before. */
  done = $state("");
  sending = $state.raw(newSending());
  /** Why it could not be saved for a Safe, which says nothing about sending it; null when it could. */
  saveError = $state.raw<unknown>(null);

  readonly #app: App;
  #onProgress = (_sent: number) => {};
  #onDone = () => {};

  constructor(app: App) {
    this.#app = app;
  }

  /**
   * @param onProgress Called with how many of the calls the lists show, when that is more than before.
   * @param onDone Called once the lists show all of it.
   */
  ask(decision: Decision, onProgress: (sent: number) => void, onDone = () => {}): void {
    // One that is under way comes first: it is shown again until it ends.
    if (this.sending.busy) {
      this.open = true;
      return;
    }
    this.sending.reset();
    this.saveError = null;
    this.done = "";
    this.#onProgress = onProgress;
    this.#onDone = onDone;
    this.current = decision;
    this.open = true;
  }

  /** How many calls of the present one went through. */
  get sent(): number {
    return this.sending.through;
  }

  /** Sends it; after a failure on the way, what is left of it. */
  async confirm(): Promise<void> {
    const decision = this.current;
    if (!decision || this.sending.busy) return;
    const { sending, sent: before } = this;
    const isHere = () => this.sending === sending;
    const went = await sending.run((onStatus) => {
      sending.through = before;
      return this.#app.transactions.runAll(decision.calls.slice(before), onStatus, (count) => {
        sending.through = before + count;
      });
    });
    if (!isHere()) return;
    // What went through before a failure is in the lists already.
    if (this.sent > before) this.#onProgress(this.sent);
    if (!went) return;
    this.open = false;
    this.done = decision.done;
    this.#onDone();
  }

  /** For another account: what was asked of one is not asked of the next, and how it goes on is none of their business. */
  clear(): void {
    this.current = null;
    this.open = false;
    this.done = "";
    this.sending = newSending();
  }

  /** Saves it as a file for the Transaction Builder of a Safe. Sends nothing. */
  save(names: CallNames): void {
    const decision = this.current;
    if (!decision || this.sending.busy) return;
    const { network, session } = this.#app;
    const calls = decision.calls.slice(this.sent);
    if (calls.length > MOST_IN_ONE_TRANSACTION) {
      this.saveError = new ExplainedError(tooManyForOne(calls.length));
      return;
    }
    const file = transactionBuilderFile(calls, {
      chainId: network.chainId,
      name: m.administrator_decisions_file_title({ decision: decision.title }),
      description: calls.map((call) => plainPhrase(callSentence(network, call, names))).join(" "),
      safe: session.preparesFor ?? "",
      createdAt: Date.now(),
    });
    saveFile(new TextEncoder().encode(JSON.stringify(file, null, 2)), fileName(decision));
    this.open = false;
    this.done = m.administrator_decisions_saved({ file: fileName(decision) });
  }
}

const newSending = () => new Sending(m.administrator_decisions_show_in_lists());

const tooManyForOne = (count: number) => ({
  what: m.administrator_decisions_too_many({ count, most: MOST_IN_ONE_TRANSACTION }),
  safe: m.administrator_decisions_too_many_safe(),
  next: m.administrator_decisions_too_many_next(),
  remedy: null,
});

/** "chartkey-appoint.json", whatever letters the verb is written in */
function fileName({ confirm }: Decision): string {
  return `chartkey-${confirm.toLowerCase().replaceAll(/[^\p{L}\p{M}]+/gu, "-")}.json`;
}
