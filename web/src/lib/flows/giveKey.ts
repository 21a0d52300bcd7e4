import { parseCapsuleBundle } from "@chartkey/protocol/capsule-bundle";
import { isSameThing, type SealedThing } from "@chartkey/protocol/capsule-format";
import { proxy } from "comlink";
import { isAddressEqual, type Address, type Hex } from "viem";
import type { App } from "../app.ts";
import { StoreAwayError } from "../blobs/downloadBlob.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall } from "../chain/call.ts";
import { recordsLogs } from "../chain/logs.ts";
import type { Decisions, ReportReader } from "../chain/readers.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { locationOf } from "../network/locationOf.ts";
import { capsuleBundle, capsulesField } from "./capsuleBundle.ts";
import type { OnProgress } from "./progress.ts";
import { recipientOf } from "./recipientOf.ts";

/** A remark by the lock that the key holder opened. */
export type OpenRemark = Pick<RemarkRow, "version" | "commitment"> & { epoch: number };

/**
 * Those who may read a report, by the contract, and have no key to it: its author left them out, or their key could not be used then.
 * Whom a capsule is for can be read by anyone; what is in it cannot.
 */
export async function readersWithoutKey(
  app: App,
  row: ReportRow,
  readers: readonly ReportReader[],
  { consents, standing }: Decisions,
): Promise<ReportReader[]> {
  const { report, version, epoch } = row;
  const thing: SealedThing = { kind: "report", report, version, epoch };
  const published = await recordsLogs(app.chain, "CapsulesPublished", { chart: row.chart });
  const found = await Promise.all(
    readers.map(async (reader) => {
      const { account } = reader.doctor;
      const granted = [...consents.filter((each) => each.report === report), ...standing]
        .filter(({ grantee }) => isAddressEqual(grantee.account, account))
        .flatMap(({ capsules }) => capsules ?? []);
      const given = published
        .filter(({ args }) => isAddressEqual(args.recipient, account))
        .map(({ args }) => args.capsules);
      const fields = [...new Set([row.capsules, ...granted, ...given])];
      const holds = await Promise.all(fields.map((field) => isFor(app, field, account, thing)));
      return holds.some(Boolean) ? null : reader;
    }),
  );
  return found.filter((reader) => reader !== null);
}

/** Wraps the keys of a report and its remarks for somebody who may read it anyway. Changes no consent. */
export async function giveKey(
  app: App,
  row: ReportRow,
  remarks: readonly OpenRemark[],
  account: Address,
  onProgress: OnProgress,
): Promise<void> {
  const { chain, keys, network } = app;
  onProgress({ step: "locking" });
  const recipient = await recipientOf(app, account);
  const { report, version, epoch } = row;
  const things: SealedThing[] = [
    { kind: "report", report, version, epoch },
    ...remarks.map(({ version, epoch, commitment }) => ({
      kind: "remark" as const,
      report,
      version,
      epoch,
      commitment,
    })),
  ];
  const check = proxy(accountSignatureCheck(chain));
  const bundle = await keys.holder.wrapFor(locationOf(network), things, [recipient], check);
  const capsules = await capsulesField(app, report, bundle, onProgress);
  const call = recordsCall(network, "publishCapsules", [row.chart, account, recipient.registered.version, capsules]);
  await app.transactions.run(call, (step) => onProgress({ step }));
}

/** One that cannot be fetched now is taken to hold the key: nobody is said to lack what may be there. One that is gone holds none. */
async function isFor(app: App, field: Hex, account: Address, thing: SealedThing): Promise<boolean> {
  try {
    return parseCapsuleBundle(await capsuleBundle(app, field)).some(
      ({ context }) =>
        isAddressEqual(context.recipient, account) && context.things.some((each) => isSameThing(each, thing)),
    );
  } catch (error) {
    return error instanceof StoreAwayError;
  }
}
