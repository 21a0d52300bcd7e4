import { describe, expect, it } from "vitest";
import { carePeriods, type CareEvent } from "./careFromLogs.ts";

const [first, second] = [`0x${"aa".repeat(20)}`, `0x${"bb".repeat(20)}`] as const;
let clock = 0;
const event = (kind: CareEvent["kind"], hospital: number, doctor: CareEvent["doctor"] = null): CareEvent => ({
  kind,
  hospital,
  doctor,
  at: ++clock,
  transaction: `0x${clock}`,
});

describe("care read from logs", () => {
  it("goes from asked to accepted to ended, each hospital by itself", () => {
    const { care } = carePeriods([event("asked", 1), event("asked", 2), event("accepted", 1), event("ended", 2)]);
    expect(care.map(({ hospital, status }) => [hospital, status])).toEqual([
      [2, "ENDED"],
      [1, "ACCEPTED"],
    ]);
  });

  it("rests while it is suspended, and goes on when it is resumed or ended", () => {
    const begin = [event("asked", 1), event("accepted", 1), event("suspended", 1)];
    const present = (...then: CareEvent[]) => carePeriods([...begin, ...then]).care[0];
    expect(present()).toMatchObject({ status: "SUSPENDED", suspendedAt: expect.any(Number), endedAt: null });
    expect(present(event("resumed", 1))).toMatchObject({ status: "ACCEPTED", suspendedAt: null });
    expect(present(event("ended", 1))).toMatchObject({ status: "ENDED", suspendedAt: null });
  });

  it("starts a new period when the patient asks again", () => {
    const { care } = carePeriods([event("asked", 1), event("ended", 1), event("asked", 1)]);
    expect(care.map(({ status }) => status)).toEqual(["ASKED", "ENDED"]);
  });

  it("ends one assignment by itself, and all of a hospital with its care", () => {
    const { assignments } = carePeriods([
      event("asked", 1),
      event("accepted", 1),
      event("assigned", 1, first),
      event("assigned", 1, second),
      event("unassigned", 1, first),
    ]);
    expect(assignments.map(({ doctor, endedAt }) => [doctor, endedAt !== null])).toEqual([
      [second, false],
      [first, true],
    ]);

    const ended = carePeriods([
      event("asked", 1),
      event("accepted", 1),
      event("assigned", 1, first),
      event("assigned", 2, second),
      event("ended", 1),
    ]).assignments;
    expect(ended.map(({ endedAt }) => endedAt !== null)).toEqual([false, true]);
  });
});
