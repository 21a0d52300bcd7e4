import type { App } from "../app.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { readChartReports } from "../history/reports.ts";
import { keepLockOffer, type LockOffer } from "../storage/lockOffers.ts";
import { ownerKey } from "../storage/owner.ts";
import type { SignedKey } from "./createKey.ts";
import { publishRenewedKey } from "./replaceAuthoriser.ts";

/**
 * Publishes a renewed key, around which a way to unlock was left out. From the moment that the wallet has signed, a patient is offered
 * new locks for the reports that the keys before open: they keep the offer though the tab is closed before the key is on the public record.
 */
export async function removeWayToUnlock(
  app: App,
  key: SignedKey,
  onStatus: (status: TransactionStatus) => void,
  onReplacing: () => void,
): Promise<void> {
  const offer = await offerFor(app, key);
  let kept: Promise<void> | null = null;
  const follow = (status: TransactionStatus) => {
    if (offer && (status === "signed" || status === "proposed")) kept ??= keepLockOffer(offer);
    onStatus(status);
  };
  await publishRenewedKey(app, key, follow, onReplacing);
  await kept;
}

/** Null for a doctor, whose reports are their patients' to lock. There may be no report yet and one before the key is published. */
async function offerFor(app: App, { publication }: SignedKey): Promise<LockOffer | null> {
  const { chart } = app.session.who ?? {};
  if (!chart) return null;
  const rows = await readChartReports(app.history, chart);
  const locked = rows.filter(({ status }) => status !== "ERASED");
  const owner = ownerKey(app.network, app.wallet.client.account.address);
  const epochs = Object.fromEntries(locked.map(({ report, epoch }) => [report, epoch]));
  return { owner, epochs, keyVersion: publication.version - 1 };
}
