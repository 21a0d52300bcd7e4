import { describe, expect, it } from "vitest";
import type { Doctor } from "./doctors.ts";
import { countDoctors, countInForce } from "./countNetwork.ts";

const NOW = 1_000;
const doctor = (digit: string, rest: Partial<Doctor> = {}): Doctor => ({
  account: `0x${digit.repeat(40)}`,
  name: "Dr Lena Hallowell",
  specialty: "Skin",
  verifier: `0x${"e".repeat(40)}`,
  verifiedAt: 100,
  validUntil: 2_000,
  revokedAt: null,
  generation: 1,
  appointments: [{ hospital: { id: 1, name: "Northfield Hospital" }, since: 200, until: null }],
  ...rest,
});

describe("the figures of the network", () => {
  it("count each doctor under one status", () => {
    const doctors = [
      doctor("1"),
      doctor("2", { appointments: [] }),
      doctor("3", { validUntil: 500 }),
      doctor("4", { revokedAt: 500 }),
    ];
    expect(countDoctors(doctors, NOW)).toEqual({ active: 1, waiting: 1, lapsed: 1, ended: 1 });
  });

  it("count a consent only while its doctor is active under the verification it was given under", () => {
    const doctors = [
      doctor("1", { generation: 2 }),
      doctor("2", { appointments: [] }),
      doctor("3", { revokedAt: 500 }),
    ];
    const consents = [
      { grantee: doctors[0]!.account, generation: 2 },
      { grantee: doctors[0]!.account, generation: 1 },
      { grantee: doctors[1]!.account, generation: 1 },
      { grantee: doctors[2]!.account, generation: 1 },
      { grantee: `0x${"9".repeat(40)}` as const, generation: 1 },
    ];
    expect(countInForce(consents, doctors, NOW)).toBe(1);
  });
});
