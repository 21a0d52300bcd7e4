import { getAddress, type Address } from "viem";
import { describe, expect, it } from "vitest";
import type { Doctor } from "./doctors.ts";
import { expiryOf, separationOf, type Duties } from "./duties.ts";
import type { RoleKind, RolePeriod } from "./roleHistory.ts";

const DAY = 86_400;
const NOW = 100 * DAY;
const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [admin, registrar, alba, bram, patient] = ["1", "2", "3", "4", "5"].map(account) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];
const role = (kind: RoleKind, holder: Address, by: Address, isOver = false): RolePeriod => ({
  id: `0x${holder.slice(2)}`,
  role: kind,
  hospital: null,
  account: holder,
  name: null,
  granted: { at: 1, block: 1, by, transaction: "0xaa" },
  revoked: isOver ? { at: 2, block: 2, by, transaction: "0xbb" } : null,
});
const doctor = (holder: Address, rest: Partial<Doctor> = {}): Doctor => ({
  account: holder,
  name: "Dr Alba Fictional",
  specialty: "Skin",
  verifier: admin,
  verifiedAt: 0,
  validUntil: NOW + 300 * DAY,
  revokedAt: null,
  generation: 1,
  appointments: [{ hospital: { id: 1, name: "Northfield" }, since: 1, until: null }],
  ...rest,
});
const clean: Duties = {
  roles: [
    role("DEFAULT_ADMIN", admin, admin),
    role("PAUSER", admin, admin),
    role("REGISTRAR", registrar, admin),
    role("DOCTOR", alba, registrar),
  ],
  doctors: [doctor(alba)],
  patients: [patient, alba],
  assignments: [{ doctor: alba, by: registrar, transaction: "0xcc" }],
};
const NOBODY = { bothSides: [], selfAppointed: [], selfAssigned: [], neverVerified: [] };

describe("duties that are kept apart", () => {
  it("nobody is found where they are; a doctor may be a patient, an administrator a pauser", () => {
    expect(separationOf(clean)).toEqual(NOBODY);
  });

  it("an administrator who is a doctor or a patient is found, each once", () => {
    const roles = [...clean.roles, role("ATTESTER", alba, admin), role("PAUSER", alba, admin)];
    expect(separationOf({ ...clean, roles }).bothSides).toEqual([{ account: alba, transaction: null }]);
    expect(separationOf({ ...clean, patients: [registrar] }).bothSides).toEqual([
      { account: registrar, transaction: null },
    ]);
  });

  it("an administrator of long ago may be a patient now", () => {
    const roles = [...clean.roles, role("REGISTRAR", patient, admin, true)];
    expect(separationOf({ ...clean, roles })).toEqual(NOBODY);
  });

  it("a doctor who appointed themselves is found, with the transaction", () => {
    const roles = [role("DOCTOR", alba, alba)];
    expect(separationOf({ ...clean, roles }).selfAppointed).toEqual([{ account: alba, transaction: "0xaa" }]);
  });

  it("a doctor who assigned a patient to themselves is found, with the transaction", () => {
    const assignments = [{ doctor: alba, by: alba, transaction: "0xcc" as const }];
    expect(separationOf({ ...clean, assignments }).selfAssigned).toEqual([{ account: alba, transaction: "0xcc" }]);
  });

  it("a doctor whom nobody verified is found, also one of long ago", () => {
    const roles = [...clean.roles, role("DOCTOR", bram, registrar, true)];
    expect(separationOf({ ...clean, roles }).neverVerified).toEqual([{ account: bram, transaction: "0xaa" }]);
  });
});

describe("verifications that end", () => {
  it("one that is over while the appointment goes on is found, run out or revoked", () => {
    const over = [doctor(alba, { validUntil: NOW - 1 }), doctor(bram, { revokedAt: NOW - DAY })];
    expect(expiryOf([...over, doctor(patient)], NOW, 30 * DAY)).toEqual({ overButAppointed: over, endingSoon: [] });
  });

  it("those that end within the time are found, the first to end first; the last second counts", () => {
    const [first, second] = [doctor(alba, { validUntil: NOW }), doctor(bram, { validUntil: NOW + 30 * DAY })];
    const later = doctor(patient, { validUntil: NOW + 30 * DAY + 1 });
    expect(expiryOf([later, second, first], NOW, 30 * DAY)).toEqual({
      overButAppointed: [],
      endingSoon: [first, second],
    });
  });

  it("whoever is appointed nowhere does not count", () => {
    const past = [{ hospital: { id: 1, name: "Northfield" }, since: 1, until: 2 }];
    const nowhere = [
      doctor(alba, { appointments: past, validUntil: NOW - 1 }),
      doctor(bram, { appointments: [], validUntil: NOW + 1 }),
    ];
    expect(expiryOf(nowhere, NOW, 30 * DAY)).toEqual({ overButAppointed: [], endingSoon: [] });
  });
});
