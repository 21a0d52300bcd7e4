import { describe, expect, it } from "vitest";
import { latestStandingDecisions, type StandingDecision } from "./standingConsents.ts";

const chart = `0x${"22".repeat(20)}` as const;
const [first, second] = [`0x${"aa".repeat(20)}`, `0x${"bb".repeat(20)}`] as const;
const granter = `0x${"cc".repeat(20)}` as const;

const grant = (counter: number, capsules: `0x${string}`): StandingDecision => ({
  chart,
  grantee: first,
  counter,
  at: counter * 10,
  transaction: `0x0${counter}`,
  grant: { expiry: 500, purpose: "TREAT", capsules, granter, granteeKeyVersion: 1, attestationGeneration: 2 },
});
const stop = (counter: number): StandingDecision => ({ ...grant(counter, "0x"), grant: null });
const named = (account: `0x${string}`) => ({ account, name: "Dr Demo", specialty: "" });

describe("decisions about all reports, read from logs", () => {
  it("leave one row for each doctor, with the latest grant's terms", () => {
    const rows = latestStandingDecisions(
      [grant(1, "0x01"), grant(2, "0x02"), { ...grant(1, "0x09"), grantee: second }],
      named,
    );
    expect(rows).toMatchObject([
      { counter: 2, capsules: "0x02", stopped: false, expiry: 500, attestationGeneration: 2, grantedAt: 20 },
      { counter: 1, capsules: "0x09" },
    ]);
  });

  it("say that everything stopped, and when", () => {
    const [row] = latestStandingDecisions([grant(1, "0x01"), stop(3)], named);
    expect(row).toMatchObject({ stopped: true, expiry: 0, purpose: "NONE", everythingStoppedAt: 30, grantedAt: 10 });
  });

  it("remember the stop when all reports are shared again", () => {
    const [row] = latestStandingDecisions([stop(2), grant(3, "0x03")], named);
    expect(row).toMatchObject({ stopped: false, counter: 3, everythingStoppedAt: 20 });
  });
});
