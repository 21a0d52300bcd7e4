import { MalformedKeyBundleError } from "@chartkey/protocol/bundle";
import { byteReader } from "@chartkey/protocol/byte-reader";
import { CapsuleAlteredError, WrongCapsuleError } from "@chartkey/protocol/capsule";
import { CapsuleBundleTooLongError } from "@chartkey/protocol/capsule-bundle";
import { MalformedCapsuleError } from "@chartkey/protocol/capsule-format";
import { parseCardCode } from "@chartkey/protocol/card-code";
import { MalformedKeyCopyError } from "@chartkey/protocol/key-copy";
import {
  AccountSignatureError,
  EncryptionAddressMismatchError,
  KeyPossessionError,
} from "@chartkey/protocol/key-publication";
import { ForeignKeyringError, KeyringAlteredError, WrongUnlockerError } from "@chartkey/protocol/keyring";
import { MalformedKeyringError } from "@chartkey/protocol/keyring-format";
import { InvalidProfileError } from "@chartkey/protocol/patient-profile";
import { BodyLengthError } from "@chartkey/protocol/payload-body";
import { MalformedPayloadError } from "@chartkey/protocol/payload-format";
import {
  CommitmentMismatchError,
  PartAlteredError,
  PartMisplacedError,
  PartMissingError,
  PartTruncatedError,
  PayloadDigestMismatchError,
  PayloadHeadAlteredError,
  WrongContentKeyError,
  WrongPayloadError,
} from "@chartkey/protocol/payload-open";
import { PayloadTooLongError } from "@chartkey/protocol/payload-seal";
import { InvalidReportMetadataError } from "@chartkey/protocol/report-metadata";
import { MalformedPasskeyUnlockerError } from "@chartkey/protocol/unlocker-passkey";
import { parseRecoveryCode, parseRecoveryCodeGroup } from "@chartkey/protocol/unlocker-recovery-code";
import {
  MalformedWalletUnlockerError,
  UnrepeatableSignatureError,
  WalletSignatureError,
} from "@chartkey/protocol/unlocker-wallet";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { NoContentKeyError, UnregisteredKeyError } from "../keys/keyHolder.ts";
import {
  DoesNotOpenError,
  KeyringOutdatedError,
  LockedError,
  SameCodeError,
  TooFewWaysError,
} from "../keys/keyringKeeper.ts";
import { WalletMissingError } from "../wallet/wallet.svelte.ts";
import { inHindi } from "../test/inHindi.ts";
import * as english from "./spokenErrors.ts";

const hindi = await inHindi(() => import("./spokenErrors.ts"));

const account = `0x${"a1".repeat(20)}` as const;

/** Errors whose text ends with a reason or names a field, by what is handed to them in the protocol's sources. */
const worded = {
  MalformedCapsuleError,
  MalformedKeyBundleError,
  MalformedKeyCopyError,
  MalformedKeyringError,
  MalformedPayloadError,
  WrongCapsuleError,
  WrongPayloadError,
  InvalidReportMetadataError,
};
const protocol = fileURLToPath(new URL("../../../../contracts/protocol/src", import.meta.url));
const sources = globSync("**/*.ts", { cwd: protocol }).map((file) => readFileSync(`${protocol}/${file}`, "utf8"));

const asWritten = sources.flatMap((source) =>
  Object.entries(worded).flatMap(([name, type]) =>
    [...source.matchAll(new RegExp(`new ${name}\\("([^"]+)"\\)`, "g"))].map(([, text]) => new type(text!)),
  ),
);

/** What every format that is read by fields may say, besides its own reasons. */
const asRead = [MalformedCapsuleError, MalformedKeyBundleError, MalformedKeyringError, MalformedPayloadError].flatMap(
  (type) => {
    const reader = (length: number) => byteReader(new Uint8Array(length).fill(255), (reason) => new type(reason));
    return [() => reader(3).u32(), () => reader(8).u64(), () => reader(12).end()].map(thrownBy);
  },
);

const metadataFields = ["type", "title", "date", "language", "filename", "mediaType", "length", "text", "format"];
const payloadFields = ["kind", "version", "epoch", "report", "author"];

const errors: readonly Error[] = [
  ...asWritten,
  ...asRead,
  new MalformedPayloadError("it ends after 12 bytes"),
  ...metadataFields.map((field) => new InvalidReportMetadataError(field)),
  ...payloadFields.map((field) => new WrongPayloadError(field)),
  thrownBy(() => parseCardCode("H7K2-9QWX-3T0!")),
  thrownBy(() => parseCardCode("H7K2")),
  thrownBy(() => parseCardCode("0000-0000-0001")),
  thrownBy(() => parseRecoveryCode("AAAA")),
  thrownBy(() => parseRecoveryCodeGroup(2, "!")),
  thrownBy(() => parseRecoveryCodeGroup(2, "A")),
  thrownBy(() => parseRecoveryCodeGroup(2, "00000")),
  new AccountSignatureError(account),
  new BodyLengthError(),
  new CapsuleAlteredError(),
  new CapsuleBundleTooLongError(),
  new CommitmentMismatchError(),
  new DoesNotOpenError(),
  new EncryptionAddressMismatchError(account),
  new ForeignKeyringError(),
  new InvalidProfileError({}),
  new KeyPossessionError(account),
  new KeyringAlteredError(),
  new KeyringOutdatedError(),
  new LockedError(),
  new MalformedPasskeyUnlockerError(),
  new MalformedWalletUnlockerError(),
  new NoContentKeyError(),
  new PartAlteredError(4),
  new PartMisplacedError(4, 6),
  new PartMissingError(4),
  new PartTruncatedError(4),
  new PayloadDigestMismatchError(),
  new PayloadHeadAlteredError(),
  new PayloadTooLongError(),
  new SameCodeError(),
  new TooFewWaysError(),
  new UnregisteredKeyError(account),
  new UnrepeatableSignatureError(),
  new WalletMissingError(),
  new WalletSignatureError(account),
  new WrongContentKeyError(),
  new WrongUnlockerError(),
];

/** Those that the page itself throws, in the reader's language. */
const ownWords = ["ExplainedError", "NetworkConfigurationError", "TransferCancelledError"];

describe("an error that speaks for itself", () => {
  it.each(errors)("says in English what its class says: $name, $message", (error) => {
    expect(english.spokenWords(crossed(error))).toBe(error.message);
  });

  it("is tried here, whichever it is", () => {
    expect([...new Set([...errors.map(({ name }) => name), ...ownWords])].toSorted()).toEqual(
      english.spokenNames.toSorted(),
    );
  });

  it("says what it says where its text is not known", () => {
    expect(english.spokenWords(Object.assign(new Error("Sesame."), { name: "LockedError" }))).toBe("Sesame.");
    expect(english.spokenWords(Object.assign(new Error("Sesame."), { name: "toString" }))).toBe(null);
  });

  describe("to a reader of Hindi", () => {
    it.each(errors)("says it in Hindi, with its values: $name, $message", (error) => {
      const said = hindi.spokenWords(crossed(error))!;
      const values = error.message.match(/0x\w+|\d+|“.”/g) ?? [];
      for (const value of values) expect(said).toContain(value);
      expect(said).toMatch(/\p{Script=Devanagari}.*।$/u);
      expect(said.replaceAll(account, "").replace("1 MiB", "")).not.toMatch(/[A-Za-z]{2}/);
    });
  });
});

/** As it comes out of the worker. */
function crossed({ name, message }: Error): Error {
  return Object.assign(new Error(message), { name });
}

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
