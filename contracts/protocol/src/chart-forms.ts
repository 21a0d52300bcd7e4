import type { Address, Hex } from "viem";
import type { ChartId } from "./chart.ts";
import { registryDomain, type RegistryLocation } from "./typed-data.ts";

/** When a signature stops being of use: the last second, Unix time. */
type Deadline = { deadline: bigint };
/** What every signature for a chart binds, see `ICharts.whoControls`. */
type SignatureEpoch = { epoch: number };

/** What a person signs to be registered by somebody else's transaction. Digests are keccak256. */
export type Registration = Deadline & {
  patient: Address;
  recoveryKey: Address;
  keyVersion: number;
  bundleDigest: Hex;
  keyringDigest: Hex;
  possessionDigest: Hex;
};

/** What the recovery authoriser and the new holder sign. `nonce` is the authoriser's next one at the registry. */
export type Recovery = Deadline & { chart: ChartId; newHolder: Address; nonce: bigint };

/** What the present recovery authoriser signs to be replaced. */
export type RecoveryKeyReplacement = Deadline & SignatureEpoch & { chart: ChartId; newRecoveryKey: Address };

const REGISTER_STATEMENT =
  "I open a chart of my own. Only I can let others read it, and this recovery key can give it to a new wallet of mine.";
const RECOVER_STATEMENT =
  "The holder named here takes over this chart after a delay. Until then nobody can share anything of it.";
const REPLACE_STATEMENT = "The recovery key named here replaces the present one of this chart, at once.";

export const registerPatientTypes = {
  RegisterPatient: [
    { name: "statement", type: "string" },
    { name: "patient", type: "address" },
    { name: "recoveryKey", type: "address" },
    { name: "keyVersion", type: "uint32" },
    { name: "bundleDigest", type: "bytes32" },
    { name: "keyringDigest", type: "bytes32" },
    { name: "possessionDigest", type: "bytes32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;
export const recoverChartTypes = {
  RecoverChart: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "newHolder", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint64" },
  ],
} as const;
export const replaceRecoveryKeyTypes = {
  ReplaceRecoveryKey: [
    { name: "statement", type: "string" },
    { name: "chart", type: "bytes20" },
    { name: "newRecoveryKey", type: "address" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** Typed data that a future *patient* signs, for `registerPatientFor`. */
export function registerPatient(location: RegistryLocation, registration: Registration) {
  return {
    domain: registryDomain(location),
    types: registerPatientTypes,
    primaryType: "RegisterPatient",
    message: { statement: REGISTER_STATEMENT, ...registration },
  } as const;
}

/** Typed data that the *recovery authoriser* and the *new holder* sign, for `startRecovery`. */
export function recoverChart(location: RegistryLocation, recovery: Recovery) {
  return {
    domain: registryDomain(location),
    types: recoverChartTypes,
    primaryType: "RecoverChart",
    message: { statement: RECOVER_STATEMENT, ...recovery },
  } as const;
}

/** Typed data that the present *recovery authoriser* signs, for `replaceAuthoriser`. */
export function replaceRecoveryKey(location: RegistryLocation, replacement: RecoveryKeyReplacement) {
  return {
    domain: registryDomain(location),
    types: replaceRecoveryKeyTypes,
    primaryType: "ReplaceRecoveryKey",
    message: { statement: REPLACE_STATEMENT, ...replacement },
  } as const;
}
