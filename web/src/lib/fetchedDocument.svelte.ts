import type { App } from "./app.ts";
import { Transfer } from "./blobs/transfer.svelte.ts";
import { readDocument, type OpenedReport } from "./flows/openReport.ts";
import { Loaded } from "./loaded.svelte.ts";

/** A document on its way to being shown, unless it was before: how much of it was fetched and checked, and how to hold it up. */
export class FetchedDocument extends Loaded<Uint8Array> {
  /** Parts of 1 MB that arrived, of `total`. */
  fetched = $state(0);
  total = $state(0);
  transfer = $state.raw(new Transfer());

  async fetch(app: Pick<App, "keys" | "network" | "documents">, opened: OpenedReport): Promise<void> {
    const transfer = new Transfer();
    this.transfer = transfer;
    this.fetched = 0;
    this.total = opened.parts;
    await this.load(async () => {
      const before = app.documents.get(opened.id);
      if (before) return before;
      // The one copy that is shown; on the way to it no more than a few parts are in memory.
      const document = new Uint8Array(opened.metadata.length);
      let length = 0;
      const take = async (chunk: Uint8Array) => {
        document.set(chunk, length);
        length += chunk.length;
        if (this.transfer === transfer) this.fetched++;
      };
      await readDocument(app, opened, take, transfer);
      if (!transfer.signal.aborted) app.documents.keep(opened.id, document);
      return document;
    });
  }

  override clear(): void {
    this.transfer.cancel();
    super.clear();
  }
}
