import { SvelteMap } from "svelte/reactivity";
import type { App } from "#lib/app.ts";
import type { KeptUpload } from "#lib/flows/keptUpload.ts";
import { titleOfUpload } from "#lib/flows/uploadTitle.ts";

/** How reports are called that wait on this device. They are locked with their titles, which are told while the keys are unlocked. */
export class UploadTitles {
  readonly #app: App;
  /** By the id of the upload; null for what cannot be opened. */
  readonly #titles = new SvelteMap<string, string | null>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Null while it is not known. */
  of({ id }: KeptUpload): string | null {
    return this.#app.keys.account ? (this.#titles.get(id) ?? null) : null;
  }

  /** Opens those that were not tried yet; or, with locked keys, forgets them all. */
  async read(uploads: readonly KeptUpload[]): Promise<void> {
    if (!this.#app.keys.account) {
      this.#titles.clear();
      return;
    }
    for (const upload of uploads) {
      if (this.#titles.has(upload.id)) continue;
      // One that does not open is told by its moment, as all are while the keys are locked.
      const title = await titleOfUpload(this.#app, upload).catch(() => null);
      if (this.#app.keys.account) this.#titles.set(upload.id, title);
    }
  }
}
