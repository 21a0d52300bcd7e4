import { keyBundle } from "@chartkey/protocol/typed-data";
import { bundleDigestOf } from "@chartkey/protocol/bundle";
import { bytesOfHex, type Bytes } from "@chartkey/protocol/bytes";
import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { digestOf } from "@chartkey/protocol/cid";
import { chartIdOf } from "@chartkey/protocol/chart";
import { openKeyring, parseKeyring } from "@chartkey/protocol/keyring";
import { recoveryAuthoriserAddress } from "@chartkey/protocol/recovery-authoriser";
import { parseRecoveryCode, recoveryCodeSecret } from "@chartkey/protocol/unlocker-recovery-code";
import { bytesToHex, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { createKeyHolder, type KeyHolder, type Recipient, type SealedForStore } from "./keyHolder.ts";
import type { KeyDraft } from "./keyringKeeper.ts";

const location = {
  chainId: 1337,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  records: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" as Address,
};
const origin = "https://chart.example";
const noContracts = async () => false;

type Person = {
  account: Address;
  holder: KeyHolder;
  draft: KeyDraft;
  code: string;
  unlockMessage: string;
  sign: (message: string) => Promise<`0x${string}`>;
  recipient: Recipient;
};

async function newPerson(): Promise<Person> {
  const wallet = privateKeyToAccount(generatePrivateKey());
  const account = wallet.address;
  const sign = (message: string) => wallet.signMessage({ message });
  const holder = createKeyHolder();
  holder.beginFirst({ location, account }, origin);
  const recoveryCode = holder.addNewCode();
  const unlockMessage = holder.draftedUnlockMessage();
  const signature = await sign(unlockMessage);
  await holder.addWallet({ first: signature, second: signature }, "This wallet");
  const draft = await holder.sealDraft();
  holder.adoptSealed();
  const { version, encryptionAddress, bundle, possession } = draft;
  const bundleDigest = bundleDigestOf(bytesOfHex(bundle));
  const accountSignature = await wallet.signTypedData(keyBundle(location, { account, version, bundleDigest }));
  const publication = { account, version, encryptionAddress, bundle, possession, accountSignature };
  const recipient = { publication, registered: { version, encryptionAddress } };
  return { account, holder, draft, code: recoveryCode, unlockMessage, sign, recipient };
}

const unlocked = async ({ account, draft, code }: Person): Promise<KeyHolder> => {
  const holder = createKeyHolder();
  await holder.unlockWithRecoveryCode({ location, account }, bytesOfHex(draft.keyring), draft, code);
  return holder;
};

const text = "Take one tablet twice a day.";

/** A sealed report and the parts that were handed over. */
type Sealed = SealedForStore & { parts: Bytes[] };

async function reportBy(author: Person, patient: Person): Promise<Sealed> {
  const chart = chartIdOf(location, patient.account);
  const parts: Bytes[] = [];
  const sealed = await author.holder.sealReport(
    {
      location,
      chart,
      author: author.account,
      metadata: {
        type: "prescription",
        title: "Prescription",
        date: "2026-11-12",
        language: "en",
        filename: "prescription.txt",
        mediaType: "text/plain",
        text: null,
      },
      file: new Blob([text]),
    },
    [patient.recipient],
    noContracts,
    async ({ index, bytes }) => void (parts[index] = bytes),
  );
  return { ...sealed, parts };
}

async function read(holder: KeyHolder, author: Person, sealed: Sealed, epoch = 1): Promise<string> {
  const { id } = await openHead(holder, author, sealed, epoch);
  const chunks: Bytes[] = [];
  await holder.openBody(id, await partsOf(sealed), async (chunk) => void chunks.push(chunk));
  return new Blob(chunks).text();
}

function openHead(holder: KeyHolder, author: Person, sealed: Sealed, epoch: number) {
  const { report, commitment, payload: digest, head } = sealed;
  return holder.openHead(head, {
    context: { kind: "report", location, report, version: 1, epoch, author: author.account },
    commitment,
    digest,
  });
}

async function partsOf({ parts }: Sealed) {
  const digests = await Promise.all(parts.map((part) => digestOf(part)));
  return async (part: { digest: string }) => parts[digests.indexOf(part.digest as Hex)] ?? null;
}

/** Puts a new lock on a report, for its patient and these readers. */
async function rekeyed(patient: Person, author: Person, sealed: Sealed, readers: readonly Person[]): Promise<Sealed> {
  const { id } = await openHead(patient.holder, author, sealed, 1);
  const parts: Bytes[] = [];
  const { thing, payload, head } = await patient.holder.rekey(
    { id, epoch: 2 },
    await partsOf(sealed),
    async ({ index, bytes }) => void (parts[index] = bytes),
  );
  const recipients = readers.map(({ recipient }) => recipient);
  const capsuleBundle = await patient.holder.wrapForReaders(location, [thing], recipients, noContracts);
  return { ...sealed, payload, head, parts, capsuleBundle };
}

describe("the key holder", () => {
  it("opens its keyring with the recovery code, and with the wallet's signature", async () => {
    const person = await newPerson();
    const keyring = bytesOfHex(person.draft.keyring);
    const place = { location, account: person.account };
    const registered = person.draft;

    const byCode = createKeyHolder();
    await byCode.unlockWithRecoveryCode(place, keyring, registered, person.code.toLowerCase());
    const byWallet = createKeyHolder();
    const message = await byWallet.unlockMessage(keyring, origin);
    expect(message).toBe(person.unlockMessage);
    await byWallet.unlockWithWallet(place, keyring, registered, await person.sign(person.unlockMessage));
  });

  it("keeps the key that may recover the chart in the keyring, and tells only its address", async () => {
    const { account, draft, code } = await newPerson();
    const sealed = bytesOfHex(draft.keyring);
    const unlocker = parseKeyring(sealed).unlockers.find(({ kind }) => kind === "recovery-code");
    if (!unlocker) throw new Error("A keyring has a recovery code.");
    const secret = recoveryCodeSecret(parseRecoveryCode(code));
    const { contents } = await openKeyring({ location, account }, sealed, { id: unlocker.id, secret });

    expect(recoveryAuthoriserAddress(contents.recoveryAuthoriser)).toBe(draft.authoriser);
    expect(JSON.stringify(draft)).not.toContain(bytesToHex(contents.recoveryAuthoriser).slice(2));
  });

  it("asks no wallet on a site that the keyring does not name", async () => {
    const { holder, draft } = await newPerson();
    expect(holder.unlockMessage(bytesOfHex(draft.keyring), "https://elsewhere.example")).toBe(null);
  });

  it("makes no unlocker of a wallet that signs differently each time", async () => {
    const wallet = privateKeyToAccount(generatePrivateKey());
    const holder = createKeyHolder();
    holder.beginFirst({ location, account: wallet.address }, origin);
    holder.addNewCode();
    const message = holder.draftedUnlockMessage();
    const first = await wallet.signMessage({ message });
    const second = await wallet.signMessage({ message: `${message} ` });
    await expect(holder.addWallet({ first, second }, "This wallet")).rejects.toThrow();
    holder.addNewCode();
    const { keyring } = await holder.sealDraft();
    expect(holder.unlockMessage(bytesOfHex(keyring), origin)).toBe(null);
  });

  it("does not open with another code, another wallet or for another account", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const keyring = bytesOfHex(person.draft.keyring);
    const place = { location, account: person.account };
    const holder = createKeyHolder();
    await expect(holder.unlockWithRecoveryCode(place, keyring, person.draft, other.code)).rejects.toThrow(
      "does not open your keys",
    );
    const signature = await other.sign(person.unlockMessage);
    await expect(holder.unlockWithWallet(place, keyring, person.draft, signature)).rejects.toThrow();
    const elsewhere = { location, account: other.account };
    await expect(holder.unlockWithRecoveryCode(elsewhere, keyring, person.draft, person.code)).rejects.toThrow(
      "another account",
    );
  });

  it("refuses a keyring that lacks the key which the registry names", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const place = { location, account: person.account };
    const registered = { version: 1, encryptionAddress: other.draft.encryptionAddress };
    await expect(
      createKeyHolder().unlockWithRecoveryCode(place, bytesOfHex(person.draft.keyring), registered, person.code),
    ).rejects.toThrow("does not hold the key that the public record names");
  });

  it("seals a report that its author and the patient open, and nobody else", async () => {
    const [doctor, patient, stranger] = [await newPerson(), await newPerson(), await newPerson()];
    const sealed = await reportBy(doctor, patient);

    for (const reader of [doctor, patient]) {
      const holder = await unlocked(reader);
      await holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
      expect(await read(holder, doctor, sealed)).toBe(text);
    }
    const holder = await unlocked(stranger);
    await holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
    await expect(read(holder, doctor, sealed)).rejects.toThrow("None of the keys that were shared with you opens this");
  });

  it("says which versions of its key it has, and of what it learnt a content key", async () => {
    const [author, patient] = await Promise.all([newPerson(), newPerson()]);
    const sealed = await reportBy(author, patient);
    const holder = await unlocked(patient);
    const thing = { kind: "report", report: sealed.report, version: 1, epoch: 1 } as const;
    expect([holder.hasKeyVersion(1), holder.hasKeyVersion(2), holder.hasContentKey(thing)]).toEqual([
      true,
      false,
      false,
    ]);
    await holder.learnFrom(location, author.account, sealed.capsuleBundle);
    expect([holder.hasContentKey(thing), holder.hasContentKey({ ...thing, epoch: 2 })]).toEqual([true, false]);
  });

  it("wraps a learnt key for a further reader, who opens the same bytes", async () => {
    const [doctor, patient, second] = [await newPerson(), await newPerson(), await newPerson()];
    const sealed = await reportBy(doctor, patient);
    await patient.holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
    const things = [{ kind: "report" as const, report: sealed.report, version: 1, epoch: 1 }];
    const bundle = await patient.holder.wrapFor(location, things, [second.recipient], noContracts);

    await second.holder.learnFrom(location, patient.account, bundle);
    expect(await read(second.holder, doctor, sealed)).toBe(text);
    const holder = await unlocked(second);
    await expect(holder.learnFrom(location, doctor.account, bundle)).rejects.toThrow("sender differs");
  });

  it("wraps nothing for a key that is not the registered one or not signed by its account", async () => {
    const [doctor, patient, other] = [await newPerson(), await newPerson(), await newPerson()];
    const { publication } = patient.recipient;
    const wrong: Recipient[] = [
      { publication, registered: { version: 2, encryptionAddress: publication.encryptionAddress } },
      { publication, registered: other.recipient.registered },
      {
        ...patient.recipient,
        publication: { ...publication, accountSignature: other.recipient.publication.accountSignature },
      },
      { ...patient.recipient, publication: { ...publication, bundle: other.recipient.publication.bundle } },
    ];
    for (const recipient of wrong) {
      await expect(reportBy(doctor, { ...patient, recipient })).rejects.toThrow("Nothing was shared");
      expect(await doctor.holder.isLockable(location, recipient, noContracts)).toBe(false);
    }
    expect(await doctor.holder.isLockable(location, patient.recipient, noContracts)).toBe(true);
  });

  it("shows nothing of a report when a part was altered", async () => {
    const [doctor, patient] = [await newPerson(), await newPerson()];
    const sealed = await reportBy(doctor, patient);
    const [part, ...rest] = sealed.parts;
    if (!part) throw new Error("A report with a document has a part.");
    const altered = part.with(0, (part[0] ?? 0) ^ 1);
    await expect(read(doctor.holder, doctor, { ...sealed, parts: [altered, ...rest] })).rejects.toThrow();
  });

  it("does nothing while it is locked", async () => {
    const [doctor, patient] = [await newPerson(), await newPerson()];
    const locked = { ...doctor, holder: createKeyHolder() };
    await expect(reportBy(locked, patient)).rejects.toThrow("Your keys are locked");
  });

  it("puts a new lock on a report: who remains opens it, who had the old key does not, and it says the same", async () => {
    const [doctor, patient, second] = [await newPerson(), await newPerson(), await newPerson()];
    const sealed = await reportBy(doctor, patient);
    await patient.holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
    const again = await rekeyed(patient, doctor, sealed, [second]);

    expect(again.commitment).toBe(sealed.commitment);
    await second.holder.learnFrom(location, patient.account, again.capsuleBundle);
    expect(await read(second.holder, doctor, again, 2)).toBe(text);
    expect(await read(patient.holder, doctor, again, 2)).toBe(text);

    await doctor.holder.learnFrom(location, patient.account, again.capsuleBundle);
    await expect(read(doctor.holder, doctor, again, 2)).rejects.toThrow("None of the keys that were shared with you");
    await expect(read(doctor.holder, doctor, again, 1)).rejects.toThrow();
    expect(await read(doctor.holder, doctor, sealed, 1)).toBe(text);
  });

  it("opens with the right key though a wrong one for the same report came first", async () => {
    const [doctor, patient] = [await newPerson(), await newPerson()];
    const [sealed, other] = [await reportBy(doctor, patient), await reportBy(doctor, patient)];
    await patient.holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
    const [first, second] = [await rekeyed(patient, doctor, sealed, []), await rekeyed(patient, doctor, sealed, [])];
    expect(other.report).not.toBe(sealed.report);
    const reader = await unlocked(patient);
    for (const { capsuleBundle } of [first, second]) {
      await reader.learnFrom(location, patient.account, capsuleBundle);
    }
    for (const each of [first, second]) expect(await read(reader, doctor, each, 2)).toBe(text);
  });

  it("wraps everything it knows for its own newest key, which alone opens it afterwards", async () => {
    const [doctor, patient] = [await newPerson(), await newPerson()];
    const sealed = await reportBy(doctor, patient);
    await patient.holder.learnFrom(location, doctor.account, sealed.capsuleBundle);
    patient.holder.beginNext("more", origin);
    const draft = await patient.holder.sealDraft();
    patient.holder.adoptSealed();
    const own = await patient.holder.wrapForMyself(location, patient.holder.knownThings());
    expect(parseCapsuleBundle(own).map(({ context }) => context.keyVersion)).toEqual([2]);

    const later = await unlocked({ ...patient, draft });
    await later.learnFrom(location, patient.account, own);
    expect(await read(later, doctor, sealed)).toBe(text);
  });

  it("opens what was locked for a wallet that was lost, and for the one that took over", async () => {
    const [doctor, lost] = [await newPerson(), await newPerson()];
    const before = await reportBy(doctor, lost);
    const wallet = privateKeyToAccount(generatePrivateKey());
    const place = { location, account: wallet.address };
    const holder = createKeyHolder();
    const { authoriser, keyring } = lost.draft;
    const lostPlace = { location, account: lost.account };
    await holder.findKeyring([{ place: lostPlace, sealed: bytesOfHex(keyring), authoriser }], lost.code);
    holder.beginTakeover(place, origin);
    holder.addNewCode();
    holder.addNewCode();
    const draft = await holder.sealDraft();
    holder.adoptSealed();
    await holder.learnFrom(location, doctor.account, before.capsuleBundle);
    expect(await read(holder, doctor, before)).toBe(text);

    const { version, encryptionAddress, bundle, possession } = draft;
    const bundleDigest = bundleDigestOf(bytesOfHex(bundle));
    const accountSignature = await wallet.signTypedData(
      keyBundle(location, { account: wallet.address, version, bundleDigest }),
    );
    const publication = { account: wallet.address, version, encryptionAddress, bundle, possession, accountSignature };
    const recipient = { publication, registered: { version, encryptionAddress } };
    const after = await reportBy(doctor, { ...lost, account: wallet.address, recipient });
    await holder.learnFrom(location, doctor.account, after.capsuleBundle);
    expect(await read(holder, doctor, after)).toBe(text);
  });
});
