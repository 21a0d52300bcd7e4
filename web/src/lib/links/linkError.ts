import { m } from "#messages";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** Why a link cannot be opened. */
export type LinkProblem =
  | "no-link"
  | "damaged-link"
  | "newer"
  | "foreign"
  | "unsupported"
  | "expired"
  | "wrong-passcode"
  | "used-up"
  | "ended"
  | "unknown"
  | "too-many"
  | "service-away"
  | "store-away"
  | "damaged-file";

/** A SMART Health Link that cannot be opened, or not now. Never says anything of its key or passcode. */
export class LinkError extends ExplainedError {
  override name = "LinkError";
  readonly problem: LinkProblem;

  /** @param triesLeft How often a passcode may still be entered; only for a wrong one. */
  constructor(problem: LinkProblem, { triesLeft = 0, cause }: { triesLeft?: number; cause?: unknown } = {}) {
    super(problem === "wrong-passcode" ? wrongPasscode(triesLeft) : explanations[problem], { cause });
    this.problem = problem;
  }

  /** Whether another try with the same link may go through. */
  get isPassing(): boolean {
    return ["wrong-passcode", "too-many", "service-away", "store-away"].includes(this.problem);
  }
}

function wrongPasscode(triesLeft: number): Explanation {
  return said(m.links_wrong_passcode_what(), m.links_wrong_passcode_next({ count: triesLeft }));
}

/** Nothing is ever lost by a link that does not open: what is safe needs no words. */
const said = (what: string, next: string): Explanation => ({ what, safe: "", next, remedy: null });

const explanations: Record<Exclude<LinkProblem, "wrong-passcode">, Explanation> = {
  "no-link": said(m.links_no_link_what(), m.links_no_link_next()),
  "damaged-link": said(m.links_damaged_link_what(), m.links_damaged_link_next()),
  newer: said(m.links_newer_what(), m.links_newer_next()),
  foreign: said(m.links_foreign_what(), m.links_foreign_next()),
  unsupported: said(m.links_unsupported_what(), m.links_unsupported_next()),
  expired: said(m.links_expired_what(), m.links_ask_for_new()),
  "used-up": said(m.links_used_up_what(), m.links_ask_for_new()),
  ended: said(m.links_ended_what(), m.links_ask_for_new()),
  unknown: said(m.links_unknown_what(), m.links_ask_for_new()),
  "too-many": said(m.links_too_many_what(), m.links_too_many_next()),
  "service-away": said(m.links_service_away_what(), m.links_service_away_next()),
  "store-away": said(m.links_store_away_what(), m.links_store_away_next()),
  "damaged-file": said(m.links_damaged_file_what(), m.links_damaged_file_next()),
};
