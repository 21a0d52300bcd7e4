import type { ChartId } from "@chartkey/protocol/chart";
import type { App } from "./app.ts";
import { capsuleBundle } from "./flows/capsuleBundle.ts";
import { sourcesOfAccounts } from "./flows/capsuleSources.ts";
import { locationOf } from "./network/locationOf.ts";

/** What was wrapped again for the reader, learnt once for as long as the keys are unlocked. Cleared by locking. */
export class PublishedCapsules {
  #learnt = new Set<string>();
  #isComplete = false;

  /** Whether all that there was at the last reading could be had, so that a key that is not known is in none of it. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * Learns what is new. A bundle that is gone or malformed keeps none of the others out, and what cannot be read now keeps nobody from
   * what opens without it: it is tried again with the next reading of the lists.
   *
   * @returns Whether anything was, so that what could not be opened before is worth another try.
   */
  async learn(app: App, chart: ChartId | null): Promise<boolean> {
    const location = locationOf(app.network);
    const learnt = this.#learnt;
    this.#isComplete = false;
    let areAllHere = true;
    const sources = await sourcesOfAccounts(app, chart).catch((error: unknown) => {
      // Without keys there is nothing to go on with.
      if (!app.keys.account) throw error;
      areAllHere = false;
      return [];
    });
    const fresh = sources.filter(({ field, granter }) => !learnt.has(`${granter} ${field}`));
    const before = learnt.size;
    await Promise.all(
      fresh.map(async ({ field, granter }) => {
        let bundle: Uint8Array<ArrayBuffer> | null = null;
        try {
          bundle = await capsuleBundle(app, field);
          await app.keys.holder.learnFrom(location, granter, bundle);
          learnt.add(`${granter} ${field}`);
        } catch {
          // Tried again.
          areAllHere &&= bundle !== null;
        }
      }),
    );
    this.#isComplete = areAllHere && learnt === this.#learnt;
    return learnt.size > before;
  }

  clear(): void {
    this.#learnt = new Set();
    this.#isComplete = false;
  }
}
