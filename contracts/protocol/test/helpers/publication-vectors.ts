import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, type Hex } from "viem";
import { keyBundleOf } from "../../src/bundle.ts";
import { doctor, patient, publicationOf, registryLocation } from "./actors.ts";

/** Publications of the patient in keys.json that must be refused, each with one thing changed by whoever serves it. */
export async function publicationVectors() {
  const genuine = await publicationOf(patient);
  const others = await publicationOf(doctor);
  const { bundle, encryptionAddress, possession, accountSignature } = others;
  const postQuantum = bytesToHex(keyBundleOf({ ...patient.identity, mlKem768: doctor.identity.mlKem768 }));
  const refused = [
    ["the bundle of somebody else", { bundle }, "EncryptionAddressMismatchError"],
    ["key and bundle of somebody else", { bundle, encryptionAddress }, "KeyPossessionError"],
    ["the post-quantum key of somebody else", { bundle: postQuantum }, "KeyPossessionError"],
    ["the possession proof of somebody else", { possession }, "KeyPossessionError"],
    ["the possession proof with a high s", { possession: malleated(genuine.possession) }, "KeyPossessionError"],
    ["the possession proof without its v", { possession: genuine.possession.slice(0, -2) }, "KeyPossessionError"],
    ["another version", { version: 2 }, "KeyPossessionError"],
    ["another account", { account: doctor.account }, "KeyPossessionError"],
    ["an account signature of somebody else", { accountSignature }, "AccountSignatureError"],
    [
      "the account signature with a high s",
      { accountSignature: malleated(genuine.accountSignature) },
      "AccountSignatureError",
    ],
    ["no account signature", { accountSignature: "0x" }, "AccountSignatureError"],
  ] as const;
  return refused.map(([what, change, error]) => ({
    what,
    ...registryLocation,
    publication: { ...genuine, ...change },
    error,
  }));
}

/** The other signature that says the same: s taken from the order of the curve. */
function malleated(signature: Hex): Hex {
  const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith("1b") ? "1c" : "1b";
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, "0")}${v}` as Hex;
}
