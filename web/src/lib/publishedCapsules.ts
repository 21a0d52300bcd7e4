import type { ChartId } from "@chartkey/protocol/chart";
import type { App } from "./app.ts";
import { capsuleBundle } from "./flows/capsuleBundle.ts";
import { sourcesOfAccounts } from "./flows/capsuleSources.ts";
import { locationOf } from "./network/locationOf.ts";

/** What was wrapped again for the reader, learnt once for as long as the keys are unlocked. Cleared by locking. */
export class PublishedCapsules {
  #learnt = new Set<string>();

  /**
   * Learns what is new. A bundle that is gone or malformed keeps none of the others out, and what cannot be read now keeps nobody from
   * what opens without it: it is tried again with the next reading of the lists.
   *
   * @returns Whether anything was, so that what could not be opened before is worth another try.
   */
  async learn(app: App, chart: ChartId | null): Promise<boolean> {
    const location = locationOf(app.network);
    const learnt = this.#learnt;
    const sources = await sourcesOfAccounts(app, chart).catch((error: unknown) => {
      // Without keys there is nothing to go on with.
      if (!app.keys.account) throw error;
      return [];
    });
    const fresh = sources.filter(({ field, granter }) => !learnt.has(`${granter} ${field}`));
    const before = learnt.size;
    await Promise.all(
      fresh.map(async ({ field, granter }) => {
        try {
          await app.keys.holder.learnFrom(location, granter, await capsuleBundle(app, field));
          learnt.add(`${granter} ${field}`);
        } catch {
          // Tried again.
        }
      }),
    );
    return learnt.size > before;
  }

  clear(): void {
    this.#learnt = new Set();
  }
}
