import { describe, expect, it } from "vitest";
import { readAuditEvents, whereOf } from "./auditEvents.ts";
import type { History } from "./history.svelte.ts";

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

describe("events from the index", () => {
  const report = { id: "0xaa", reason: null };
  const row = (id: string, name: string) => ({
    ...{ id, name, report, actor: null, account: null, chart: null, hospital: null, role: null, grant: null },
    ...{ standingGrant: null, request: null, recovery: null, replacement: null, block: "1", timestamp: "1" },
    ...{ sender: { id: lower, chart: null, attestation: null }, transaction: "0x01" },
  });
  const remark = (id: string, commitment: string, of = "0xaa") => ({ id, commitment, report: { id: of } });
  /** An index with these events and remarks, and how often it was asked. */
  const index = (events: object[], remarks: object[]) => {
    const asked: object[] = [];
    const ask = async (_: unknown, variables: object) => {
      asked.push(variables);
      return asked.length === 1 ? { auditEvents: events } : { remarks };
    };
    const history = { read: (from: (asks: unknown) => unknown) => from(ask) } as unknown as History;
    return { history, asked };
  };

  it("tell a remark from a new lock on one, also when the remark itself is on another page", async () => {
    const { history } = index(
      [row("0x05", "RemarkAdded"), row("0x04", "RemarkAdded")],
      [remark("0x02", "0x0a"), remark("0x03", "0x0b", "0xbb"), remark("0x04", "0x0b"), remark("0x05", "0x0a")],
    );
    const { events } = await readAuditEvents(history, {}, null, 20);
    expect(events.map(({ id, isNewLock }) => [id, isNewLock])).toEqual([
      ["0x05", true],
      ["0x04", false],
    ]);
  });

  it("are asked about remarks only where there are any", async () => {
    const { history, asked } = index([row("0x05", "ReportAdded")], []);
    expect((await readAuditEvents(history, {}, null, 20)).events[0]?.isNewLock).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it("come a thousand at a time from whoever wants more, with where the others begin", async () => {
    const events = Array.from({ length: 1_000 }, (_, n) => row(`0x${(2_000 - n).toString(16)}`, "ReportAdded"));
    const { history, asked } = index(events, []);
    const page = await readAuditEvents(history, {}, null, 5_000);
    expect(asked).toMatchObject([{ first: 1_000 }]);
    expect([page.events.length, page.next]).toEqual([999, events[998]?.id]);
  });
});
