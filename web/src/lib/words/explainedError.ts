/** What to offer beside an explanation. */
export type Remedy = "retry" | "switch-network" | "sign-in" | "unlock" | "connect" | "reload";

/** An error as people read it: what happened, what is safe, what to do next; each one sentence or two. */
export type Explanation = { what: string; safe: string; next: string; remedy: Remedy | null };

/** An error that already knows how to say itself. */
export class ExplainedError extends Error {
  override name = "ExplainedError";
  readonly explanation: Explanation;

  constructor(explanation: Explanation, options?: ErrorOptions) {
    super(`${explanation.what} ${explanation.safe} ${explanation.next}`.trim(), options);
    this.explanation = explanation;
  }
}
