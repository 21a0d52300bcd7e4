import { formatDate } from "#components/dates.ts";
import type { App } from "#lib/app.ts";
import { recordTime } from "#lib/chain/recordTime.ts";
import type { NetworkFigures } from "#lib/history/countNetwork.ts";
import { readNetworkFigures } from "#lib/history/networkFigures.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { m } from "#messages";
import { byDay } from "./byDay.ts";

/** Days that are plotted. */
const DAYS = 30;

/** The public record in numbers. */
export class Overview {
  readonly figures = new Loaded<NetworkFigures>();
  /** Up to when the numbers count, by the clock of the public record: what ends by itself ends by that one. In ms. */
  asOf = $state(Date.now());

  readonly consents = $derived.by(() => this.#plot((moments) => [moments.given, moments.ended]));
  readonly reports = $derived.by(() => this.#plot((moments) => [moments.reports]));

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

  #plot(seriesOf: (moments: NetworkFigures["moments"]) => readonly (readonly number[])[]) {
    const moments = this.figures.value?.moments;
    const days = moments ? byDay(seriesOf(moments), DAYS, this.asOf) : [];
    const points = days.map(({ day, counts: [first = 0, second] }) => ({
      label: formatDate(day, "short-day", this.asOf),
      first,
      ...(second !== undefined && { second }),
    }));
    const total = (which: "first" | "second") => points.reduce((sum, point) => sum + (point[which] ?? 0), 0);
    const period =
      points.length > 0 ? m.audit_overview_period({ first: points[0]!.label, last: points.at(-1)!.label }) : "";
    return { points, period, first: total("first"), second: total("second") };
  }
}
