import { keyBundleOf } from "@chartkey/protocol/bundle";
import { equalBytes, type Bytes } from "@chartkey/protocol/bytes";
import type { Recovery, RecoveryKeyReplacement } from "@chartkey/protocol/chart-forms";
import type { StoppedEverything } from "@chartkey/protocol/consent-forms";
import { ownKey, signKeyPossession, type VerifiedKey } from "@chartkey/protocol/key-publication";
import {
  addUnlocker,
  createKeyring,
  openKeyring,
  parseKeyring,
  resealKeyring,
  type NewUnlocker,
  type OpenKeyring,
} from "@chartkey/protocol/keyring";
import { seedOf, withKey, type KeyringContents } from "@chartkey/protocol/keyring-contents";
import type { KeyringPlace, UnlockerKind } from "@chartkey/protocol/keyring-format";
import {
  newRecoveryAuthoriser,
  recoveryAuthoriserAddress,
  signRecovery,
  signRecoveryKeyReplacement,
  signStopOfEverything,
} from "@chartkey/protocol/recovery-authoriser";
import type { RecordsLocation } from "@chartkey/protocol/report-id";
import { identityOfSeed, newSeed, type Identity } from "@chartkey/protocol/seed";
import {
  encodePasskeyUnlocker,
  newPasskeySalt,
  parsePasskeyUnlocker,
  type PasskeyUnlocker,
} from "@chartkey/protocol/unlocker-passkey";
import {
  newRecoveryCode,
  parseRecoveryCode,
  recoveryCodeSecret,
  type RecoveryCode,
} from "@chartkey/protocol/unlocker-recovery-code";
import {
  encodeWalletUnlocker,
  enrolWallet,
  newWalletUnlocker,
  parseWalletUnlocker,
  walletSecret,
  walletUnlockMessage,
  type WalletUnlocker,
} from "@chartkey/protocol/unlocker-wallet";
import { bytesToHex, isAddressEqual, type Address, type Hex } from "viem";

/** A key as its owner's registry entry names it: what a publication must match before anything is wrapped for it. */
export type RegisteredKey = { version: number; encryptionAddress: Address };

/**
 * The next key of an account, to be signed by the account and published. `keyring` is sealed; `authoriser` is the address that may
 * recover control of the account's chart, whose private key is in the keyring. All of it is public.
 */
export type KeyDraft = {
  version: number;
  encryptionAddress: Address;
  bundle: Hex;
  keyring: Hex;
  possession: Hex;
  authoriser: Address;
};

/**
 * Why a keyring is made: the account's `first` key; `more` ways to unlock, or only a further key, around what is there; `renewed`,
 * so that a way to unlock that is left out opens nothing new; the keyring of another wallet, `taken over` by this one.
 */
export type KeyringChange = "first" | "more" | "renewed" | "taken-over";

/** How a keyring may be unlocked, as its owner sees it. `label` is null while it is locked. */
export type WayToUnlock = { id: Hex; kind: UnlockerKind; label: string | null };

/** A keyring that may be the lost one: `authoriser` is the recovery key that the registry names for its holder's chart. */
type Candidate = { place: KeyringPlace; sealed: Bytes; authoriser: Address };

/** A keyring that was made and waits to be published. */
type Sealed = { open: OpenKeyring; registered: RegisteredKey };

type Draft = {
  change: KeyringChange;
  place: KeyringPlace;
  /** The key version it will be. */
  version: number;
  earlier: OpenKeyring | null;
  wallet: WalletUnlocker;
  passkeySalt: Bytes;
  unlockers: NewUnlocker[];
};

/** Fewer ways to unlock are not published: whoever loses the only one has lost everything. */
export const FEWEST_WAYS = 2;

/**
 * The part of the key holder that has the keyring: it opens it, makes the next one, and signs what only the recovery key may sign.
 * A keyring that was made is used only once `adoptSealed` says that it is published.
 */
export function createKeyringKeeper() {
  let keyring: OpenKeyring | null = null;
  let current: VerifiedKey | null = null;
  let draft: Draft | null = null;
  let sealed: Sealed | null = null;
  /** Of another account, whose chart this one takes over. */
  let foreign: OpenKeyring | null = null;
  /** The recovery key before the one in `keyring`, while the registry still names it. */
  let formerAuthoriser: Bytes | null = null;

  function adopt(unlocked: OpenKeyring, registered: RegisteredKey): void {
    const { account } = unlocked.header;
    const seed = seedOf(unlocked.contents, account, registered.version);
    const identity = seed && identityOfSeed(seed);
    // [Note: never publish silently] A keyring without the registered key is old or foreign. Nothing is done about it here.
    if (!identity || !isAddressEqual(identity.encryptionAddress, registered.encryptionAddress)) {
      throw new KeyringOutdatedError();
    }
    keyring = unlocked;
    current = ownKey({ account, version: registered.version }, identity);
  }

  function mine(): VerifiedKey {
    if (!current) throw new LockedError();
    return current;
  }

  function opened(): OpenKeyring {
    if (!keyring) throw new LockedError();
    return keyring;
  }

  function drafted(): Draft {
    if (!draft) throw new LockedError();
    return draft;
  }

  function begin(change: KeyringChange, place: KeyringPlace, version: number, origin: string): void {
    const wallet = newWalletUnlocker({ origin, account: place.account }, new Date());
    const earlier = change === "first" ? null : change === "taken-over" ? foreign : opened();
    if (change === "taken-over" && !earlier) throw new LockedError();
    draft = { change, place, version, earlier, wallet, passkeySalt: newPasskeySalt(), unlockers: [] };
    sealed = null;
  }

  /** What the next code of the draft is called, beside those that stay. */
  function codeLabel(): string {
    const { change, earlier, unlockers } = drafted();
    const kept = change === "more" && earlier ? earlier.header.unlockers : [];
    const codes = [...kept, ...unlockers].filter(({ kind }) => kind === "recovery-code").length;
    return ["Recovery code", "Second recovery code"][codes] ?? `Recovery code ${codes + 1}`;
  }

  async function makeKeyring({ change, place, version, earlier, unlockers }: Draft, seed: Bytes): Promise<OpenKeyring> {
    const key = { account: place.account, version, seed };
    if (change === "more" && earlier) {
      let open = earlier;
      for (const unlocker of unlockers) open = await addUnlocker(open, unlocker);
      return resealKeyring(open, withKey(open.contents, key));
    }
    // [Note: a removed way to unlock] Whoever has it opened the recovery key, too, so that is renewed with the seed.
    const isKept = change === "taken-over" && earlier;
    const recoveryAuthoriser = isKept ? earlier.contents.recoveryAuthoriser : newRecoveryAuthoriser();
    const contents: KeyringContents = { recoveryAuthoriser, keys: earlier?.contents.keys ?? [] };
    return createKeyring(place, { contents: withKey(contents, key), unlockers });
  }

  /** Tries a secret at every way to unlock of its kind; null when it opens none. */
  async function openWith(
    place: KeyringPlace,
    sealedKeyring: Bytes,
    kind: UnlockerKind,
    secret: Bytes,
  ): Promise<OpenKeyring | null> {
    for (const { id } of parseKeyring(sealedKeyring).unlockers.filter((unlocker) => unlocker.kind === kind)) {
      try {
        return await openKeyring(place, sealedKeyring, { id, secret });
      } catch (error) {
        if (!(error instanceof Error && error.name === "WrongUnlockerError")) throw error;
      }
    }
    return null;
  }

  /**
   * Looks for the keyring that a secret opens and whose recovery key is the one that the registry names: a way to unlock that was removed
   * opens only keyrings whose recovery key was replaced.
   */
  async function find(candidates: readonly Candidate[], kind: UnlockerKind, secret: Bytes): Promise<Address | null> {
    for (const { place, sealed: sealedKeyring, authoriser } of candidates) {
      // Anyone may publish anything as a keyring of theirs; a malformed one must not end the search.
      const open = await openWith(place, sealedKeyring, kind, secret).catch(() => null);
      if (!open || !isAddressEqual(recoveryAuthoriserAddress(open.contents.recoveryAuthoriser), authoriser)) continue;
      foreign = open;
      return open.header.account;
    }
    return null;
  }

  async function unlock(
    place: KeyringPlace,
    sealedKeyring: Bytes,
    registered: RegisteredKey,
    kind: UnlockerKind,
    secret: Bytes,
  ): Promise<void> {
    const open = await openWith(place, sealedKeyring, kind, secret);
    if (!open) throw new DoesNotOpenError();
    adopt(open, registered);
  }

  const methods = {
    /** Begins an account's first key. */
    beginFirst(place: KeyringPlace, origin: string): void {
      begin("first", place, 1, origin);
    },

    /** Begins the next key of the unlocked account; its ways to unlock stay, or are all presented again. */
    beginNext(change: "more" | "renewed", origin: string): void {
      begin(change, opened().header, mine().version + 1, origin);
    },

    /** Begins the first key of a wallet that takes over what `findKeyring` found. */
    beginTakeover(place: KeyringPlace, origin: string): void {
      begin("taken-over", place, 1, origin);
    },

    /** Makes a recovery code, which is shown once, and makes it a way to unlock. */
    addNewCode(): RecoveryCode {
      const code = newRecoveryCode();
      drafted().unlockers.push(codeUnlocker(code, codeLabel()));
      return code;
    },

    /** Keeps a recovery code that opens the present keyring. Throws `DoesNotOpenError` for any other. */
    async keepCode(typed: string): Promise<void> {
      const code = parseRecoveryCode(typed);
      const { header, sealed: present } = opened();
      const found = await openWith(header, present, "recovery-code", recoveryCodeSecret(code));
      if (!found) throw new DoesNotOpenError();
      const known = codeUnlocker(code, codeLabel());
      const isTwice = drafted().unlockers.some(({ secret }) => equalBytes(secret, known.secret));
      if (isTwice) throw new SameCodeError();
      drafted().unlockers.push(known);
    },

    /** The message that the wallet is to sign twice to become a way to unlock. */
    draftedUnlockMessage(): string {
      const { place, wallet } = drafted();
      return walletUnlockMessage(place.location, wallet);
    },

    /** Makes the wallet a way to unlock, given two equal signatures. Throws `UnrepeatableSignatureError` when they differ. */
    async addWallet({ first, second }: { first: Hex; second: Hex }, label: string): Promise<void> {
      const { place, wallet, unlockers } = drafted();
      const secret = await enrolWallet(place.location, wallet, first, second);
      unlockers.push({ kind: "wallet", parameters: encodeWalletUnlocker(wallet), secret, label });
    },

    /** The salt that a passkey is to be asked with to become a way to unlock. */
    draftedPasskeySalt(): Bytes {
      return drafted().passkeySalt;
    },

    /** Makes a passkey a way to unlock. `secret` is what it answered to the drafted salt. */
    addPasskey({ credentialId, relyingParty }: Omit<PasskeyUnlocker, "salt">, secret: Bytes, label: string): void {
      const { unlockers, passkeySalt: salt } = drafted();
      const parameters = encodePasskeyUnlocker({ credentialId, relyingParty, salt });
      unlockers.push({ kind: "passkey", parameters, secret, label });
    },

    /** Forgets the ways to unlock that were added after the first `count`, as when somebody chooses another. */
    keepFirst(count: number): void {
      const { unlockers } = drafted();
      unlockers.splice(count);
    },

    /**
     * Seals the drafted keyring. The keyring in use stays until `adoptSealed`.
     * Throws `TooFewWaysError` when it would have fewer than two ways to unlock.
     */
    async sealDraft(): Promise<KeyDraft> {
      const making = drafted();
      const kept = making.change === "more" ? (making.earlier?.header.unlockers.length ?? 0) : 0;
      if (kept + making.unlockers.length < FEWEST_WAYS) throw new TooFewWaysError();
      const seed = newSeed();
      const identity = identityOfSeed(seed);
      const { encryptionAddress } = identity;
      const { place, version } = making;
      const open = await makeKeyring(making, seed);
      sealed = { open, registered: { version, encryptionAddress } };
      return {
        version,
        encryptionAddress,
        bundle: bytesToHex(keyBundleOf(identity)),
        keyring: bytesToHex(open.sealed),
        possession: signKeyPossession(place.location, { account: place.account, version }, identity),
        authoriser: recoveryAuthoriserAddress(open.contents.recoveryAuthoriser),
      };
    },

    /** The sealed keyring is on the public record: it is the one in use from now on. */
    adoptSealed(): void {
      if (!sealed) throw new LockedError();
      const former = keyring?.contents.recoveryAuthoriser ?? null;
      adopt(sealed.open, sealed.registered);
      if (former && recoveryAuthoriserAddress(former) !== methods.authoriser()) formerAuthoriser = former;
      draft = null;
      sealed = null;
      foreign = null;
    },

    /** The message for the wallet to sign; null when the wallet is no way to unlock this keyring on this site. */
    unlockMessage(sealedKeyring: Bytes, origin: string): string | null {
      const { location, unlockers } = parseKeyring(sealedKeyring);
      const wallet = unlockers.find(({ kind }) => kind === "wallet");
      const parameters = wallet && parseWalletUnlocker(wallet.parameters);
      return parameters?.origin === origin ? walletUnlockMessage(location, parameters) : null;
    },

    /** The passkeys to ask for, each with its salt; those of another site are left out. */
    passkeysOf(sealedKeyring: Bytes, relyingParty: string): PasskeyUnlocker[] {
      return parseKeyring(sealedKeyring)
        .unlockers.filter(({ kind }) => kind === "passkey")
        .map(({ parameters }) => parsePasskeyUnlocker(parameters))
        .filter((passkey) => passkey.relyingParty === relyingParty);
    },

    async unlockWithWallet(
      place: KeyringPlace,
      sealedKeyring: Bytes,
      registered: RegisteredKey,
      signature: Hex,
    ): Promise<void> {
      const wallet = parseKeyring(sealedKeyring).unlockers.find(({ kind }) => kind === "wallet");
      if (!wallet) throw new LockedError();
      const secret = await walletSecret(place.location, parseWalletUnlocker(wallet.parameters), signature);
      await unlock(place, sealedKeyring, registered, "wallet", secret);
    },

    /** @param secret What the passkey answered to its salt. */
    async unlockWithPasskey(
      place: KeyringPlace,
      sealedKeyring: Bytes,
      registered: RegisteredKey,
      secret: Bytes,
    ): Promise<void> {
      await unlock(place, sealedKeyring, registered, "passkey", secret);
    },

    async unlockWithRecoveryCode(
      place: KeyringPlace,
      sealedKeyring: Bytes,
      registered: RegisteredKey,
      typed: string,
    ): Promise<void> {
      const secret = recoveryCodeSecret(parseRecoveryCode(typed));
      await unlock(place, sealedKeyring, registered, "recovery-code", secret);
    },

    /** Looks for the keyring that a recovery code opens, to be taken over by another wallet. Answers its account, or null. */
    async findKeyring(candidates: readonly Candidate[], typed: string): Promise<Address | null> {
      return find(candidates, "recovery-code", recoveryCodeSecret(parseRecoveryCode(typed)));
    },

    /** The same for a passkey. @param secret What it answered to the salt that these keyrings name. */
    async findKeyringOfPasskey(candidates: readonly Candidate[], secret: Bytes): Promise<Address | null> {
      return find(candidates, "passkey", secret);
    },

    /** The accounts whose keys are in the unlocked keyring: its own, and those of wallets before it. */
    accounts(): Address[] {
      return [...new Set(opened().contents.keys.map(({ account }) => account))];
    },

    /** How the unlocked keyring may be unlocked. */
    waysToUnlock(): WayToUnlock[] {
      const { header, labels } = opened();
      return header.unlockers.map(({ id, kind }) => ({ id, kind, label: labels[id] ?? null }));
    },

    /** The address of the recovery key in the unlocked keyring. */
    authoriser(): Address {
      return recoveryAuthoriserAddress(opened().contents.recoveryAuthoriser);
    },

    /** Signs that another wallet shall take over a chart. */
    signRecovery(location: KeyringPlace["location"], recovery: Recovery): Hex {
      return signRecovery(location, recovery, opened().contents.recoveryAuthoriser);
    },

    /** Signs that somebody reads nothing of a chart any more. What was found can do so before it is taken over. */
    signStopOfEverything(location: RecordsLocation, stopped: StoppedEverything): Hex {
      return signStopOfEverything(location, stopped, (foreign ?? opened()).contents.recoveryAuthoriser);
    },

    /**
     * Signs, as the recovery key of before, that the one in the keyring to be published takes its place. Null when there is no other.
     */
    signAuthoriserReplacement(
      location: KeyringPlace["location"],
      replacement: Omit<RecoveryKeyReplacement, "newRecoveryKey">,
    ): { newRecoveryKey: Address; signature: Hex } | null {
      const next = (sealed?.open ?? opened()).contents.recoveryAuthoriser;
      const present = sealed ? opened().contents.recoveryAuthoriser : formerAuthoriser;
      const newRecoveryKey = recoveryAuthoriserAddress(next);
      if (!present || recoveryAuthoriserAddress(present) === newRecoveryKey) return null;
      const signature = signRecoveryKeyReplacement(location, { ...replacement, newRecoveryKey }, present);
      return { newRecoveryKey, signature };
    },

    /**
     * Remembers the recovery key in an earlier keyring, so that it can be replaced. Answers whether the code opens that keyring and
     * `wanted` is the address of its recovery key.
     */
    async rememberFormer(place: KeyringPlace, earlier: Bytes, typed: string, wanted: Address): Promise<boolean> {
      const open = await openWith(place, earlier, "recovery-code", recoveryCodeSecret(parseRecoveryCode(typed)));
      const authoriser = open?.contents.recoveryAuthoriser;
      if (!authoriser || !isAddressEqual(recoveryAuthoriserAddress(authoriser), wanted)) return false;
      formerAuthoriser = authoriser;
      return true;
    },
  };

  return {
    methods,
    mine,
    identityOf(account: Address, version: number): Identity | null {
      const seed = keyring && seedOf(keyring.contents, account, version);
      return seed && identityOfSeed(seed);
    },
  };
}

function codeUnlocker(code: RecoveryCode, label: string): NewUnlocker {
  return { kind: "recovery-code", parameters: new Uint8Array(), secret: recoveryCodeSecret(code), label };
}

export class LockedError extends Error {
  override name = "LockedError";
  override message = "Your keys are locked. Nothing was changed; unlock to go on.";
}

export class KeyringOutdatedError extends Error {
  override name = "KeyringOutdatedError";
  override message =
    "This keyring does not hold the key that the public record names for you. Nothing was opened; reload the page and unlock again.";
}

export class DoesNotOpenError extends Error {
  override name = "WrongUnlockerError";
  override message =
    "This does not open your keys. Nothing was changed. Check that you use the newest recovery code, or another way to unlock.";
}

export class SameCodeError extends Error {
  override name = "SameCodeError";
  override message = "This is the code that you typed already. Nothing was changed; type the other one.";
}

export class TooFewWaysError extends Error {
  override name = "TooFewWaysError";
  override message =
    "Two ways to unlock are needed, so that losing one loses nothing. Nothing was changed; add another one first.";
}
