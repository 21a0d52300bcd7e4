import { describe, expect, it } from "vitest";
import { whereOf } from "./auditEvents.ts";

const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const lower = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

describe("the filter of the timeline", () => {
  it("lets everything pass when nothing is asked for", () => {
    expect(whereOf({}, null)).toEqual({});
  });

  it("finds an account as actor, as the one it is about, as sender and as a chart's holder, in lower case", () => {
    expect(whereOf({ account }, null)).toEqual({
      and: [{ or: [{ actor: lower }, { account: lower }, { sender: lower }, { chart_: { holder: lower } }] }],
    });
  });

  it("joins every part, so that each narrows", () => {
    const report = `0x${"AB".repeat(32)}` as const;
    expect(whereOf({ names: ["ReportAdded"], report, from: 10, until: 20 }, "0x12")).toEqual({
      and: [
        { id_lt: "0x12" },
        { name_in: ["ReportAdded"] },
        { report: `0x${"ab".repeat(32)}` },
        { timestamp_gte: "10" },
        { timestamp_lte: "20" },
      ],
    });
  });

  it("takes an empty choice of events as every event", () => {
    expect(whereOf({ names: [] }, null)).toEqual({});
  });
});
