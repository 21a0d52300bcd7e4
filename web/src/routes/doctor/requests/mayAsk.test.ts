import { describe, expect, it } from "vitest";
import type { RequestRow } from "#lib/history/requests.ts";
import { mayAsk } from "./mayAsk.ts";

const request = (status: RequestRow["status"], notBefore: number | null = null) =>
  ({ report: "0x01", status, notBefore }) as unknown as RequestRow;

describe("asking a patient for a report", () => {
  it("is open to whoever did not ask yet, or was answered otherwise", () => {
    expect(mayAsk([], "0x01", 100)).toEqual({ now: true });
    expect(mayAsk([request("STOPPED"), request("GRANTED")], "0x01", 100)).toEqual({ now: true });
    expect(mayAsk([{ ...request("OPEN"), report: "0x02" }], "0x01", 100)).toEqual({ now: true });
  });

  it("waits for an answer", () => {
    expect(mayAsk([request("OPEN"), request("DECLINED", 50)], "0x01", 100)).toEqual({ now: false, why: "open" });
  });

  it("rests after a refusal until the day that the contract named", () => {
    expect(mayAsk([request("DECLINED", 101)], "0x01", 100)).toEqual({ now: false, why: "declined", from: 101 });
    expect(mayAsk([request("DECLINED", 100)], "0x01", 100)).toEqual({ now: true });
    expect(mayAsk([request("GRANTED"), request("DECLINED", 101)], "0x01", 100)).toMatchObject({ from: 101 });
  });
});
