import { describe, expect, it } from "vitest";
import { formerReader } from "./formerReader.ts";
import type { ConsentRow, ReportRow, StandingConsentRow } from "./rows.ts";

const [author, other] = ["a", "b"].map((letter) => ({
  account: `0x${letter.repeat(40)}` as const,
  name: `Dr ${letter}`,
  specialty: "",
})) as [ReportRow["doctor"] & object, ReportRow["doctor"] & object];
const row = { report: "0x01", doctor: author, explicitOnly: false, at: 50 } as unknown as ReportRow;
const LOCKED = 200;

const consent = (changes: Partial<ConsentRow>): ConsentRow =>
  ({ report: "0x01", grantee: other, stopped: false, expiry: 900, grantedAt: 100, at: 100, ...changes }) as ConsentRow;
const standing = (changes: Partial<StandingConsentRow>): StandingConsentRow =>
  ({ ...consent({}), report: undefined, everythingStoppedAt: null, ...changes }) as unknown as StandingConsentRow;
const former = (
  consents: ConsentRow[],
  all: StandingConsentRow[] = [],
  { readers = [author.account], of = row } = {},
) => formerReader(of, LOCKED, readers, { consents, standing: all })?.name ?? null;

describe("whoever could read under the present lock and cannot now", () => {
  it("is somebody whose time ran out since, also when it was granted before the lock", () => {
    expect(former([consent({ expiry: 300 })])).toBe("Dr b");
    expect(former([consent({ expiry: 300, grantedAt: 250 })])).toBe("Dr b");
  });

  it("is nobody whose time ran out before", () => {
    expect(former([consent({ expiry: 199 })])).toBeNull();
  });

  it("is somebody who was stopped since, and nobody who was stopped before", () => {
    expect(former([consent({ stopped: true, at: 201 })])).toBe("Dr b");
    expect(former([consent({ stopped: true, at: 200 })])).toBeNull();
  });

  it("is somebody with whom everything was stopped since", () => {
    const stopped = standing({ grantedAt: null, stopped: true, everythingStoppedAt: 201, at: 201 });
    expect(former([consent({ stopped: true })], [stopped])).toBe("Dr b");
    expect(former([consent({ stopped: true })], [{ ...stopped, everythingStoppedAt: 150, at: 150 }])).toBeNull();
  });

  it("is somebody who could read all reports, unless this one is kept for explicit sharing", () => {
    const over = standing({ expiry: 300 });
    expect(former([], [over])).toBe("Dr b");
    expect(former([], [over], { readers: [author.account], of: { ...row, explicitOnly: true } })).toBeNull();
  });

  it("is its author, once everything was stopped with them", () => {
    const stopped = standing({ grantee: author, grantedAt: null, stopped: true, everythingStoppedAt: 300 });
    expect(former([], [stopped], { readers: [], of: row })).toBe("Dr a");
  });

  it("is nobody who can read it still, by whatever", () => {
    expect(former([consent({ expiry: 300 })], [], { readers: [author.account, other.account], of: row })).toBeNull();
  });

  it("is nobody who was never granted anything", () => {
    expect(former([consent({ grantedAt: null, expiry: 0 })])).toBeNull();
  });
});
