import type { Address, Hex } from "viem";
import { isCurrent, isVerified } from "./doctorStatus.ts";
import type { Doctor } from "./doctors.ts";
import type { RoleKind, RolePeriod } from "./roleHistory.ts";

/** What the public record says of who may do what. */
export type Duties = {
  roles: readonly RolePeriod[];
  doctors: readonly Doctor[];
  /** Who holds a chart. */
  patients: readonly Address[];
  assignments: readonly Assigned[];
};

type Assigned = { doctor: Address; by: Address | null; transaction: Hex };

/** An account that breaks a rule, and the transaction that did when there is one. */
export type Offender = { account: Address; transaction: Hex | null };

/** What must never be found. The contracts refuse each; an auditor looks for it all the same. */
export type Separation = {
  /** Administrators who are a doctor or a patient, too. */
  bothSides: readonly Offender[];
  /** Doctors who appointed themselves. */
  selfAppointed: readonly Offender[];
  /** Doctors who assigned a patient to themselves. */
  selfAssigned: readonly Offender[];
  /** Who was a doctor of a hospital without ever having been verified. */
  neverVerified: readonly Offender[];
};

export function separationOf({ roles, doctors, patients, assignments }: Duties): Separation {
  const running = roles.filter(({ revoked }) => revoked === null);
  const clinical = new Set([
    ...patients,
    ...running.filter(({ role }) => role === "DOCTOR").map(({ account }) => account),
  ]);
  const administrators = new Set(running.filter(({ role }) => isAdministrative(role)).map(({ account }) => account));
  const verified = new Set(doctors.map(({ account }) => account));
  return {
    bothSides: [...administrators]
      .filter((account) => clinical.has(account))
      .map((account) => ({ account, transaction: null })),
    selfAppointed: roles
      .filter(({ role, account, granted }) => role === "DOCTOR" && granted.by === account)
      .map(({ account, granted }) => ({ account, transaction: granted.transaction })),
    selfAssigned: assignments
      .filter(({ doctor, by }) => by === doctor)
      .map(({ doctor, transaction }) => ({ account: doctor, transaction })),
    neverVerified: roles
      .filter(({ role, account }) => role === "DOCTOR" && !verified.has(account))
      .map(({ account, granted }) => ({ account, transaction: granted.transaction })),
  };
}

export type Expiry = {
  /** Still appointed although the verification is over: such a doctor reads nothing and adds nothing. */
  overButAppointed: readonly Doctor[];
  /** Appointed, and verified until soon; what ends first comes first. */
  endingSoon: readonly Doctor[];
};

/** Whose verification is over, and whose ends within `seconds`, at a moment in Unix seconds. */
export function expiryOf(doctors: readonly Doctor[], now: number, seconds: number): Expiry {
  const appointed = doctors.filter(({ appointments }) => appointments.some(isCurrent));
  return {
    overButAppointed: appointed.filter((doctor) => !isVerified(doctor, now)),
    endingSoon: appointed
      .filter((doctor) => isVerified(doctor, now) && doctor.validUntil <= now + seconds)
      .sort((one, other) => one.validUntil - other.validUntil),
  };
}

function isAdministrative(role: RoleKind): boolean {
  return role === "DEFAULT_ADMIN" || role === "ATTESTER" || role === "PAUSER" || role === "REGISTRAR";
}
