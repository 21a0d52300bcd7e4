import { getAddress, type Address, type Hex } from "viem";
import { describe, expect, it } from "vitest";
import { disclosuresOf, type DisclosureStep } from "./disclosures.ts";

const alba = getAddress(`0x${"a".repeat(40)}`);
const bram = getAddress(`0x${"b".repeat(40)}`);
const letter: Hex = "0x11";
const scan: Hex = "0x22";
const LATER = 10_000;

type What = DisclosureStep extends infer Step
  ? Step extends unknown
    ? Omit<Step, "at" | "transaction">
    : never
  : never;
/** Each step a hundred seconds after the one before. */
const history = (...steps: What[]): DisclosureStep[] =>
  steps.map((step, n) => ({ ...step, at: 100 * (n + 1), transaction: `0x0${n + 1}` }) as DisclosureStep);
const granted = (report: Hex, reader: Address, until = LATER): What => ({
  step: "granted",
  report,
  reader,
  purpose: "TREAT",
  until,
});
const everything = (reader: Address, until = LATER): What => ({
  step: "granted-everything",
  reader,
  purpose: "COC",
  until,
});

describe("who could read what", () => {
  it("is nobody, for what the patient added and shared with no one", () => {
    expect(disclosuresOf(history({ step: "added", report: letter, author: null }))).toEqual([]);
  });

  it("is the author, until the patient stops it", () => {
    const [written] = disclosuresOf(
      history({ step: "added", report: letter, author: alba }, { step: "stopped", report: letter, reader: alba }),
    );
    expect(written).toMatchObject({
      reader: alba,
      report: letter,
      why: "wrote",
      purpose: null,
      from: 100,
      until: null,
    });
    expect(written?.ended).toEqual({ at: 200, why: "stopped", transaction: "0x02" });
  });

  it("says what for, until when, and that it was asked for", () => {
    const [shared] = disclosuresOf(history({ step: "asked", report: letter, reader: alba }, granted(letter, alba)));
    expect(shared).toEqual({
      reader: alba,
      report: letter,
      why: "shared",
      purpose: "TREAT",
      from: 200,
      until: LATER,
      ended: null,
      askedAt: 100,
      without: [],
      transaction: "0x02",
    });
  });

  it.each([
    ["declined", { step: "declined", report: letter, reader: alba } as const],
    ["answered by a stop", { step: "stopped", report: letter, reader: alba } as const],
  ])("does not call asked for what was shared after a request was %s", (_how, answer) => {
    const [shared] = disclosuresOf(
      history({ step: "asked", report: letter, reader: alba }, answer, granted(letter, alba)),
    );
    expect(shared?.askedAt).toBeNull();
  });

  it("ends with what takes its place, and each is its own span", () => {
    const spans = disclosuresOf(history(granted(letter, alba), granted(letter, alba, 20_000)));
    expect(spans.map(({ from, ended }) => [from, ended?.why ?? null])).toEqual([
      [200, null],
      [100, "replaced"],
    ]);
  });

  it("ends by itself, and what comes later does not count as its end", () => {
    const [shared] = disclosuresOf(
      history(granted(letter, alba, 150), { step: "stopped", report: letter, reader: alba }),
    );
    expect(shared).toMatchObject({ until: 150, ended: null });
  });

  it("counts the last second", () => {
    const [shared] = disclosuresOf(
      history(granted(letter, alba, 200), { step: "stopped", report: letter, reader: alba }),
    );
    expect(shared?.ended).toMatchObject({ at: 200, why: "stopped" });
  });

  it("of one reader and report does not end for another", () => {
    const spans = disclosuresOf(
      history(granted(letter, alba), granted(letter, bram), granted(scan, alba), {
        step: "stopped",
        report: letter,
        reader: alba,
      }),
    );
    expect(spans.filter(({ ended }) => ended !== null)).toMatchObject([{ reader: alba, report: letter }]);
  });

  it("of everything goes on without a report that was stopped alone", () => {
    const [all] = disclosuresOf(history(everything(alba), { step: "stopped", report: letter, reader: alba }));
    expect(all).toMatchObject({
      report: null,
      purpose: "COC",
      ended: null,
      without: [{ report: letter, at: 200, until: null }],
    });
  });

  it("of everything leaves out, from its beginning, what was stopped alone before, until that is shared again", () => {
    const stop: What = { step: "stopped", report: letter, reader: alba };
    const [again, renewed, first] = disclosuresOf(
      history(stop, everything(alba), everything(alba, 20_000), granted(letter, alba)),
    );
    expect(again).toMatchObject({ report: letter, why: "shared" });
    expect(first).toMatchObject({ from: 200, without: [{ report: letter, at: 200, until: 400 }] });
    expect(renewed).toMatchObject({ from: 300, without: [{ report: letter, at: 300, until: 400 }] });
  });

  it("of everything counts a report that is stopped twice once, and one that is stopped again anew", () => {
    const stop: What = { step: "stopped", report: letter, reader: alba };
    const all = disclosuresOf(history(everything(alba), stop, stop, granted(letter, alba), stop)).at(-1);
    expect(all?.without).toEqual([
      { report: letter, at: 200, until: 400 },
      { report: letter, at: 500, until: null },
    ]);
  });

  it("of everything leaves nothing out that was shared again before it", () => {
    const stop: What = { step: "stopped", report: letter, reader: alba };
    const [all] = disclosuresOf(history(stop, granted(letter, alba), everything(alba)));
    expect(all).toMatchObject({ report: null, without: [] });
  });

  it("was asked for once: what is shared after the answer was not", () => {
    const [again] = disclosuresOf(
      history({ step: "asked", report: letter, reader: alba }, granted(letter, alba), granted(letter, alba, 20_000)),
    );
    expect(again?.askedAt).toBeNull();
  });

  it("stays stopped alone through a stop of everything", () => {
    const stop: What = { step: "stopped", report: letter, reader: alba };
    const [all] = disclosuresOf(history(stop, { step: "stopped-everything", reader: alba }, everything(alba)));
    expect(all).toMatchObject({ without: [{ report: letter, at: 300, until: null }] });
  });

  it("ends with the verification that it was given under, for that doctor alone", () => {
    const spans = disclosuresOf(
      history(
        { step: "added", report: letter, author: alba },
        everything(alba),
        granted(letter, bram),
        { step: "verification-ended", reader: alba },
        granted(scan, alba),
      ),
    );
    expect(spans.map(({ reader, report, ended }) => [reader, report, ended?.why ?? null])).toEqual([
      [alba, scan, null],
      [bram, letter, null],
      [alba, null, "verification-ended"],
      [alba, letter, "verification-ended"],
    ]);
  });

  it("ends whole when everything with somebody is stopped: shared, everything, and written", () => {
    const spans = disclosuresOf(
      history(
        { step: "added", report: letter, author: alba },
        granted(scan, alba),
        everything(alba),
        everything(bram),
        { step: "stopped-everything", reader: alba },
      ),
    );
    expect(spans.map(({ reader, ended }) => [reader, ended?.why ?? null])).toEqual([
      [bram, null],
      [alba, "everything-stopped"],
      [alba, "everything-stopped"],
      [alba, "everything-stopped"],
    ]);
  });

  it.each(["withdrawn", "erased"] as const)("ends for every reader of a report that was %s", (step) => {
    const spans = disclosuresOf(
      history({ step: "added", report: letter, author: alba }, granted(letter, bram), granted(scan, bram), {
        step,
        report: letter,
      }),
    );
    expect(spans.map(({ report, ended }) => [report, ended?.why ?? null])).toEqual([
      [scan, null],
      [letter, step],
      [letter, step],
    ]);
  });
});
