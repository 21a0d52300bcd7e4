import type { Address, Hex } from "viem";
import { describe, expect, it } from "vitest";
import { requestsOfSteps, type RequestStep } from "./requests.ts";

const doctor: Address = `0x${"5".repeat(40)}`;
const another: Address = `0x${"6".repeat(40)}`;
const chart: Hex = `0x${"c1".repeat(20)}`;
const report: Hex = `${chart}${"aa".repeat(12)}`;
const step = (at: number, rest: { step: "asked" | "declined" | "granted" | "stopped"; doctor?: Address }) =>
  ({ report, chart, doctor, at, transaction: "0x", purpose: "TREAT", notBefore: at + 100, ...rest }) as RequestStep;
const rows = (...steps: RequestStep[]) =>
  requestsOfSteps(steps, (account) => ({ account, name: account, specialty: "" }));

describe("requests by their events", () => {
  it("are open until the patient answers", () => {
    expect(rows(step(1, { step: "asked" }))).toMatchObject([{ status: "OPEN", answeredAt: null, notBefore: null }]);
  });

  it.each([
    ["declined", "DECLINED", 102],
    ["granted", "GRANTED", null],
    ["stopped", "STOPPED", null],
  ] as const)("are closed when %s", (what, status, notBefore) => {
    const [row] = rows(step(1, { step: "asked" }), step(2, { step: what }));
    expect(row).toMatchObject({ status, answeredAt: 2, notBefore });
  });

  it("keep their answer whatever is decided afterwards", () => {
    expect(rows(step(1, { step: "asked" }), step(2, { step: "granted" }), step(3, { step: "stopped" }))).toMatchObject([
      { status: "GRANTED", answeredAt: 2 },
    ]);
  });

  it("can be made again, and the answer to one is not that to another", () => {
    const found = rows(
      step(1, { step: "asked" }),
      step(2, { step: "asked", doctor: another }),
      step(3, { step: "declined" }),
      step(9, { step: "asked" }),
    );
    expect(found.map(({ askedAt, status }) => [askedAt, status])).toEqual([
      [9, "OPEN"],
      [2, "OPEN"],
      [1, "DECLINED"],
    ]);
  });

  it("are not made by a share that nobody asked for", () => {
    expect(rows(step(1, { step: "granted" }), step(2, { step: "stopped" }))).toEqual([]);
  });
});
