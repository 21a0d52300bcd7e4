import { digestOf } from "@chartkey/protocol/cid";
import { parsePayload } from "@chartkey/protocol/payload-format";
import type { PartReference } from "@chartkey/protocol/payload-open";
import type { SealedPart } from "@chartkey/protocol/payload-seal";
import type { SealedThing } from "@chartkey/protocol/capsule-format";
import type { ReportId } from "@chartkey/protocol/report-id";
import { proxy, transfer as withoutCopy } from "comlink";
import { bytesToHex, type Address, type Hex } from "viem";
import type { App } from "../app.ts";
import { downloadBlob, fetchBlob, StoreAwayError } from "../blobs/downloadBlob.ts";
import { persistently } from "../blobs/persistently.ts";
import { Transfer } from "../blobs/transfer.svelte.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { recordsCall, type Call } from "../chain/call.ts";
import { readReaders } from "../chain/readers.ts";
import { epochOf, versionOf } from "../chain/reads.ts";
import { readChartConsents } from "../history/consents.ts";
import { readRemarks } from "../history/remarks.ts";
import type { RemarkRow, ReportRow } from "../history/rows.ts";
import { readLock, type Lock } from "../history/sealedVersions.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";
import { LockedMeanwhileError } from "../keys/keys.svelte.ts";
import { locationOf } from "../network/locationOf.ts";
import { forgetNewLock, keepNewLock, unfinishedLock, type NewLock } from "../storage/newLocks.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import { canGoOn } from "./begunLock.ts";
import { capsuleBundle } from "./capsuleBundle.ts";
import { sourcesOfReport } from "./capsuleSources.ts";
import { formerBundles } from "./formerBundles.ts";
import { lockableAmong } from "./lockableAmong.ts";
import { openRemark } from "./openReport.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";
import { storeBlobs, waitingBlob } from "./storeBlobs.ts";
import { unpinBlobs, unpinUnneeded } from "./unpinBlobs.ts";

/**
 * How a new lock went. `leftOut` can read the report and have no usable key; `kept` says that old locked copies are still stored. What
 * the store kept or did not answer for is left to be gone on with.
 */
export type NewLockResult = { leftOut: readonly Address[]; closedRemarks: number; kept: boolean };

/**
 * Puts a new lock on a report: every version of it, and the remarks, under new content keys, wrapped for whoever may read it now. What
 * they say stays committed to, and every reader checks that. The old locked copies are removed from the store afterwards.
 *
 * [Note: a lock that was begun] Each step is on the public record or is done again: until the transaction, nothing has changed; after
 * it, the remarks under an older lock are those still to be done; then the old copies. So this can be called again after any failure, in
 * any tab of this device, and goes on where it was. What was locked and not sent counts only for those who read that very report today:
 * once a reader, a key or a version is another, all of it is locked again.
 */
export async function putNewLock(
  app: App,
  row: ReportRow,
  onProgress: OnProgress,
  transfer: Transfer = new Transfer(),
): Promise<NewLockResult> {
  onProgress({ step: "locking" });
  const owner = ownerKey(app.network, app.wallet.client.account.address);
  const [epoch, lock, unfinished] = await Promise.all([
    epochOf(app.chain, row.report),
    lockOf(app, row.report),
    unfinishedLock(owner, row.report),
  ]);
  const { recipients, leftOut } = await lockableAmong(app, await readersNow(app, row));
  let begun =
    unfinished && canGoOn(unfinished, epoch, lock) ? unfinished : wanted(owner, row.report, epoch, unfinished);
  await keepNewLock(begun);
  await signInFirst(app, onProgress);

  if (begun.epoch > epoch) {
    const lockedFor = nameOf(await versionOf(app.chain, row.report), recipients);
    let call = begun.lockedFor === lockedFor ? begun.call : null;
    if (!call) {
      begun = { ...begun, call, lockedFor: null, made: [], abandoned: everythingOf(begun) };
      // Before it is stored: a tab that is closed at any moment leaves nothing in the store that nobody knows of.
      const note = (digest: Hex) => {
        begun = { ...begun, made: [...begun.made, digest] };
        return keepNewLock(begun);
      };
      const locked = await app.keys.whileUnlocked(lockAnew(app, row, recipients, note, onProgress, transfer));
      begun = { ...begun, ...locked, lockedFor };
      call = locked.call;
    }
    await keepNewLock(begun);
    await transfer.untilAllowed();
    await app.transactions.run(call, (step) => onProgress({ step }));
  }
  const journal: Journal = async (abandoned) => {
    begun = { ...begun, abandoned: abandoned(begun.abandoned) };
    await keepNewLock(begun);
  };
  const { old, closed, isStoreAway } = await lockRemarksAnew(app, row, begun, recipients, journal, onProgress);
  const kept = await forgetOld(app, row, [...begun.old], old, begun.abandoned);
  if (!kept && !isStoreAway) await forgetNewLock(begun);
  return { leftOut, closedRemarks: closed, kept };
}

/** Notes that a new lock is wanted, so that a closed tab does not forget it. */
export async function wantNewLock(app: App, { report, epoch }: ReportRow): Promise<void> {
  const owner = ownerKey(app.network, app.wallet.client.account.address);
  await keepNewLock(wanted(owner, report, epoch, await unfinishedLock(owner, report)));
}

/** In the place of another one, whose blobs nothing names once this lock is on. */
function wanted(owner: string, report: ReportId, epoch: number, before: NewLock | null): NewLock {
  const abandoned = before ? [...before.old, ...everythingOf(before)] : [];
  return { owner, report, epoch: epoch + 1, call: null, lockedFor: null, old: [], made: [], abandoned };
}

/** Changes what is noted as stored for nothing. */
type Journal = (abandoned: (blobs: readonly Hex[]) => Hex[]) => Promise<void>;

/** What the store may have of a lock that was begun. */
const everythingOf = ({ abandoned, made }: NewLock): Hex[] => [...abandoned, ...made];

/** What a lock is of and for whom: how many versions, and which keys besides the patient's. */
function nameOf(version: number, recipients: Recipients): string {
  const keys = recipients.map(({ publication: { account, version } }) => `${account.toLowerCase()}:${version}`);
  return [version, ...keys.toSorted()].join(" ");
}

type Recipients = Awaited<ReturnType<typeof lockableAmong>>["recipients"];

/** Locks every version and stores it. The transaction is still to be sent. */
async function lockAnew(
  app: App,
  row: ReportRow,
  recipients: Recipients,
  note: (digest: Hex) => Promise<void>,
  onProgress: OnProgress,
  transfer: Transfer,
): Promise<{ epoch: number; call: Call; old: Hex[] }> {
  const { chain, network } = app;
  // The one that is unlocked now: locking ends it, and must not have what is still under way here begin another.
  const { holder } = app.keys;
  const location = locationOf(network);
  const { report, author } = row;
  // Signing in takes as long as people do, so this is read anew.
  const lock = await lockOf(app, report);
  for (const { field, granter } of await sourcesOfReport(app, report)) {
    // Keys of locks before are of no use, and their bundles may be gone.
    await capsuleBundle(app, field)
      .then((bundle) => holder.learnFrom(location, granter, bundle))
      .catch(() => {});
  }

  const storeNoted = async (bytes: Uint8Array<ArrayBuffer>) => {
    await note(await digestOf(bytes));
    await storeBlobs(app, report, [waitingBlob(bytes)], [], async () => {}, transfer);
  };
  const old: Hex[] = [];
  const things: SealedThing[] = [];
  const payloads: Hex[] = [];
  for (const { version, commitment, payload: digest } of lock.versions) {
    const head = await downloadBlob(network, digest);
    const parts = parsePayload(head).partDigests.map((part) => bytesToHex(part));
    old.push(digest, ...parts);
    const context = { kind: "report", location, report, version, epoch: lock.epoch, author } as const;
    const { id } = await holder.openHead(head, { context, commitment, digest });
    let locked = 0;
    const store = async ({ bytes }: SealedPart) => {
      await storeNoted(bytes);
      onProgress({ step: "locking", locked: ++locked, total: parts.length });
    };
    const fetchPart = async (part: PartReference) => {
      const bytes = await persistently(transfer, () => fetchBlob(network, part.digest, transfer.signal));
      return withoutCopy(bytes, [bytes.buffer]);
    };
    const made = await holder.rekey({ id, epoch: lock.epoch + 1 }, proxy(fetchPart), proxy(store));
    await storeNoted(made.head);
    things.push(made.thing);
    payloads.push(made.payload);
  }

  onProgress({ step: "storing", stored: 0, total: 1 });
  const bundle = await holder.wrapForReaders(location, things, recipients, proxy(accountSignatureCheck(chain)));
  await storeNoted(bundle);
  onProgress({ step: "storing", stored: 1, total: 1 });
  const call = recordsCall(network, "rekeyReport", [report, lock.epoch, payloads, await digestOf(bundle)]);
  return { epoch: lock.epoch + 1, call, old };
}

async function lockOf({ chain }: App, report: ReportId): Promise<Lock> {
  const lock = await readLock(chain, report);
  if (!lock) throw new ExplainedError(explainRefusal("ReportUnknown"));
  return lock;
}

/** Puts the remarks under the new lock, one after the other. Those that this keyring cannot open stay as they are. */
async function lockRemarksAnew(
  app: App,
  { report }: ReportRow,
  { owner, epoch }: NewLock,
  recipients: Recipients,
  journal: Journal,
  onProgress: OnProgress,
): Promise<{ old: Hex[]; closed: number; isStoreAway: boolean }> {
  const remarks = await readRemarks(app.history, report);
  const old: Hex[] = [];
  let [closed, isStoreAway] = [0, false];
  for (const remark of remarks) {
    const opened = await openRemark(app, remark).catch((error: unknown) => {
      // Without these keys nothing opens, and the remark is still to be done.
      const { account } = app.keys;
      if (!account || ownerKey(app.network, account) !== owner) throw new LockedMeanwhileError();
      isStoreAway ||= error instanceof StoreAwayError;
      return null;
    });
    if (!opened) closed += 1;
    else {
      if (opened.lock.epoch < epoch)
        await lockRemarkAnew(app, remark, opened.id, epoch, recipients, journal, onProgress);
      old.push(...remark.locks.filter((lock) => lock.epoch < epoch).map(({ payload }) => payload));
    }
  }
  return { old, closed, isStoreAway };
}

async function lockRemarkAnew(
  app: App,
  { report, commitment }: RemarkRow,
  id: number,
  epoch: number,
  recipients: Recipients,
  journal: Journal,
  onProgress: OnProgress,
): Promise<void> {
  const { chain, keys, network } = app;
  onProgress({ step: "locking" });
  const nothing = async () => {
    throw new Error("A remark has no parts.");
  };
  const { thing, payload, head } = await keys.holder.rekey({ id, epoch }, proxy(nothing), proxy(nothing));
  const check = proxy(accountSignatureCheck(chain));
  const bundle = await keys.holder.wrapForReaders(locationOf(network), [thing], recipients, check);
  const capsules = await digestOf(bundle);
  await journal((blobs) => [...blobs, payload, capsules]);
  await storeBlobs(app, report, [waitingBlob(head), waitingBlob(bundle)], [], async () => {});
  const call = recordsCall(network, "addRemark", [report, epoch, commitment, payload, capsules]);
  await app.transactions.run(call, (step) => onProgress({ step }));
  await journal((blobs) => blobs.filter((blob) => blob !== payload && blob !== capsules));
}

/** @returns Whether something is still stored. Whoever has the new lock is safe all the same: old copies open to old keys only. */
async function forgetOld(
  app: App,
  { report }: ReportRow,
  payloads: readonly Hex[],
  remarks: readonly Hex[],
  abandoned: readonly Hex[],
): Promise<boolean> {
  let kept = false;
  const keep = () => void (kept = true);
  for (const blobs of [payloads, remarks]) await unpinBlobs(app, report, blobs).catch(keep);
  // Bundles may hold keys of another report or of a remark under an earlier lock, and then stay for good.
  const bundles = formerBundles(app.chain, report);
  await bundles.then((former) => unpinUnneeded(app, report, [...former, ...abandoned])).catch(keep);
  return kept;
}

/** Who can read the report besides the patient, by the contract, at this moment. */
async function readersNow({ chain, history }: App, row: ReportRow): Promise<Address[]> {
  const [consents, standing] = await Promise.all([
    readChartConsents(history, row.chart),
    readChartStandingConsents(history, row.chart),
  ]);
  const readers = (await readReaders(chain, [row], { consents, standing }, Date.now())).get(row.report) ?? [];
  return readers.map(({ doctor }) => doctor.account);
}
