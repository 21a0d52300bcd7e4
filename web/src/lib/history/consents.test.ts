import { describe, expect, it } from "vitest";
import { latestDecisions, type Decision } from "./consents.ts";

const report = `0x${"11".repeat(32)}` as const;
const chart = `0x${"22".repeat(20)}` as const;
const [first, second] = [`0x${"aa".repeat(20)}`, `0x${"bb".repeat(20)}`] as const;
const granter = `0x${"cc".repeat(20)}` as const;

const grant = (counter: number, capsules: `0x${string}`): Decision => ({
  report,
  chart,
  grantee: first,
  counter,
  at: counter * 10,
  transaction: `0x0${counter}`,
  grant: { expiry: 500, purpose: "TREAT", capsules, granter, granteeKeyVersion: 1 },
});
const stop = (counter: number): Decision => ({ ...grant(counter, "0x"), grant: null });
const everythingStopped = (at: number): Decision => ({ ...stop(2), report: null, at, transaction: "0x77" });
const named = (account: `0x${string}`) => ({ account, name: "Dr Demo", specialty: "" });

describe("decisions read from logs", () => {
  it("leave one row for each pair, with the latest grant's terms", () => {
    const rows = latestDecisions([grant(1, "0x01"), grant(2, "0x02"), { ...grant(1, "0x09"), grantee: second }], named);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ counter: 2, capsules: "0x02", stopped: false, expiry: 500, at: 20, grantedAt: 20 });
  });

  it("say that sharing stopped, and keep the capsules of before", () => {
    const [row] = latestDecisions([grant(1, "0x01"), stop(3)], named);
    expect(row).toMatchObject({ stopped: true, expiry: 0, purpose: "NONE", capsules: "0x01", at: 30, grantedAt: 10 });
  });

  it("say that sharing goes on when it was granted again", () => {
    const [row] = latestDecisions([grant(1, "0x01"), stop(3), grant(4, "0x04")], named);
    expect(row).toMatchObject({ counter: 4, stopped: false, capsules: "0x04" });
  });

  it("of someone who never was granted anything have no capsules", () => {
    const [row] = latestDecisions([stop(2)], named);
    expect(row).toMatchObject({ stopped: true, capsules: null, granter: null, grantedAt: null });
  });

  it("say that everything with a doctor stopped, and nothing with another", () => {
    const rows = latestDecisions(
      [grant(1, "0x01"), { ...grant(1, "0x02"), grantee: second }, everythingStopped(50)],
      named,
    );
    expect(rows).toMatchObject([
      { stopped: true, expiry: 0, counter: 1, capsules: "0x01", at: 50, transaction: "0x77" },
      { stopped: false, expiry: 500 },
    ]);
  });

  it("keep what was granted after everything stopped, and when something had stopped before", () => {
    const [again] = latestDecisions([grant(1, "0x01"), everythingStopped(50), grant(2, "0x02")], named);
    expect(again).toMatchObject({ stopped: false, counter: 2, capsules: "0x02" });
    const [before] = latestDecisions([grant(1, "0x01"), stop(3), everythingStopped(50)], named);
    expect(before).toMatchObject({ stopped: true, at: 30 });
  });
});
