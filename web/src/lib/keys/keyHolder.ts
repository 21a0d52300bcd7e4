import { equalBytes, type Bytes } from "@chartkey/protocol/bytes";
import { unwrapContentKeys, wrapContentKeys, type ContentKey } from "@chartkey/protocol/capsule";
import { capsulesFor, encodeCapsuleBundle, parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { nameOf, type SealedThing } from "@chartkey/protocol/capsule-format";
import type { ChartId } from "@chartkey/protocol/chart";
import {
  verifyKeyPublication,
  type IsAccountSignatureValid,
  type KeyPublication,
  type VerifiedKey,
} from "@chartkey/protocol/key-publication";
import { bodyOfBlob, EMPTY_BODY } from "@chartkey/protocol/payload-body";
import {
  openBody,
  openHead,
  type ExpectedPayload,
  type FetchPart,
  type OpenedPayload,
} from "@chartkey/protocol/payload-open";
import {
  rekeyPayload,
  sealNewReport,
  sealPayload,
  type BodyMetadata,
  type PartSink,
} from "@chartkey/protocol/payload-seal";
import type { PayloadContext } from "@chartkey/protocol/payload-format";
import type { Author, RecordsLocation, ReportId } from "@chartkey/protocol/report-id";
import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import type { RegistryLocation } from "@chartkey/protocol/typed-data";
import { transfer } from "comlink";
import { bytesToHex, isAddressEqual, type Address, type Hex } from "viem";
import { createKeyringKeeper, LockedError, type RegisteredKey } from "./keyringKeeper.ts";

/** Where both contracts are: what publications, payloads and capsules are bound to. */
export type Location = RecordsLocation & RegistryLocation;

/** Someone to wrap for: their publication from an event, and what the registry itself says of it. */
export type Recipient = { publication: KeyPublication; registered: RegisteredKey };

/** Something sealed and ready to be stored and put on the public record. All of it is public. */
export type SealedForStore = {
  report: ReportId;
  commitment: Hex;
  /** SHA-256 of the head. */
  payload: Hex;
  /** What is to be stored besides the parts, which were handed over one by one. */
  head: Bytes;
  capsuleBundle: Bytes;
};

/** What can be read without fetching a part. `id` names it in later calls; the document is in `parts` parts. */
export type OpenedHead = { id: number; metadata: ReportMetadata; parts: number };

export type KeyHolder = ReturnType<typeof createKeyHolder>;

/**
 * The only code that ever has seeds and content keys in memory. It runs in a worker of its own, answers with ciphertext or
 * with the plaintext that was asked for, never with a key, and forgets everything when the worker is ended.
 */
export function createKeyHolder() {
  const keeper = createKeyringKeeper();
  /** By the name of what they open, in the order in which they were learnt: a chart may have thousands. */
  const contentKeys = new Map<string, ContentKey[]>();
  /** Those that opened what they say they open. */
  const proven = new Set<ContentKey>();
  const opened: OpenedPayload[] = [];

  /** What is known to open something comes before what somebody only said would; the newest of either first. */
  function keysFor(thing: SealedThing): ContentKey[] {
    const known = contentKeys.get(nameOf(thing));
    if (!known) throw new NoContentKeyError();
    return known.toReversed().toSorted((a, b) => Number(proven.has(b)) - Number(proven.has(a)));
  }

  function keyFor(thing: SealedThing): ContentKey {
    const [key] = keysFor(thing);
    if (!key) throw new NoContentKeyError();
    return key;
  }

  /** Another key for the same thing is kept beside the first: a wrong one must not keep the right one out. */
  function learn(key: ContentKey): void {
    const name = nameOf(key);
    const known = contentKeys.get(name) ?? [];
    if (known.some(({ contentKey }) => equalBytes(contentKey, key.contentKey))) return;
    contentKeys.set(name, [...known, key]);
  }

  /** Opens a head with whichever of the known keys fits it. */
  async function openWithKnown(head: Bytes, expected: ExpectedPayload): Promise<OpenedPayload> {
    const { kind, report, version, epoch } = expected.context;
    const thing: SealedThing =
      kind === "report"
        ? { kind, report, version, epoch }
        : { kind, report, version, epoch, commitment: expected.commitment };
    let failure: unknown = new NoContentKeyError();
    for (const key of keysFor(thing)) {
      try {
        const payload = await openHead(head, key.contentKey, expected);
        proven.add(key);
        return payload;
      } catch (error) {
        failure = error;
        if (!(error instanceof Error && error.name === "WrongContentKeyError")) throw error;
      }
    }
    throw failure;
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
    const granter = keeper.mine().account;
    const capsules = recipients.map((recipient) => wrapContentKeys({ location, granter, recipient, keys }));
    return encodeCapsuleBundle(await Promise.all(capsules));
  }

  return {
    ...keeper.methods,

    /**
     * Learns the content keys that a capsule bundle has for this account, or for a wallet before it. Capsules for others, and those
     * of key versions that this keyring lacks, are passed over.
     */
    async learnFrom(location: RecordsLocation, granter: Address, bundle: Bytes): Promise<void> {
      keeper.mine();
      const capsules = parseCapsuleBundle(bundle);
      for (const recipient of keeper.methods.accounts()) {
        for (const capsule of capsulesFor(capsules, { account: recipient })) {
          const { keyVersion } = capsule.context;
          const identity = keeper.identityOf(recipient, keyVersion);
          if (!identity) continue;
          const keys = await unwrapContentKeys(capsule, identity, { location, granter, recipient, keyVersion });
          keys.forEach(learn);
        }
      }
    },

    /** Whether the unlocked keyring has a key of this version, of this account or of a wallet before it. */
    hasKeyVersion(version: number): boolean {
      return keeper.methods.accounts().some((account) => keeper.identityOf(account, version) !== null);
    },

    /** Whether a content key was learnt that says to open this. */
    hasContentKey(thing: SealedThing): boolean {
      return contentKeys.has(nameOf(thing));
    },

    /** Opens a head: what it says is known afterwards, and proven to be what its author committed to. */
    async openHead(head: Bytes, expected: ExpectedPayload): Promise<OpenedHead> {
      const payload = await openWithKnown(head, expected);
      return { id: opened.push(payload) - 1, metadata: payload.metadata, parts: payload.leaves.length };
    },

    /**
     * What proves that an opened report is what its author committed to: the canonical metadata and the blinding of the leaves, see
     * "Commitment" in the protocol. Neither opens anything.
     */
    proofOf(id: number): { metadata: string; blinding: Hex } {
      const payload = opened[id];
      if (!payload) throw new LockedError();
      return { metadata: new TextDecoder().decode(payload.encodedMetadata), blinding: bytesToHex(payload.blinding) };
    },

    /** What the learnt content keys open, each once. */
    knownThings(): SealedThing[] {
      return [...contentKeys.values()].flatMap(([first]) => {
        if (!first) return [];
        const { contentKey: _, ...thing } = first;
        return [thing];
      });
    },

    /** Wraps learnt content keys again, for the newest key of this account itself. */
    async wrapForMyself(location: Location, things: readonly SealedThing[]): Promise<Bytes> {
      return wrap(location, things.map(keyFor), [keeper.mine()]);
    },

    /**
     * Seals something opened again under a new content key and for the given epoch, for whoever may still read it. What it says stays
     * committed to. Parts are fetched, sealed and handed over a few at a time.
     */
    async rekey(
      input: { id: number; epoch: number },
      fetchPart: FetchPart,
      keepPart: PartSink,
    ): Promise<{ thing: SealedThing; payload: Hex; head: Bytes }> {
      const payload = opened[input.id];
      if (!payload) throw new LockedError();
      const sealed = await rekeyPayload({ opened: payload, epoch: input.epoch, fetchPart }, (part) =>
        keepPart(transfer(part, [part.bytes.buffer])),
      );
      const { report, commitment, digest, contentKey, head } = sealed;
      const { kind, version } = payload.context;
      const { epoch } = input;
      const thing: SealedThing =
        kind === "report" ? { kind, report, version, epoch } : { kind, report, version, epoch, commitment };
      const key = { ...thing, contentKey };
      learn(key);
      // Begun again after a failure, the same lock has another key.
      proven.add(key);
      return { thing, payload: digest, head };
    },

    /**
     * Gives out the whole document in order, a part at a time, each checked against the author's commitment before. Waits for `take`, so
     * that a document of any length takes the memory of a few parts here.
     */
    async openBody(id: number, fetchPart: FetchPart, take: (chunk: Bytes) => Promise<void>): Promise<void> {
      const payload = opened[id];
      if (!payload) throw new LockedError();
      for await (const chunk of openBody(payload, fetchPart)) await take(transfer(chunk, [chunk.buffer]));
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

    /**
     * Seals a new report for its author and for the recipients. Each part goes to `keepPart` as soon as it is sealed, a few at a time,
     * so that a document of any length takes the memory of a few parts.
     */
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
      keepPart: PartSink,
    ): Promise<SealedForStore> {
      const mine = keeper.mine();
      // Nothing is sealed before every recipient's key is known to be theirs.
      const others = await verify(input.location, recipients, isAccountSignatureValid);
      const { file, ...rest } = input;
      const sealed = await sealNewReport({ ...rest, body: bodyOfBlob(file) }, (part) =>
        keepPart(transfer(part, [part.bytes.buffer])),
      );
      const { report, commitment, digest: payload, contentKey, head } = sealed;
      const key: ContentKey = { kind: "report", report, version: 1, epoch: 1, contentKey };
      learn(key);
      const capsuleBundle = await wrap(input.location, [key], [mine, ...others]);
      return { report, commitment, payload, head, capsuleBundle };
    },

    /** Seals a remark on a report for its author and for the recipients. */
    async sealRemark(
      input: { location: Location; context: PayloadContext; metadata: BodyMetadata },
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<SealedForStore> {
      const mine = keeper.mine();
      const { context, metadata, location } = input;
      const others = await verify(location, recipients, isAccountSignatureValid);
      const sealed = await sealPayload({ context, metadata, body: EMPTY_BODY }, noParts);
      const { report, commitment, digest: payload, contentKey, head } = sealed;
      const { version, epoch } = context;
      const key: ContentKey = { kind: "remark", report, version, epoch, commitment, contentKey };
      learn(key);
      const capsuleBundle = await wrap(location, [key], [mine, ...others]);
      return { report, commitment, payload, head, capsuleBundle };
    },

    /** Wraps learnt content keys for this account and for everyone else who may read. */
    async wrapForReaders(
      location: Location,
      things: readonly SealedThing[],
      readers: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
    ): Promise<Bytes> {
      const others = await verify(location, readers, isAccountSignatureValid);
      return wrap(location, things.map(keyFor), [keeper.mine(), ...others]);
    },

    /** Seals the next version of a report for its author and for the recipients, part by part as a new one. */
    async sealCorrection(
      input: { location: Location; context: PayloadContext; metadata: BodyMetadata; file: Blob },
      recipients: readonly Recipient[],
      isAccountSignatureValid: IsAccountSignatureValid,
      keepPart: PartSink,
    ): Promise<SealedForStore> {
      const mine = keeper.mine();
      const { location, context, metadata, file } = input;
      const others = await verify(location, recipients, isAccountSignatureValid);
      const sealed = await sealPayload({ context, metadata, body: bodyOfBlob(file) }, (part) =>
        keepPart(transfer(part, [part.bytes.buffer])),
      );
      const { report, commitment, digest: payload, contentKey, head } = sealed;
      const { version, epoch } = context;
      const key: ContentKey = { kind: "report", report, version, epoch, contentKey };
      learn(key);
      const capsuleBundle = await wrap(location, [key], [mine, ...others]);
      return { report, commitment, payload, head, capsuleBundle };
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

/** For what has no body. */
async function noParts(): Promise<void> {}

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
