import type { Address, Hex } from "viem";
import { TAG_LENGTH } from "./aes-gcm.ts";
import { byteReader } from "./byte-reader.ts";
import { fixedBytes, joinBytes, type Bytes } from "./bytes.ts";
import { ECIES_LENGTH } from "./ecies-format.ts";
import { u16, u32, u64, u8 } from "./integers.ts";
import { CONTENT_KEY_LENGTH } from "./payload-keys.ts";
import type { RecordsLocation, ReportId } from "./report-id.ts";

const SUITE = 1;
const ML_KEM_768_LENGTH = 1088;
const REPORT = 1;
const REMARK = 2;

/** What a content key opens: a report's payload of one version and epoch, or a remark on it, named by its commitment. */
export type SealedThing =
  | { kind: "report"; report: ReportId; version: number; epoch: number }
  | { kind: "remark"; report: ReportId; version: number; epoch: number; commitment: Hex };

/** The clear and authenticated part of a capsule. `granter` is the account that sends the event. */
export type CapsuleContext = {
  location: RecordsLocation;
  granter: Address;
  recipient: Address;
  keyVersion: number;
  things: SealedThing[];
};

/** A capsule taken apart, nothing opened. */
export type Capsule = {
  context: CapsuleContext;
  encodedContext: Bytes;
  classical: Bytes;
  postQuantum: Bytes;
  sealed: Bytes;
};

/** @throws EmptyCapsuleError, RepeatedThingError */
export function encodeCapsuleContext({ location, granter, recipient, keyVersion, things }: CapsuleContext): Bytes {
  if (things.length === 0) throw new EmptyCapsuleError();
  if (isAnyRepeated(things)) throw new RepeatedThingError();
  return joinBytes(
    u8(SUITE),
    u64(location.chainId),
    fixedBytes(location.records, 20),
    fixedBytes(granter, 20),
    fixedBytes(recipient, 20),
    u32(keyVersion),
    u16(things.length),
    ...things.map(thingBytes),
  );
}

/** Strictly takes a capsule apart. @throws MalformedCapsuleError */
export function parseCapsule(encoded: Uint8Array): Capsule {
  const reader = byteReader(encoded, (reason) => new MalformedCapsuleError(reason));
  if (reader.u8() !== SUITE) throw new MalformedCapsuleError("its suite is unknown to this version");
  const location = { chainId: reader.u64(), records: reader.hex(20) };
  const [granter, recipient, keyVersion] = [reader.hex(20), reader.hex(20), reader.u32()];
  const things = Array.from({ length: reader.u16() }, () => parseThing(reader));
  if (things.length === 0 || isAnyRepeated(things)) throw new MalformedCapsuleError("it names a report twice or none");
  const encodedContext = new Uint8Array(encoded.subarray(0, reader.offset()));
  const classical = reader.bytes(ECIES_LENGTH);
  const postQuantum = reader.bytes(ML_KEM_768_LENGTH);
  const sealed = reader.bytes(things.length * CONTENT_KEY_LENGTH + TAG_LENGTH);
  reader.end();
  const context = { location, granter, recipient, keyVersion, things };
  return { context, encodedContext, classical, postQuantum, sealed };
}

/** Whether two content keys open the same thing. */
export function isSameThing(a: SealedThing, b: SealedThing): boolean {
  return nameOf(a) === nameOf(b);
}

function thingBytes(thing: SealedThing): Bytes {
  const common = joinBytes(fixedBytes(thing.report, 32), u32(thing.version), u32(thing.epoch));
  if (thing.kind === "report") return joinBytes(u8(REPORT), common);
  return joinBytes(u8(REMARK), common, fixedBytes(thing.commitment, 32));
}

function parseThing(reader: ReturnType<typeof byteReader>): SealedThing {
  const kind = reader.u8();
  if (kind !== REPORT && kind !== REMARK) throw new MalformedCapsuleError("it holds something unknown to this version");
  const common = { report: reader.hex(32), version: reader.u32(), epoch: reader.u32() };
  if (kind === REPORT) return { kind: "report", ...common };
  return { kind: "remark", ...common, commitment: reader.hex(32) };
}

function isAnyRepeated(things: readonly SealedThing[]): boolean {
  return new Set(things.map(nameOf)).size !== things.length;
}

/** Tells things apart, however their hexadecimal digits are written. */
export function nameOf(thing: SealedThing): string {
  const commitment = thing.kind === "remark" ? thing.commitment : "";
  return `${thing.kind} ${thing.report} ${thing.version} ${thing.epoch} ${commitment}`.toLowerCase();
}

export class EmptyCapsuleError extends Error {
  override name = "EmptyCapsuleError";
  constructor() {
    super("There is no content key to wrap. Nothing was shared.");
  }
}

export class RepeatedThingError extends Error {
  override name = "RepeatedThingError";
  constructor() {
    super("The same content key would be wrapped twice in one capsule. Nothing was shared.");
  }
}

export class MalformedCapsuleError extends Error {
  override name = "MalformedCapsuleError";
  constructor(reason: string) {
    super(`This wrapped key cannot be read: ${reason}. Nothing was opened; ask for the report to be shared again.`);
  }
}
