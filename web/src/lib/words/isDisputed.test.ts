import { describe, expect, it } from "vitest";
import { isDisputed, type Answer } from "./isDisputed.ts";

const said = (...answers: (Answer["kind"] | [Answer["kind"], number])[]) =>
  answers.map((each): Answer =>
    typeof each === "string" ? { kind: each, version: 1 } : { kind: each[0], version: each[1] },
  );

describe("a report", () => {
  it("is disputed once its patient says so, whatever they add", () => {
    expect(isDisputed(said("disputed"), 1)).toBe(true);
    expect(isDisputed(said("disputed", "correction-asked", "remark"), 1)).toBe(true);
  });

  it("is not disputed by other remarks", () => {
    expect(isDisputed(said(), 1)).toBe(false);
    expect(isDisputed(said("remark", "correction-asked", "accepted"), 1)).toBe(false);
  });

  it("is disputed no more once it is accepted, and again when the patient thinks better of that", () => {
    expect(isDisputed(said("disputed", "accepted"), 1)).toBe(false);
    expect(isDisputed(said("disputed", "accepted", "disputed"), 1)).toBe(true);
  });

  it("is not disputed in a corrected version that nobody objected to", () => {
    expect(isDisputed(said(["disputed", 1]), 2)).toBe(false);
    expect(isDisputed(said(["disputed", 1], ["disputed", 2]), 2)).toBe(true);
  });
});
