import { isHex, type Hex } from "viem";

/** A role, as its id says. See `IRoles.sol` for the table of bytes. */
export type Role =
  | { kind: "default-admin" }
  | { kind: "attester" }
  | { kind: "pauser" }
  | { kind: "registrar"; hospital: number }
  | { kind: "doctor"; hospital: number };

const REGISTRAR_CLASS = "03";
const DOCTOR_CLASS = "04";
const MAX_HOSPITAL = 0xffff_ffff;

export const DEFAULT_ADMIN_ROLE: Hex = `0x${"00".repeat(32)}`;
export const ATTESTER_ROLE: Hex = `0x01${"00".repeat(31)}`;
export const PAUSER_ROLE: Hex = `0x02${"00".repeat(31)}`;

/** @throws InvalidHospitalError unless `hospital` is an integer from 1 to 2³² − 1. */
export function registrarRole(hospital: number): Hex {
  return hospitalRole(REGISTRAR_CLASS, hospital);
}

/** @throws InvalidHospitalError unless `hospital` is an integer from 1 to 2³² − 1. */
export function doctorRole(hospital: number): Hex {
  return hospitalRole(DOCTOR_CLASS, hospital);
}

/** Reads a role off its id. Null for anything that is not a role of this network. */
export function parseRole(id: string): Role | null {
  if (!isHex(id) || id.length !== 66) return null;
  const role = id.toLowerCase();
  if (role === DEFAULT_ADMIN_ROLE) return { kind: "default-admin" };
  if (role === ATTESTER_ROLE) return { kind: "attester" };
  if (role === PAUSER_ROLE) return { kind: "pauser" };
  const hospital = Number.parseInt(role.slice(-8), 16);
  if (!/^0+$/.test(role.slice(4, -8)) || hospital === 0) return null;
  if (role.slice(2, 4) === REGISTRAR_CLASS) return { kind: "registrar", hospital };
  if (role.slice(2, 4) === DOCTOR_CLASS) return { kind: "doctor", hospital };
  return null;
}

function hospitalRole(classByte: string, hospital: number): Hex {
  if (!Number.isInteger(hospital) || hospital < 1 || hospital > MAX_HOSPITAL) throw new InvalidHospitalError(hospital);
  return `0x${classByte}${"00".repeat(27)}${hospital.toString(16).padStart(8, "0")}`;
}

export class InvalidHospitalError extends Error {
  override name = "InvalidHospitalError";
  constructor(hospital: number) {
    super(`A hospital id is a whole number from 1 to ${MAX_HOSPITAL}, not ${hospital}.`);
  }
}
