import type { App } from "#lib/app.ts";
import { recordTime } from "#lib/chain/recordTime.ts";
import { totalOf, type NetworkFigures } from "#lib/history/countNetwork.ts";
import { countConsentsInForce, readNetworkFigures } from "#lib/history/networkFigures.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { lastDays } from "./lastDays.ts";

/** Days that are plotted. */
const DAYS = 30;

/** The public record in numbers. */
export class Overview {
  readonly figures = new Loaded<NetworkFigures>();
  /** Consents in force, and at which moment in ms. Gone through one by one, so only when somebody asks. */
  readonly inForce = new Loaded<{ count: number; at: number }>();
  /** Up to when the numbers count, by the clock of the public record: what ends by itself ends by that one. In ms. */
  asOf = $state(Date.now());

  readonly totals = $derived(totalOf(this.figures.value?.days ?? []));
  readonly days = $derived(lastDays(this.figures.value?.days ?? [], DAYS, this.asOf));

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  read(): Promise<void> {
    return this.figures.load(async () => {
      const now = await recordTime(this.#app.chain);
      const figures = await readNetworkFigures(this.#app.history, now);
      this.asOf = now * 1000;
      return figures;
    });
  }

  countInForce(): Promise<void> {
    return this.inForce.load(async () => {
      const now = await recordTime(this.#app.chain);
      return { count: await countConsentsInForce(this.#app.history, now), at: now * 1000 };
    });
  }
}
