import { m } from "#messages";
import { ExplainedError } from "../words/explainedError.ts";

/**
 * Something that travels to or from the store and that a person may hold up or end. What is on its way when it is held up, a part
 * or a few, still arrives; nothing new leaves before `resume`.
 */
export class Transfer {
  isPaused = $state(false);

  readonly #controller = new AbortController();
  #release: () => void = () => {};
  #held: Promise<void> = Promise.resolve();

  /** Aborted by `cancel`: whatever is on its way is dropped at once. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  pause(): void {
    if (this.isPaused || this.signal.aborted) return;
    this.isPaused = true;
    this.#held = new Promise((resolve) => (this.#release = resolve));
  }

  resume(): void {
    this.isPaused = false;
    this.#release();
  }

  cancel(): void {
    this.#controller.abort();
    this.resume();
  }

  /** Resolves when the next part may travel. @throws TransferCancelledError */
  async untilAllowed(): Promise<void> {
    await this.#held;
    if (this.signal.aborted) throw new TransferCancelledError();
  }
}

/** The person ended it. */
export class TransferCancelledError extends ExplainedError {
  override name = "TransferCancelledError";

  constructor() {
    super({
      what: m.flows_blobs_cancelled(),
      safe: m.flows_blobs_cancelled_safe(),
      next: m.flows_blobs_cancelled_next(),
      remedy: "retry",
    });
  }
}
