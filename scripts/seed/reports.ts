import { wrapContentKeys, type ContentKey } from "@chartkey/protocol/capsule";
import { encodeCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { ChartId } from "@chartkey/protocol/chart";
import type { VerifiedKey } from "@chartkey/protocol/key-publication";
import { bodyOfBytes, EMPTY_BODY } from "@chartkey/protocol/payload-body";
import { sealNewReport, sealPayload, type BodyMetadata, type SealedPayload } from "@chartkey/protocol/payload-seal";
import { purposeIndex, type Purpose } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { KeyedActor } from "./actor.ts";
import type { OtpClient } from "./otp-client.ts";
import type { SeedTarget } from "./seed-target.ts";
import { upload } from "./upload.ts";

/** Somebody who has keys and is signed in. */
export interface Writer {
  readonly actor: KeyedActor;
  readonly otp: OtpClient;
}

/** What the author of a demo report needs to remember of it. */
export interface WrittenReport {
  readonly report: ReportId;
  readonly contentKey: SealedPayload["contentKey"];
}

const FIRST = { version: 1, epoch: 1 } as const;
/** Nobody has a standing consent in the demo. */
const CONSENT_EPOCH = 0;
/** Each consent of the demo is the first decision about its report and reader. */
const CONSENT_COUNTER = 0;

/** Seals a document for its author and the patient, stores it, and adds it to the chart. */
export async function addReport(
  target: SeedTarget,
  writer: Writer,
  added: {
    chart: ChartId;
    /** Null for patients' own reports. */
    hospital: number | null;
    patient: VerifiedKey;
    metadata: BodyMetadata;
    document: Uint8Array;
    explicitOnly?: boolean;
  },
): Promise<WrittenReport> {
  const { chart, hospital, patient, metadata, document } = added;
  const { actor, otp } = writer;
  const author = hospital === null ? chart : actor.account.address;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const sealed = await sealNewReport(
    { location: target, chart, author, metadata, body: bodyOfBytes(document) },
    async ({ bytes }) => void parts.push(bytes),
  );
  const recipients = hospital === null ? [patient] : [patient, actor.key];
  const key = reportKey(sealed);
  const capsules = await capsulesOf(target, actor, recipients, [key]);
  const [, storedCapsules] = await upload(otp, sealed.report, [sealed.head, capsules, ...parts]);

  await actor.send({
    address: target.records,
    abi: recordsAbi,
    functionName: "addReport",
    args: [
      {
        chart,
        hospital: hospital ?? 0,
        commitment: sealed.commitment,
        payload: sealed.digest,
        capsules: storedCapsules,
        holderKeyVersion: patient.version,
        consentEpoch: CONSENT_EPOCH,
        explicitOnly: added.explicitOnly ?? false,
      },
    ],
  });
  return { report: sealed.report, contentKey: sealed.contentKey };
}

/** Adds a remark that its author and the patient can read. Returns its key, to be shared along with the report. */
export async function addRemark(
  target: SeedTarget,
  { actor, otp }: Writer,
  { report }: WrittenReport,
  { patient, text, date }: { patient: VerifiedKey; text: string; date: string },
): Promise<ContentKey> {
  const metadata: BodyMetadata = {
    type: "remark",
    title: "Remark",
    date,
    language: "en",
    filename: null,
    mediaType: null,
    text,
  };
  const author = actor.account.address;
  const context = { kind: "remark", location: target, report, ...FIRST, author } as const;
  const sealed = await sealPayload({ context, metadata, body: EMPTY_BODY }, async () => {});
  const { commitment, contentKey } = sealed;
  const key: ContentKey = { kind: "remark", report, ...FIRST, commitment, contentKey };
  const capsules = await capsulesOf(target, actor, [patient, actor.key], [key]);
  const [, storedCapsules] = await upload(otp, report, [sealed.head, capsules]);
  await actor.send({
    address: target.records,
    abi: recordsAbi,
    functionName: "addRemark",
    args: [report, FIRST.epoch, sealed.commitment, sealed.digest, storedCapsules],
  });
  return key;
}

/** The patient lets a doctor read one report with the remarks on it. `expiry` in Unix seconds. */
export async function shareReport(
  target: SeedTarget,
  { actor, otp }: Writer,
  written: WrittenReport,
  shared: { reader: VerifiedKey; expiry: number; purpose: Purpose; remarks: readonly ContentKey[] },
): Promise<void> {
  const { report } = written;
  const { reader, expiry, purpose, remarks } = shared;
  const capsules = await capsulesOf(target, actor, [reader], [reportKey(written), ...remarks]);
  const [storedCapsules] = await upload(otp, report, [capsules]);
  await actor.send({
    address: target.records,
    abi: recordsAbi,
    functionName: "grantConsents",
    args: [
      {
        grantee: reader.account,
        expiry: BigInt(expiry),
        purpose: purposeIndex(purpose),
        granteeKeyVersion: reader.version,
        shares: [{ report, counter: CONSENT_COUNTER, capsules: storedCapsules }],
      },
    ],
  });
}

function reportKey({ report, contentKey }: WrittenReport): ContentKey {
  return { kind: "report", report, ...FIRST, contentKey };
}

async function capsulesOf(
  target: SeedTarget,
  granter: KeyedActor,
  recipients: readonly VerifiedKey[],
  keys: readonly ContentKey[],
) {
  const wrapped = recipients.map((recipient) =>
    wrapContentKeys({ location: target, granter: granter.account.address, recipient, keys }),
  );
  return encodeCapsuleBundle(await Promise.all(wrapped));
}
