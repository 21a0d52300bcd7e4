import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, hashTypedData, hexToBytes, type Address, type Hex } from "viem";
import type { Bytes } from "./bytes.ts";
import { recoverChart, replaceRecoveryKey, type Recovery, type RecoveryKeyReplacement } from "./chart-forms.ts";
import { stopSharingEverything, type StoppedEverything } from "./consent-forms.ts";
import { encryptionAddressOf } from "./encryption-address.ts";
import type { RecordsLocation } from "./report-id.ts";
import type { RegistryLocation } from "./typed-data.ts";

/** A new private key (secp256k1, 32 bytes) that may recover control of a chart. Secret: kept in the keyring. */
export function newRecoveryAuthoriser(): Bytes {
  return secp256k1.utils.randomSecretKey() as Bytes;
}

/** The address that the registry knows it by. */
export function recoveryAuthoriserAddress(authoriser: Uint8Array): Address {
  return encryptionAddressOf(secp256k1.getPublicKey(authoriser, true));
}

/** The authoriser's signature for `startRecovery`. 65 bytes, r ‖ low s ‖ v. */
export function signRecovery(location: RegistryLocation, recovery: Recovery, authoriser: Uint8Array): Hex {
  return signature(hashTypedData(recoverChart(location, recovery)), authoriser);
}

/** The present authoriser's signature for `replaceAuthoriser`. 65 bytes, r ‖ low s ‖ v. */
export function signRecoveryKeyReplacement(
  location: RegistryLocation,
  replacement: RecoveryKeyReplacement,
  authoriser: Uint8Array,
): Hex {
  return signature(hashTypedData(replaceRecoveryKey(location, replacement)), authoriser);
}

/** The authoriser's signature for `stopEverythingFor`, which ends a reader's access at once. 65 bytes, r ‖ low s ‖ v. */
export function signStopOfEverything(
  location: RecordsLocation,
  stopped: StoppedEverything,
  authoriser: Uint8Array,
): Hex {
  return signature(hashTypedData(stopSharingEverything(location, stopped)), authoriser);
}

function signature(hash: Hex, secretKey: Uint8Array): Hex {
  const [recovery, ...rs] = secp256k1.sign(hexToBytes(hash), secretKey, { prehash: false, format: "recovered" });
  return bytesToHex(Uint8Array.from([...rs, 27 + recovery!]));
}
