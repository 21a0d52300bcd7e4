import type { Step } from "#components/StepTracker.svelte";
import type { FlowStep, OnProgress, Progress } from "#lib/flows/progress.ts";
import { Transfer } from "#lib/blobs/transfer.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";

/** How each stage is called. One without a label is left out. */
export type FlowLabels = { locking: string; storing?: string; asked: string; sent: string; visible: string };

type Stage = keyof FlowLabels;

const order: readonly Stage[] = ["locking", "storing", "asked", "sent", "visible"];

/** Which stage a step is part of; "done" after the last. Steps that lead nowhere have none. */
const stageOf: Partial<Record<FlowStep, Stage | "done">> = {
  locking: "locking",
  "locking-again": "locking",
  "signing-in": "storing",
  storing: "storing",
  asked: "asked",
  signed: "sent",
  proposed: "sent",
  sent: "sent",
  replaced: "sent",
  "taken-back": "sent",
  unanswered: "sent",
  confirmed: "visible",
  visible: "done",
};

const detailOf: Partial<Record<FlowStep, string>> = {
  locking: m.routes_flow_steps_locking(),
  "locking-again": m.routes_flow_steps_locking_again(),
  "signing-in": m.routes_flow_steps_signing_in(),
  asked: m.routes_flow_steps_asked(),
  signed: m.routes_stages_signed(),
  proposed: m.routes_stages_proposed(),
  sent: m.routes_stages_sent_detail(),
  replaced: m.routes_stages_replaced(),
  "taken-back": m.routes_stages_taken_back(),
  unanswered: m.routes_stages_unanswered(),
  confirmed: m.routes_stages_confirmed(),
};

/** Where this page has more to do once the transaction is confirmed, so that not all of it finishes by itself. */
const detailBeforeMore: Partial<Record<FlowStep, string>> = {
  proposed: m.routes_stages_proposed_more(),
  sent: m.routes_stages_sent_more(),
  unanswered: m.routes_stages_unanswered_more(),
  confirmed: m.routes_stages_confirmed_more(),
};

/** Something under way, from locking to the lists, as a page shows it. */
export class Flow {
  busy = $state(false);
  /** What was thrown; null while all is well. */
  error = $state.raw<unknown>(null);
  isDone = $state(false);
  /** How to hold up what the flow stores, or to end it. Another one each time it runs. */
  transfer = $state.raw(new Transfer());
  /** Something is being locked or stored now, which can be held up. */
  readonly isTravelling = $derived.by(
    () =>
      this.busy && (this.#progress?.step === "locking" || this.#progress?.step === "storing") && !!this.#progress.total,
  );
  /** The wallet has signed the last that it is asked for: it goes on by itself, whatever is closed. */
  readonly isSent = $derived.by(() => {
    const stage = this.#progress && stageOf[this.#progress.step];
    return stage === "sent" || stage === "visible" || stage === "done";
  });
  readonly hasBegun = $derived.by(() => this.#progress !== null || this.error !== null);
  readonly steps: readonly Step[] = $derived.by(() => this.#drawn());

  readonly #labels: FlowLabels;
  readonly #details: Partial<Record<FlowStep, string>>;
  readonly #safe: (error: unknown) => string;
  /** The furthest; a failure stays where it happened. */
  #progress = $state.raw<Progress | null>(null);

  /**
   * @param more Whether this page has more to do once the transaction is confirmed.
   * @param safe What a failure left as it was, in words, where that is more than the error itself knows.
   */
  constructor(
    labels: FlowLabels,
    more: "then-done" | "then-more" = "then-done",
    safe: (error: unknown) => string = (error) => explain(error).safe,
  ) {
    this.#labels = labels;
    this.#details = more === "then-more" ? { ...detailOf, ...detailBeforeMore } : detailOf;
    this.#safe = safe;
  }

  /** @returns Whether it went through; if not, `error` says why. */
  async run(flow: (onProgress: OnProgress, transfer: Transfer) => Promise<unknown>): Promise<boolean> {
    this.transfer = new Transfer();
    this.busy = true;
    this.error = null;
    try {
      await flow((progress) => {
        if (progress.step in stageOf) this.#progress = progress;
      }, this.transfer);
      this.isDone = true;
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** As before it began. */
  reset(): void {
    this.error = null;
    this.isDone = false;
    this.#progress = null;
  }

  #drawn(): Step[] {
    const stages = order.filter((stage) => this.#labels[stage] !== undefined);
    const now = this.#progress ? (stageOf[this.#progress.step] ?? "locking") : "locking";
    const at = now === "done" ? stages.length : Math.max(0, stages.indexOf(now));
    const failure = this.error ? { ...explain(this.error), safe: this.#safe(this.error) } : null;
    return stages.map((stage, index): Step => {
      const label = this.#labels[stage] ?? "";
      if (index < at) return { label, state: "done" };
      if (index > at) return { label, state: "next" };
      if (failure) return { label, state: "failed", detail: `${failure.what} ${failure.safe} ${failure.next}`.trim() };
      return { label: this.#numbered(label), state: "now", ...this.#told() };
    });
  }

  /** Of several reports on their way together, which one a stage is at. */
  #numbered(stage: string): string {
    const { number, of } = this.#progress?.among ?? {};
    if (!of) return stage;
    return number
      ? m.routes_flow_steps_one_of_several({ stage, number, total: of })
      : m.routes_flow_steps_all_at_once({ stage, total: of });
  }

  #told(): Pick<Step, "detail" | "progress"> {
    const progress = this.#progress;
    const paused = this.transfer.isPaused ? "yes" : "no";
    if (progress?.step === "storing" && progress.total) {
      const { stored = 0, total } = progress;
      const label = m.routes_flow_steps_stored({ stored, total, paused });
      return { detail: label, progress: { value: stored, max: total, label } };
    }
    if (progress?.step === "locking" && progress.total) {
      const { locked = 0, total } = progress;
      const label = m.routes_flow_steps_locked({ locked, total, paused });
      return { detail: label, progress: { value: locked, max: total, label } };
    }
    const detail = progress && this.#details[progress.step];
    return detail ? { detail } : {};
  }
}
