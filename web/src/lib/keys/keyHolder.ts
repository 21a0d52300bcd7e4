import { keyBundleOf } from "@chartkey/protocol/bundle";
import type { Bytes } from "@chartkey/protocol/bytes";
import { unwrapContentKeys, wrapContentKeys, type ContentKey } from "@chartkey/protocol/capsule";
import { capsulesFor, encodeCapsuleBundle, parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { isSameThing, type SealedThing } from "@chartkey/protocol/capsule-format";
import type { ChartId } from "@chartkey/protocol/chart";
import {
  ownKey,
  signKeyPossession,
  verifyKeyPublication,
  type IsAccountSignatureValid,
  type KeyPublication,
  type VerifiedKey,
} from "@chartkey/protocol/key-publication";
import {
  createKeyring,
  openKeyring,
  parseKeyring,
  type NewUnlocker,
  type OpenKeyring,
} from "@chartkey/protocol/keyring";
import { seedOf } from "@chartkey/protocol/keyring-contents";
import type { KeyringPlace } from "@chartkey/protocol/keyring-format";
import { bodyOfBlob, EMPTY_BODY } from "@chartkey/protocol/payload-body";
import {
  openBody,
  openHead,
  type ExpectedPayload,
  type FetchPart,
  type OpenedPayload,
} from "@chartkey/protocol/payload-open";
import {
  sealNewReport,
  sealPayload,
  type BodyMetadata,
  type SealedPart,
  type SealedPayload,
} from "@chartkey/protocol/payload-seal";
import type { PayloadContext } from "@chartkey/protocol/payload-format";
import { newRecoveryAuthoriser, recoveryAuthoriserAddress } from "@chartkey/protocol/recovery-authoriser";
import type { Author, RecordsLocation, ReportId } from "@chartkey/protocol/report-id";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { identityOfSeed, newSeed, type Identity } from "@chartkey/protocol/seed";
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
import type { RegistryLocation } from "@chartkey/protocol/typed-data";
import { bytesToHex, isAddressEqual, type Address, type Hex } from "viem";

/** Where both contracts are: what publications, payloads and capsules are bound to. */
export type Location = RecordsLocation & RegistryLocation;

/** A key as its owner's registry entry names it: what a publication must match before anything is wrapped for it. */
export type RegisteredKey = { version: number; encryptionAddress: Address };

/** Someone to wrap for: their publication from an event, and what the registry itself says of it. */
export type Recipient = { publication: KeyPublication; registered: RegisteredKey };

/**
 * The first key of an account, to be signed by the account and published. `keyring` is sealed; `authoriser` is the address that may
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

/** Something sealed and ready to be stored and put on the public record. All of it is public. */
export type SealedForStore = {
  report: ReportId;
  commitment: Hex;
  /** SHA-256 of the head. */
  payload: Hex;
  /** The parts in order, then the head. */
  blobs: Bytes[];
  capsuleBundle: Bytes;
};

/** The next version of a report, sealed. `payload` is the SHA-256 of its head; `blobs` are its parts in order, then the head. */
export type SealedCorrection = { commitment: Hex; payload: Hex; blobs: Bytes[]; capsuleBundle: Bytes };

/** What can be read without fetching a part. `id` names it in later calls. */
export type OpenedHead = { id: number; metadata: ReportMetadata };

export type KeyHolder = ReturnType<typeof createKeyHolder>;

/**
 * The only code that ever has seeds and content keys in memory. It runs in a worker of its own, answers with ciphertext or
 * with the plaintext that was asked for, never with a key, and forgets everything when the worker is ended.
 */
export function createKeyHolder() {
  let draft: { place: KeyringPlace; code: RecoveryCode; wallet: WalletUnlocker } | null = null;
  let keyring: OpenKeyring | null = null;
  let current: VerifiedKey | null = null;
  const contentKeys: ContentKey[] = [];
  const opened: OpenedPayload[] = [];

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

  function identityOf(account: Address, version: number): Identity | null {
    const seed = keyring && seedOf(keyring.contents, account, version);
    return seed && identityOfSeed(seed);
  }

  function keyFor(thing: SealedThing): ContentKey {
    const key = contentKeys.find((known) => isSameThing(known, thing));
    if (!key) throw new NoContentKeyError();
    return key;
  }

  function learn(key: ContentKey): void {
    if (!contentKeys.some((known) => isSameThing(known, key))) contentKeys.push(key);
  }

  async function verify(
    location: Location,
    recipients: readonly Recipient[],
    isAccountSignatureValid: IsAccountSignatureValid,
  ): Promise<VerifiedKey[]> {
    return Promise.all(
      recipients.map(({ publication, registered }) => {
        const isRegistered =
          publication.version === registered.version &&
          isAddressEqual(publication.encryptionAddress, registered.encryptionAddress);
        if (!isRegistered) throw new UnregisteredKeyError(publication.account);
        return verifyKeyPublication(location, publication, isAccountSignatureValid);
      }),
    );
  }

  async function wrap(location: Location, keys: readonly ContentKey[], recipients: readonly VerifiedKey[]) {
    const granter = myKey().account;
    const capsules = recipients.map((recipient) => wrapContentKeys({ location, granter, recipient, keys }));
    return encodeCapsuleBundle(await Promise.all(capsules));
  }

  function myKey(): VerifiedKey {
    if (!current) throw new LockedError();
    return current;
  }

  /** Collects the parts in order, whatever order they are sealed in. */
  async function collect(seal: (sink: (part: SealedPart) => Promise<void>) => Promise<SealedPayload>) {
    const parts: Bytes[] = [];
    const sealed = await seal(async ({ index, bytes }) => void (parts[index] = bytes));
    return { sealed, blobs: [...parts, sealed.head] };
  }

  return {
    /**
     * Begins the first key of an account: makes the recovery code, which is shown once, and the message that the wallet is
     * to sign twice if it is to be an unlocker, too.
     */
    draftKeyring(place: KeyringPlace, origin: string): { recoveryCode: RecoveryCode; unlockMessage: string } {
      const wallet = newWalletUnlocker({ origin, account: place.account }, new Date());
      draft = { place, code: newRecoveryCode(), wallet };
      return { recoveryCode: draft.code, unlockMessage: walletUnlockMessage(place.location, wallet) };
    },

    /**
     * Seals the drafted key under the recovery code and, given two equal signatures of the unlock message, under the wallet.
     * The holder is unlocked afterwards. Throws `UnrepeatableSignatureError` when the signatures differ.
     */
    async completeKeyring(signatures: { first: Hex; second: Hex } | null): Promise<KeyDraft> {
      if (!draft) throw new LockedError();
      const { place, code, wallet } = draft;
      const unlockers: NewUnlocker[] = [
        {
          kind: "recovery-code",
          parameters: new Uint8Array(),
          secret: recoveryCodeSecret(code),
          label: "Recovery code",
        },
      ];
      if (signatures) {
        const secret = await enrolWallet(place.location, wallet, signatures.first, signatures.second);
        unlockers.push({ kind: "wallet", parameters: encodeWalletUnlocker(wallet), secret, label: "This wallet" });
      }

      const version = 1;
      const seed = newSeed();
      const identity = identityOfSeed(seed);
      const { account } = place;
      const recoveryAuthoriser = newRecoveryAuthoriser();
      const made = await createKeyring(place, {
        contents: {
          recoveryAuthoriser,
          keys: [{ account: account.toLowerCase() as Address, version, seed }],
        },
        unlockers,
      });
      adopt(made, { version, encryptionAddress: identity.encryptionAddress });
      return {
        version,
        encryptionAddress: identity.encryptionAddress,
        bundle: bytesToHex(keyBundleOf(identity)),
        keyring: bytesToHex(made.sealed),
        possession: signKeyPossession(place.location, { account, version }, identity),
        authoriser: recoveryAuthoriserAddress(recoveryAuthoriser),
      };
    },

    /** Whether the recovery code that was just shown was copied right. */
    isDraftedCode(typed: string): boolean {
      return draft !== null && parseRecoveryCode(typed) === draft.code;
    },

    /** The message for the wallet to sign; null when the wallet is no unlocker of this keyring on this site. */
    unlockMessage(sealed: Bytes, origin: string): string | null {
      const { location, unlockers } = parseKeyring(sealed);
      const wallet = unlockers.find(({ kind }) => kind === "wallet");
      const parameters = wallet && parseWalletUnlocker(wallet.parameters);
      return parameters?.origin === origin ? walletUnlockMessage(location, parameters) : null;
    },

    async unlockWithWallet(
      place: KeyringPlace,
      sealed: Bytes,
      registered: RegisteredKey,
      signature: Hex,
    ): Promise<void> {
      const wallet = parseKeyring(sealed).unlockers.find(({ kind }) => kind === "wallet");
      if (!wallet) throw new LockedError();
      const secret = await walletSecret(place.location, parseWalletUnlocker(wallet.parameters), signature);
      adopt(await openKeyring(place, sealed, { id: wallet.id, secret }), registered);
    },

    async unlockWithRecoveryCode(
      place: KeyringPlace,
      sealed: Bytes,
      registered: RegisteredKey,
      typed: string,
    ): Promise<void> {
      const secret = recoveryCodeSecret(parseRecoveryCode(typed));
      const code = parseKeyring(sealed).unlockers.find(({ kind }) => kind === "recovery-code");
      if (!code) throw new LockedError();
      adopt(await openKeyring(place, sealed, { id: code.id, secret }), registered);
    },

    /**
     * Learns the content keys that a capsule bundle has for this account. Capsules for others, and those of key versions
     * that this keyring lacks, are passed over.
     */
    async learnFrom(location: RecordsLocation, granter: Address, bundle: Bytes): Promise<void> {
      const { account } = myKey();
      for (const capsule of capsulesFor(parseCapsuleBundle(bundle), { account })) {
        const { keyVersion } = capsule.context;
        const identity = identityOf(account, keyVersion);
        if (!identity) continue;
        const keys = await unwrapContentKeys(capsule, identity, { location, granter, recipient: account, keyVersion });
        keys.forEach(learn);
      }
    },

    /** Opens a head: what it says is known afterwards, and proven to be what its author committed to. */
    async openHead(head: Bytes, expected: ExpectedPayload): Promise<OpenedHead> {
      const { kind, report, version, epoch } = expected.context;
      const thing: SealedThing =
        kind === "report"
          ? { kind, report, version, epoch }
          : { kind, report, version, epoch, commitment: expected.commitment };
      const payload = await openHead(head, keyFor(thing).contentKey, expected);
      return { id: opened.push(payload) - 1, metadata: payload.metadata };
    },

    /** The whole document, every part checked against the author's commitment before any of it is given out. */
    async openBody(id: number, fetchPart: FetchPart): Promise<Blob> {
      const payload = opened[id];
      if (!payload) throw new LockedError();
      const chunks: Bytes[] = [];
      for await (const chunk of openBody(payload, fetchPart)) chunks.push(chunk);
      return new Blob(chunks, { type: payload.metadata.mediaType ?? "" });
    },

    /** Whether a recipient's key is the one that the registry names and its account signed, so that something can be locked for it. */
    async isLockable(
      location: Location,
      recipient: Recipient,
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<boolean> {
      return verify(location, [recipient], isAccountSignatureValid).then(
        () => true,
        () => false,
      );
    },

    /** Seals a new report for its author and for the recipients. */
    async sealReport(
      input: {
        location: Location;
        chart: ChartId;
        author: Author;
        metadata: BodyMetadata;
        file: Blob;
      },
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<SealedForStore> {
      const mine = myKey();
      // Nothing is sealed before every recipient's key is known to be theirs.
      const others = await verify(input.location, recipients, isAccountSignatureValid);
      const { file, ...rest } = input;
      const { sealed, blobs } = await collect((sink) => sealNewReport({ ...rest, body: bodyOfBlob(file) }, sink));
      const { report, commitment, digest: payload, contentKey } = sealed;
      const key: ContentKey = { kind: "report", report, version: 1, epoch: 1, contentKey };
      learn(key);
      const capsuleBundle = await wrap(input.location, [key], [mine, ...others]);
      return { report, commitment, payload, blobs, capsuleBundle };
    },

    /** Seals a remark on a report for its author and for the recipients. */
    async sealRemark(
      input: { location: Location; context: PayloadContext; metadata: BodyMetadata },
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<SealedForStore> {
      const mine = myKey();
      const { context, metadata, location } = input;
      const others = await verify(location, recipients, isAccountSignatureValid);
      const { sealed, blobs } = await collect((sink) => sealPayload({ context, metadata, body: EMPTY_BODY }, sink));
      const { report, commitment, digest: payload, contentKey } = sealed;
      const { version, epoch } = context;
      const key: ContentKey = { kind: "remark", report, version, epoch, commitment, contentKey };
      learn(key);
      const capsuleBundle = await wrap(location, [key], [mine, ...others]);
      return { report, commitment, payload, blobs, capsuleBundle };
    },

    /** Seals the next version of a report for its author and for the recipients. */
    async sealCorrection(
      input: { location: Location; context: PayloadContext; metadata: BodyMetadata; file: Blob },
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<SealedCorrection> {
      const mine = myKey();
      const { location, context, metadata, file } = input;
      const others = await verify(location, recipients, isAccountSignatureValid);
      const parts: Bytes[] = [];
      const sealed = await sealPayload({ context, metadata, body: bodyOfBlob(file) }, async ({ index, bytes }) => {
        parts[index] = bytes;
      });
      const { report, commitment, digest: payload, contentKey, head } = sealed;
      const { version, epoch } = context;
      const key: ContentKey = { kind: "report", report, version, epoch, contentKey };
      learn(key);
      const capsuleBundle = await wrap(location, [key], [mine, ...others]);
      return { commitment, payload, blobs: [...parts, head], capsuleBundle };
    },

    /** Wraps content keys that this holder has learnt for further recipients. */
    async wrapFor(
      location: Location,
      things: readonly SealedThing[],
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<Bytes> {
      return wrap(location, things.map(keyFor), await verify(location, recipients, isAccountSignatureValid));
    },
  };
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

export class NoContentKeyError extends Error {
  override name = "NoContentKeyError";
  override message =
    "None of the keys that were shared with you opens this. Nothing is lost; ask the patient to share it again.";
}

export class UnregisteredKeyError extends Error {
  override name = "UnregisteredKeyError";

  constructor(account: Address) {
    super(`The key shown for ${account} is not the one the registry names. Nothing was shared; reload and try again.`);
  }
}
