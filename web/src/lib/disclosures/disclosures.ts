import type { PurposeCode } from "@chartkey/protocol/purpose";
import type { Address, Hex } from "viem";

/**
 * [Note: an accounting of disclosures] The public record says who *could* read what, from when until when. It cannot say who did:
 * reading leaves no trace, since whoever holds a key needs nobody's help to use it. So this lists what was allowed, and by whom it was
 * asked for, and every page that shows it says so.
 */
export type Disclosure = {
  reader: Address;
  /** Null for all reports, also those added later, but for those that are only ever shared one by one. */
  report: Hex | null;
  /** `wrote`: a doctor reads what they wrote until the patient stops it. */
  why: "shared" | "shared-everything" | "wrote";
  /** Null for an author. */
  purpose: PurposeCode | null;
  /** Unix seconds. */
  from: number;
  /** Last second that it was given for; null without an end. */
  until: number | null;
  /** What ended it before that; null when nothing did. */
  ended: { at: number; why: Ending; transaction: Hex } | null;
  /** When the reader had asked for it; null when they had not. */
  askedAt: number | null;
  /** Reports that a consent to everything did not open: from when, and until when if they were shared one by one meanwhile. */
  without: { report: Hex; at: number; until: number | null }[];
  transaction: Hex;
};

export type Ending = "stopped" | "everything-stopped" | "replaced" | "withdrawn" | "erased" | "verification-ended";

/** What happened to a chart, as far as it concerns who can read, in the order of the chain. */
export type DisclosureStep = { at: number; transaction: Hex } & (
  | { step: "added"; report: Hex; author: Address | null }
  /** What was given under a doctor's verification ends with it, and does not come back with the next. */
  | { step: "verification-ended"; reader: Address }
  | { step: "asked"; report: Hex; reader: Address }
  | { step: "declined"; report: Hex; reader: Address }
  | { step: "granted"; report: Hex; reader: Address; purpose: PurposeCode; until: number }
  | { step: "granted-everything"; reader: Address; purpose: PurposeCode; until: number }
  | { step: "stopped"; report: Hex; reader: Address }
  | { step: "stopped-everything"; reader: Address }
  | { step: "withdrawn" | "erased"; report: Hex }
);

/** Every span in which somebody but the patient could read something, newest first. */
export function disclosuresOf(steps: readonly DisclosureStep[]): Disclosure[] {
  const spans: Disclosure[] = [];
  const asked = new Map<string, number>();
  /** What was stopped one by one, by reader and report: only sharing that report again ends it. */
  const stopped = new Map<Address, Set<Hex>>();
  const stoppedFor = (reader: Address): Set<Hex> => {
    const known = stopped.get(reader) ?? new Set<Hex>();
    stopped.set(reader, known);
    return known;
  };

  const end = (each: DisclosureStep, why: Ending, which: (span: Disclosure) => boolean): void => {
    for (const span of spans) {
      if (!isOver(span, each.at) && which(span)) span.ended = { at: each.at, why, transaction: each.transaction };
    }
  };
  const begin = (
    each: DisclosureStep,
    span: Pick<Disclosure, "reader" | "report" | "why" | "purpose" | "until">,
  ): void => {
    const request = `${span.report}:${span.reader}`;
    const { at, transaction } = each;
    spans.push({ ...span, from: at, ended: null, askedAt: asked.get(request) ?? null, without: [], transaction });
    asked.delete(request);
  };

  for (const each of steps) {
    switch (each.step) {
      case "added":
        if (each.author !== null) {
          begin(each, { reader: each.author, report: each.report, why: "wrote", purpose: null, until: null });
        }
        break;
      case "asked":
        asked.set(`${each.report}:${each.reader}`, each.at);
        break;
      case "declined":
        asked.delete(`${each.report}:${each.reader}`);
        break;
      case "granted": {
        const { reader, report, purpose, until } = each;
        end(each, "replaced", (span) => span.why === "shared" && span.reader === reader && span.report === report);
        begin(each, { reader, report, why: "shared", purpose, until });
        stoppedFor(reader).delete(report);
        for (const { without } of spans.filter((span) => span.report === null && span.reader === reader)) {
          for (const left of without) if (left.report === report) left.until ??= each.at;
        }
        break;
      }
      case "granted-everything": {
        const { reader, purpose, until } = each;
        end(each, "replaced", (span) => span.why === "shared-everything" && span.reader === reader);
        begin(each, { reader, report: null, why: "shared-everything", purpose, until });
        for (const report of stoppedFor(reader)) spans.at(-1)?.without.push({ report, at: each.at, until: null });
        break;
      }
      case "stopped": {
        const { reader, report, at } = each;
        end(each, "stopped", (span) => span.reader === reader && span.report === report);
        for (const span of spans) {
          const isOut = span.without.some((left) => left.report === report && left.until === null);
          if (span.report === null && span.reader === reader && !isOver(span, at) && !isOut) {
            span.without.push({ report, at, until: null });
          }
        }
        stoppedFor(reader).add(report);
        asked.delete(`${report}:${reader}`);
        break;
      }
      case "stopped-everything":
        end(each, "everything-stopped", ({ reader }) => reader === each.reader);
        break;
      case "verification-ended":
        end(each, "verification-ended", ({ reader }) => reader === each.reader);
        break;
      case "withdrawn":
      case "erased":
        end(each, each.step, ({ report }) => report === each.report);
        break;
    }
  }
  return spans.sort((one, other) => other.from - one.from);
}

function isOver({ ended, until }: Disclosure, at: number): boolean {
  return ended !== null || (until !== null && until < at);
}
