import { secp256k1 } from "@noble/curves/secp256k1.js";
import { concatBytes, hashTypedData, hexToBytes, keccak256, size, type Hex } from "viem";
import { chartIdOf } from "../chart.ts";
import { encryptionAddressOf } from "../encryption-address.ts";
import { keyPossession } from "../typed-data.ts";
import {
  accountAt,
  change,
  concatenated,
  countOnDay,
  dutiesOf,
  fetchAccount,
  fetchChart,
  lower,
  must,
  put,
  shortened,
  startPeriod,
  u32,
  type Book,
} from "./book.ts";
import type { Chart, Recovery } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { isFrozen, keyVersionOf } from "./reading.ts";
import { mustBeSeparate, mustNotBePaused } from "./role-events.ts";

const DAY = 86_400;
const RECOVERY_DELAY = 3 * DAY;
const RECOVERY_DELAY_AFTER_CANCEL = 14 * DAY;
const AUTHORISER_DELAY = 30 * DAY;

type ChartEvents =
  | "KeyPublished"
  | "PatientRegistered"
  | "SignaturesCancelled"
  | "RecoveryStarted"
  | "RecoveryCancelled"
  | "ChartRecovered"
  | "AuthoriserProposed"
  | "AuthoriserReplaced";

/** Everybody's keys; charts, their holders and authorisers, and recoveries. */
export const chartEvents: Handlers<ChartEvents> = {
  KeyPublished(
    book,
    { account: publisher, version, encryptionAddress, bundle, keyring, possession, accountSignature },
  ) {
    const account = fetchAccount(book, publisher);
    must(book, version === keyVersionOf(book, account.id) + 1, "KeysAreTheOwners", "a key version did not rise by one");
    const statement = { account: publisher, version, bundleDigest: keccak256(bundle) };
    const proven = signerOf(hashTypedData(keyPossession(book.contracts, statement)), possession);
    must(book, proven === lower(encryptionAddress), "KeysAreProven", "a key has no proof of possession");

    const key = put(book, book.entities.keys, {
      id: concatenated(account.id, u32(version)),
      account: account.id,
      version,
      encryptionAddress: lower(encryptionAddress),
      bundle: shortened(bundle),
      keyring: shortened(keyring),
      possession: shortened(possession),
      accountSignature: shortened(accountSignature),
      publishedAt: book.now,
      published: book.at,
    });
    change(book, account, { key: key.id });
    Object.assign(book.audit, { actor: account.id, account: account.id });
  },

  PatientRegistered(book, { chart: id, holder: patient, authoriser }) {
    mustNotBePaused(book);
    const holder = fetchAccount(book, patient);
    must(book, id === chartIdOf(book.contracts, patient), "ChartsAreTheHolders", "a chart has another's id");
    const isNew = !book.entities.charts.has(id) && holder.chart === null;
    must(book, isNew, "ChartsAreTheHolders", "a chart was registered again");
    mustBeOther(book, authoriser, patient);

    const chart = put(book, book.entities.charts, {
      id,
      holder: holder.id,
      registeredAt: book.now,
      registered: book.at,
      authoriser: accountAt(book, authoriser),
      proposedAuthoriser: null,
      proposedAuthoriserReadyAt: null,
      signatureEpoch: 0,
      consentEpoch: 0,
      recovery: null,
    });
    change(book, holder, { chart: chart.id });
    countOnDay(book, "patients");
    mustBeSeparate(book, holder.id);
    Object.assign(book.audit, { actor: holder.id, account: holder.id, chart: chart.id });
  },

  SignaturesCancelled(book, { chart: id, actor, epoch }) {
    const chart = fetchChart(book, id);
    mustBeHolder(book, chart, actor);
    mustRise(book, chart, epoch);
    change(book, chart, { signatureEpoch: epoch });
    Object.assign(book.audit, { actor: accountAt(book, actor), chart: chart.id });
  },

  RecoveryStarted(book, { chart: id, newHolder, actor, readyAt }) {
    const chart = fetchChart(book, id);
    must(
      book,
      lower(actor) === chart.authoriser,
      "ChartsAreTheHolders",
      "a recovery was started by someone who is not the recovery key",
    );
    mustBeAbleToHold(book, chart, lower(newHolder));
    const delay = book.cancelledOnce.has(chart.id) ? RECOVERY_DELAY_AFTER_CANCEL : RECOVERY_DELAY;
    must(book, Number(readyAt) === book.now + delay, "RecoveryDelaysAreKept", "a recovery has another delay");

    endRecovery(book, chart, "REPLACED");
    const recovery = put(book, book.entities.recoveries, {
      id: startPeriod(book, chart.id),
      chart: chart.id,
      oldHolder: chart.holder,
      newHolder: accountAt(book, newHolder),
      status: "UNDER_WAY",
      readyAt: Number(readyAt),
      startedAt: book.now,
      started: book.at,
      endedAt: null,
      ended: null,
    });
    change(book, chart, { recovery: recovery.id, proposedAuthoriser: null, proposedAuthoriserReadyAt: null });
    auditRecovery(book, chart, recovery);
    book.audit.actor = accountAt(book, actor);
  },

  RecoveryCancelled(book, { chart: id, actor }) {
    const chart = fetchChart(book, id);
    mustBeHolder(book, chart, actor);
    if (book.cancelledOnce.has(chart.id)) {
      const otherwise = "a recovery was cancelled twice by the holder alone";
      book.memory.promised = { ...book.place, rule: "ChartsAreTheHolders", otherwise, next: "AuthoriserReplaced" };
    }
    const recovery = endRecovery(book, chart, "CANCELLED");
    must(book, recovery !== undefined, "ChartsAreTheHolders", "a recovery was cancelled that was not under way");
    change(book, chart, { recovery: null });
    book.cancelledOnce.add(chart.id);
    auditRecovery(book, chart, recovery);
    book.audit.actor = accountAt(book, actor);
  },

  ChartRecovered(book, { chart: id, newHolder, oldHolder, epoch }) {
    const chart = fetchChart(book, id);
    const due = book.entities.recoveries.get(chart.recovery ?? "");
    must(book, due !== undefined && book.now >= due.readyAt, "RecoveryDelaysAreKept", "a recovery completed early");
    const isNamed = lower(newHolder) === due?.newHolder && lower(oldHolder) === chart.holder;
    must(book, isNamed, "ChartsAreTheHolders", "a recovery made someone else the holder");
    mustRise(book, chart, epoch);
    mustBeAbleToHold(book, chart, lower(newHolder));
    must(book, keyVersionOf(book, lower(newHolder)) > 0, "ChartsAreTheHolders", "the new holder has no key");

    const recovery = endRecovery(book, chart, "COMPLETED");
    change(book, fetchAccount(book, oldHolder), { chart: null });
    const holder = fetchAccount(book, newHolder);
    change(book, holder, { chart: chart.id });
    change(book, chart, { holder: holder.id, signatureEpoch: epoch, recovery: null });
    book.cancelledOnce.delete(chart.id);
    mustBeSeparate(book, holder.id);
    auditRecovery(book, chart, recovery);
  },

  AuthoriserProposed(book, { chart: id, authoriser, actor, readyAt }) {
    const chart = fetchChart(book, id);
    mustBeHolder(book, chart, actor);
    must(book, !isFrozen(chart), "ChartsAreTheHolders", "a frozen chart got a proposal");
    mustBeOther(book, authoriser, chart.holder);
    const isLate = Number(readyAt) === book.now + AUTHORISER_DELAY;
    must(book, isLate, "RecoveryDelaysAreKept", "a proposal has another delay");
    const account = accountAt(book, authoriser);
    change(book, chart, { proposedAuthoriser: account, proposedAuthoriserReadyAt: Number(readyAt) });
    Object.assign(book.audit, { actor: accountAt(book, actor), account, chart: chart.id });
  },

  AuthoriserReplaced(book, { chart: id, authoriser, actor }) {
    const chart = fetchChart(book, id);
    const account = accountAt(book, authoriser);
    const isProposed =
      chart.proposedAuthoriser === account && book.now >= (chart.proposedAuthoriserReadyAt ?? Infinity);
    // With the signature of the present authoriser, which the log does not show.
    const isHolder = lower(actor) === chart.holder;
    must(book, isProposed || isHolder, "RecoveryDelaysAreKept", "a recovery key was replaced early");
    mustBeOther(book, authoriser, chart.holder);
    change(book, chart, { authoriser: account, proposedAuthoriser: null, proposedAuthoriserReadyAt: null });
    book.cancelledOnce.delete(chart.id);
    Object.assign(book.audit, { actor: accountAt(book, actor), account, chart: chart.id });
  },
};

export function mustBeHolder(book: Book, chart: Chart, actor: string): void {
  must(book, lower(actor) === chart.holder, "ChartsAreTheHolders", "someone else than its patient changed a chart");
}

function mustRise(book: Book, chart: Chart, epoch: number): void {
  const otherwise = "what signatures bind did not rise by one";
  must(book, epoch === chart.signatureEpoch + 1, "ChartsAreTheHolders", otherwise);
}

function mustBeOther(book: Book, authoriser: string, holder: string): void {
  const isOther = Number(authoriser) !== 0 && lower(authoriser) !== lower(holder);
  must(book, isOther, "ChartsAreTheHolders", "a recovery key is none, or the patient's own account");
}

function mustBeAbleToHold(book: Book, chart: Chart, account: string): void {
  const holdsNone = (book.entities.accounts.get(account)?.chart ?? null) === null && account !== chart.authoriser;
  must(book, holdsNone, "ChartsAreTheHolders", "a recovery names someone who cannot hold the chart");
  const { administrative } = dutiesOf(book, account);
  must(book, administrative === 0, "DutiesAreSeparate", "an administrator is to hold a chart");
}

function endRecovery(book: Book, chart: Chart, status: Recovery["status"]): Recovery | undefined {
  const recovery = book.entities.recoveries.get(chart.recovery ?? "");
  if (recovery) change(book, recovery, { status, endedAt: book.now, ended: book.at });
  return recovery;
}

function auditRecovery(book: Book, chart: Chart, recovery: Recovery | undefined): void {
  Object.assign(book.audit, {
    account: recovery?.newHolder ?? null,
    chart: chart.id,
    recovery: recovery?.id ?? null,
  });
}

/** Whose ECDSA signature it is, in lower case; null for anything else. */
function signerOf(hash: Hex, signature: Hex): string | null {
  if (size(signature) !== 65) return null;
  const bytes = hexToBytes(signature);
  try {
    const recovered = concatBytes([Uint8Array.of((bytes[64] ?? 0) - 27), bytes.subarray(0, 64)]);
    return encryptionAddressOf(secp256k1.recoverPublicKey(recovered, hexToBytes(hash), { prehash: false }));
  } catch {
    return null;
  }
}
