import type { Step } from "#components/StepTracker.svelte";
import type { TransactionStatus } from "#lib/chain/transactions.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import type { Explanation } from "#lib/words/explainedError.ts";
import { m } from "#messages";

/** The stages of a transaction as a StepTracker shows them; `visible` names the last. */
const stages = (visible: string) => [m.routes_stages_asked(), m.routes_stages_send(), m.routes_stages_sent(), visible];

const stageOf: Partial<Record<TransactionStatus, number>> = {
  asked: 0,
  signed: 1,
  proposed: 1,
  sent: 2,
  replaced: 2,
  "taken-back": 2,
  unanswered: 2,
  confirmed: 3,
  visible: 4,
};

const detailOf: Partial<Record<TransactionStatus, string>> = {
  asked: m.routes_stages_asked_detail(),
  signed: m.routes_stages_signed(),
  proposed: m.routes_stages_proposed(),
  sent: m.routes_stages_sent_detail(),
  replaced: m.routes_stages_replaced(),
  "taken-back": m.routes_stages_taken_back(),
  unanswered: m.routes_stages_unanswered(),
  confirmed: m.routes_stages_confirmed(),
};

/** One transaction under way, or several one after the other, as a page shows it: its steps, and why it failed. */
export class Sending {
  /** Null before it begins. */
  status = $state<TransactionStatus | null>(null);
  /** What was thrown; null while all is well. */
  error = $state.raw<unknown>(null);
  busy = $state(false);
  /** How many of several went through before the present one: what is said of a failure is true of the others alone. */
  through = $state(0);

  readonly steps: readonly Step[] = $derived.by(() => this.#drawn());

  readonly #visible: string;
  /** The stage that was reached, from 0: a failure stays where it happened. */
  #stage = $state(0);

  /** @param visible How the last stage is called: "Show it in your list". */
  constructor(visible: string) {
    this.#visible = visible;
  }

  /**
   * @param send Sends one transaction, reporting each status.
   * @returns Whether it went through; if not, `error` says why.
   */
  async run(send: (onStatus: (status: TransactionStatus) => void) => Promise<unknown>): Promise<boolean> {
    this.reset();
    this.busy = true;
    try {
      await send((status) => this.#reach(status));
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Shows a transaction that was under way before the page was loaded again. */
  show(status: TransactionStatus): void {
    this.#reach(status);
  }

  /** As before it began. */
  reset(): void {
    this.busy = false;
    this.error = null;
    this.status = null;
    this.through = 0;
    this.#stage = 0;
  }

  #reach(status: TransactionStatus): void {
    this.status = status;
    this.#stage = stageOf[status] ?? this.#stage;
  }

  #drawn(): Step[] {
    const failure = this.error ? explain(this.error) : null;
    return stages(this.#visible).map((label, index) => {
      if (index < this.#stage) return { label, state: "done" };
      if (index > this.#stage) return { label, state: "next" };
      if (failure) return { label, state: "failed", detail: this.#tell(failure) };
      const detail = this.status && detailOf[this.status];
      return { label, state: "now", ...(detail && { detail }) };
    });
  }

  #tell({ what, safe, next }: Explanation): string {
    const left = this.through > 0 ? m.routes_sending_rest({ count: this.through, safe }) : safe;
    return `${what} ${left} ${next}`.trim();
  }
}
