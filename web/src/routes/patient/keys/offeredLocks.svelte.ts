import type { ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { forgetLockOffer, lockOffer, type LockOffer } from "#lib/storage/lockOffers.ts";
import { ownerKey } from "#lib/storage/owner.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { NewLocking } from "../reports/newLock.svelte.ts";
import { NewLocks } from "../reports/newLocks.svelte.ts";

/** The new locks that are offered after a way to unlock was removed, until they are on or turned down. */
export class OfferedLocks {
  /** Those being put on while a dialog is open; made once, for the lists change under it. */
  locks = $state.raw<NewLocks<NewLocking> | null>(null);
  /** The reports that still have the lock of before; none while that is not known. */
  readonly due: readonly ReportRow[] = $derived.by(() => {
    const offer = this.#offer.value;
    const rows = this.#desk.reports.value?.rows;
    return offer && rows ? rows.filter((row) => isDue(row, offer)) : [];
  });

  readonly #desk: PatientDesk;
  readonly #offer = new Loaded<LockOffer | null>();

  constructor(desk: PatientDesk) {
    this.#desk = desk;
  }

  async load(): Promise<void> {
    await this.#offer.load(() => lockOffer(this.#owner()));
  }

  /** Begins, or goes on where one failed, with the reports that are due at this moment. */
  async run(): Promise<void> {
    this.locks ??= new NewLocks(this.due.map((row) => new NewLocking(this.#desk, row)));
    await this.locks.run();
    if (this.due.length === 0) await forgetLockOffer(this.#owner());
  }

  /** Nobody looks at it any more. What is left stays offered. */
  async close(): Promise<void> {
    this.locks = null;
    await this.load();
  }

  async turnDown(): Promise<void> {
    await forgetLockOffer(this.#owner());
    await this.load();
  }

  #owner(): string {
    const { network, wallet } = this.#desk.app;
    return ownerKey(network, wallet.client.account.address);
  }
}

/** A report that the offer does not name was added later: for the key before, as long as there was no other. */
function isDue({ report, epoch, holderKeyVersion }: ReportRow, { epochs, keyVersion = 0 }: LockOffer): boolean {
  return epoch <= (epochs[report] ?? (holderKeyVersion <= keyVersion ? 1 : 0));
}
