import type { App } from "#lib/app.ts";
import { readAuditEvents, type AuditEvent, type EventFilter } from "#lib/history/auditEvents.ts";
import type { Hex } from "viem";

/** The events that pass a filter, newest first, one page after the other. */
export class EventTimeline {
  events = $state.raw<readonly AuditEvent[]>([]);
  status = $state<"loading" | "ready" | "failed">("loading");
  error = $state.raw<unknown>(null);
  /** Where the next page begins; null when everything is shown. */
  next = $state<Hex | null>(null);

  readonly #app: App;
  readonly #pageSize: number;
  #filter: EventFilter = {};
  /** Counts filters, so that a late answer to an older one changes nothing. */
  #asked = 0;

  constructor(app: App, pageSize = 50) {
    this.#app = app;
    this.#pageSize = pageSize;
  }

  /** Begins again with another filter. */
  show(filter: EventFilter): Promise<void> {
    this.#filter = filter;
    this.events = [];
    this.next = null;
    return this.#read(null);
  }

  /** Adds the next page, or asks again for the one that failed. */
  more(): Promise<void> {
    return this.#read(this.next);
  }

  async #read(before: Hex | null): Promise<void> {
    const asked = ++this.#asked;
    this.status = "loading";
    this.error = null;
    try {
      const page = await readAuditEvents(this.#app.history, this.#filter, before, this.#pageSize);
      if (asked !== this.#asked) return;
      this.events = before === null ? page.events : [...this.events, ...page.events];
      this.next = page.next;
      this.status = "ready";
    } catch (error) {
      if (asked !== this.#asked) return;
      this.error = error;
      this.status = "failed";
    }
  }
}
