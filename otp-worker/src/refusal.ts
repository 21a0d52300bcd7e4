/** HTTP statuses the worker answers with when it refuses. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 502 | 503;

/**
 * A request that is refused, with what the person may be told: `code` for programs, `message` (what happened, what is safe,
 * what to do next) for people, `details` beside them in the body.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: RefusalStatus;
  readonly code: string;
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;

  constructor(status: RefusalStatus, code: string, message: string, details: Refusal["details"] = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
