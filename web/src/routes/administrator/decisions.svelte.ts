import type { Phrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import type { Call } from "#lib/chain/call.ts";
import { Sending } from "../sending.svelte.ts";

/** Something an administrator is about to do: said first, then signed. */
export type Decision = {
  /** A question: "Appoint Dr Lena Hallowell?" */
  title: string;
  /** What will hold from then on, in one sentence made of the very things that are signed. */
  say: Phrase;
  /** What else is to be known, above all what it does not do. */
  note: string;
  /** The verb on the button. */
  confirm: string;
  /** What staying as it is means. */
  cancel?: string;
  /** For what ends something. */
  ends?: boolean;
  /** Said once it is done: "Dr Lena Hallowell is appointed." */
  done: string;
  call: Call;
};

/** One decision at a time: asked about, confirmed in the wallet, followed until the lists show it. */
export class Decisions {
  current = $state.raw<Decision | null>(null);
  open = $state(false);
  /** The sentence that tells the last one went through; empty before. */
  done = $state("");
  readonly sending = new Sending("Show it in your lists");

  readonly #app: App;
  #onDone = () => {};

  constructor(app: App) {
    this.#app = app;
  }

  /** @param onDone Called once the lists show it. */
  ask(decision: Decision, onDone: () => void): void {
    // One that is under way stays in sight until it ends.
    if (this.sending.busy) return;
    this.sending.reset();
    this.done = "";
    this.#onDone = onDone;
    this.current = decision;
    this.open = true;
  }

  async confirm(): Promise<void> {
    const decision = this.current;
    if (!decision || this.sending.busy) return;
    const went = await this.sending.run((onStatus) => this.#app.transactions.run(decision.call, onStatus));
    if (!went) return;
    this.open = false;
    this.done = decision.done;
    this.#onDone();
  }
}
