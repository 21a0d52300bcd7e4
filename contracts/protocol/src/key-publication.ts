import { secp256k1 } from "@noble/curves/secp256k1.js";
import {
  bytesToHex,
  hashTypedData,
  hexToBytes,
  isAddressEqual,
  recoverAddress,
  size,
  type Address,
  type Hex,
} from "viem";
import { bundleDigestOf, keyBundleOf, parseKeyBundle, type KeyBundle } from "./bundle.ts";
import { bytesOfHex, type Bytes } from "./bytes.ts";
import type { Identity } from "./seed.ts";
import { keyBundle, keyPossession, type RegistryLocation } from "./typed-data.ts";

const HALF_ORDER = secp256k1.Point.Fn.ORDER / 2n;

/** The arguments of the `KeyPublished` event that matter to a sender. */
export type KeyPublication = {
  account: Address;
  version: number;
  encryptionAddress: Address;
  bundle: Hex;
  possession: Hex;
  accountSignature: Hex;
};

/** A key as published, with the sealed keyring that came with it. Nothing of it is verified: see `verifyKeyPublication`. */
export type PublishedKey = KeyPublication & { keyring: Hex };

/** A key that was checked: the only thing content keys are wrapped for. */
export type VerifiedKey = {
  account: Address;
  version: number;
  bundle: KeyBundle;
  encodedBundle: Bytes;
  bundleDigest: Hex;
};

/** Asks a contract account (ERC-1271) whether it signed `hash`. The caller asks two RPCs, and both must agree. */
export type IsAccountSignatureValid = (question: { account: Address; hash: Hex; signature: Hex }) => Promise<boolean>;

/** Signs, with the encryption key itself, that it is this account's key of this version. 65 bytes, r ‖ s ‖ v. */
export function signKeyPossession(
  location: RegistryLocation,
  { account, version }: { account: Address; version: number },
  identity: Identity,
): Hex {
  const bundleDigest = bundleDigestOf(keyBundleOf(identity));
  const hash = hashTypedData(keyPossession(location, { account, version, bundleDigest }));
  const options = { prehash: false, format: "recovered" } as const;
  const [recovery, ...rs] = secp256k1.sign(hexToBytes(hash), identity.secp256k1.secretKey, options);
  return bytesToHex(Uint8Array.from([...rs, 27 + recovery!]));
}

/**
 * Checks a publication before anything is wrapped for it. The node that serves an event may lie; both signatures cannot.
 * Accounts are checked by ecrecover first, then by asking `isAccountSignatureValid`.
 * @throws MalformedKeyBundleError, EncryptionAddressMismatchError, KeyPossessionError, AccountSignatureError
 */
export async function verifyKeyPublication(
  location: RegistryLocation,
  publication: KeyPublication,
  isAccountSignatureValid?: IsAccountSignatureValid,
): Promise<VerifiedKey> {
  const { account, version } = publication;
  const encodedBundle = bytesOfHex(publication.bundle);
  const bundle = parseKeyBundle(encodedBundle);
  if (!isAddressEqual(bundle.encryptionAddress, publication.encryptionAddress)) {
    throw new EncryptionAddressMismatchError(account);
  }
  const bundleDigest = bundleDigestOf(encodedBundle);
  const statement = { account, version, bundleDigest };

  const possessor = await signerOf(hashTypedData(keyPossession(location, statement)), publication.possession);
  if (possessor === null || !isAddressEqual(possessor, bundle.encryptionAddress)) throw new KeyPossessionError(account);

  const hash = hashTypedData(keyBundle(location, statement));
  const signature = publication.accountSignature;
  const signer = await signerOf(hash, signature);
  const isOwn = signer !== null && isAddressEqual(signer, account);
  if (!isOwn && !(await isAccountSignatureValid?.({ account, hash, signature })))
    throw new AccountSignatureError(account);

  return { account, version, bundle, encodedBundle, bundleDigest };
}

/** One's own key, known to be one's own because its secrets are at hand. */
export function ownKey({ account, version }: { account: Address; version: number }, identity: Identity): VerifiedKey {
  const encodedBundle = keyBundleOf(identity);
  const bundle = parseKeyBundle(encodedBundle);
  return { account, version, bundle, encodedBundle, bundleDigest: bundleDigestOf(encodedBundle) };
}

/** Null for anything but a 65-byte ECDSA signature with a low s, which is what the registry accepts (EIP-2). */
async function signerOf(hash: Hex, signature: Hex): Promise<Address | null> {
  if (size(signature) !== 65 || BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return null;
  try {
    return await recoverAddress({ hash, signature });
  } catch {
    return null;
  }
}

export class EncryptionAddressMismatchError extends Error {
  override name = "EncryptionAddressMismatchError";
  constructor(account: Address) {
    super(
      `The key bundle shown for ${account} is not the one the registry names. Nothing was shared; try another network node.`,
    );
  }
}

export class KeyPossessionError extends Error {
  override name = "KeyPossessionError";
  constructor(account: Address) {
    super(
      `The key published by ${account} does not prove that its owner holds it. Nothing was shared; ask them for a new key.`,
    );
  }
}

export class AccountSignatureError extends Error {
  override name = "AccountSignatureError";
  constructor(account: Address) {
    super(`The key shown for ${account} was not signed by that account. Nothing was shared; try another network node.`);
  }
}
