import type { ReportId } from "@chartkey/protocol/report-id";
import type { App } from "#lib/app.ts";
import { signInFirst } from "#lib/flows/signInFirst.ts";
import { unpinBlobs } from "#lib/flows/unpinBlobs.ts";
import type { KnownLink } from "#lib/otp/otp.svelte.ts";
import { changeMadeLink, madeLinks, REMEMBERED, type MadeLink } from "#lib/storage/madeLinks.ts";
import { ownerKey } from "#lib/storage/owner.ts";

export type LinkState = "works" | "ended" | "used-up" | "over" | "unknown";

/** A link as it is listed. Times in Unix seconds. */
export interface ListedLink {
  id: string;
  /** What it leads to; undefined where another device knows */
  of: { report: ReportId | null } | undefined;
  madeAt: number;
  expiresAt: number;
  state: LinkState;
  /** Null before the worker was asked */
  opened: number | null;
}

/**
 * What this device remembers of links and what the worker knows of them, the newest first. What the worker does not know does not
 * work: it is over, or its patient is another one by now. What it lists is not over, whatever this device's clock says.
 *
 * @param known Null before the worker was asked
 * @param now Unix seconds
 */
export function listedLinks(
  made: readonly MadeLink[],
  known: readonly KnownLink[] | null,
  now: number,
): readonly ListedLink[] {
  const ofDevice = new Map(made.map((link) => [link.id, link]));
  const listed = (known ?? []).map(({ id, madeAt, expiresAt, endedAt, opened, triesLeft }): ListedLink => {
    const state = endedAt !== null ? "ended" : triesLeft === 0 ? "used-up" : "works";
    return { id, of: ofDevice.get(id), madeAt, expiresAt, state, opened };
  });
  const names = new Set(listed.map(({ id }) => id));
  const others = made
    .filter(({ id, expiresAt }) => !names.has(id) && expiresAt + REMEMBERED >= now)
    .map(({ id, report, madeAt, expiresAt, endedAt }): ListedLink => {
      const isOver = expiresAt <= now || known !== null;
      const state = endedAt !== null ? "ended" : isOver ? "over" : "unknown";
      return { id, of: { report }, madeAt, expiresAt, state, opened: null };
    });
  return [...listed, ...others].toSorted((a, b) => b.madeAt - a.madeAt);
}

/**
 * Of which links nothing is needed in the store any more, as the worker says: of those it has not, those that were ended, and those
 * whose tries were used up when it was asked before, too. At first sight of that the last try may be a right one that is being checked.
 *
 * @param asked When it was asked, by the clock that also said when the links were made: of what came since, it said nothing
 */
export function unneededLinks(
  made: readonly MadeLink[],
  known: readonly KnownLink[],
  asked: number,
): readonly MadeLink[] {
  const listed = new Map(known.map((link) => [link.id, link]));
  return made.filter(({ id, madeAt, blobs, isUsedUp }) => {
    if (blobs.length === 0) return false;
    const link = listed.get(id);
    if (!link) return madeAt < asked;
    return link.endedAt !== null || (link.triesLeft === 0 && isUsedUp === true);
  });
}

/** A patient's links on their page. */
export class MadeLinks {
  busy = $state(false);
  error = $state.raw<unknown>(null);
  /** Null before this device's memory was read. */
  links = $state.raw<readonly ListedLink[] | null>(null);
  isAsked = $state(false);

  readonly #app: App;
  #known: readonly KnownLink[] | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  /** What this device remembers; and what became of it, where somebody is signed in already and so is asked nothing. */
  async open(): Promise<void> {
    const { otp, wallet } = this.#app;
    const isRead = await this.#trying(() => this.#read());
    if (isRead && otp.account !== null && otp.account === wallet.account) await this.ask();
  }

  /** What became of them. Signs in where nobody is. */
  async ask(): Promise<void> {
    await this.#asking(async () => {
      await signInFirst(this.#app, () => {});
    });
  }

  /** Ends one for good. @returns Whether it is ended; if not, `error` says why. */
  async end(id: string): Promise<boolean> {
    return this.#asking(async () => {
      await signInFirst(this.#app, () => {});
      await this.#app.otp.endLink(id);
      await changeMadeLink(id, { endedAt: Math.floor(Date.now() / 1000) }).catch(() => undefined);
    });
  }

  /**
   * Has the store forget what no link leads to any more. What fails is tried again the next time.
   *
   * @param asked When the worker was asked, in Unix seconds
   */
  async #removeStored(known: readonly KnownLink[], asked: number): Promise<void> {
    const { network, wallet } = this.#app;
    const made = await madeLinks(ownerKey(network, wallet.client.account.address), Math.floor(Date.now() / 1000));
    for (const { id, upload, blobs } of unneededLinks(made, known, asked)) {
      await unpinBlobs(this.#app, upload, blobs)
        .then(() => changeMadeLink(id, { blobs: [] }))
        .catch(() => undefined);
    }
    for (const { id, triesLeft } of known)
      await changeMadeLink(id, { isUsedUp: triesLeft === 0 }).catch(() => undefined);
  }

  async #read(): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const made = await madeLinks(ownerKey(this.#app.network, this.#app.wallet.client.account.address), now);
    this.links = listedLinks(made, this.#known, now);
  }

  #asking(act: () => Promise<void>): Promise<boolean> {
    return this.#trying(async () => {
      await act();
      const asked = Math.floor(Date.now() / 1000);
      const known = await this.#app.otp.links();
      this.#known = known;
      this.isAsked = true;
      await this.#read();
      await this.#removeStored(known, asked);
    });
  }

  async #trying(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      await act();
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
