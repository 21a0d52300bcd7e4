import type { App } from "#lib/app.ts";
import { storeKeyCopy } from "#lib/flows/keyCopy.ts";
import { m } from "#messages";

/** Storing a copy of one's newest key because somebody asked for it, as a page shows it. */
export class KeyCopyStoring {
  /** What it waits for; false while it does not. */
  waiting = $state<string | false>(false);
  /** What was thrown; null while all is well. */
  error = $state.raw<unknown>(null);

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** @returns Whether it is stored; if not, `error` says why. */
  async store(): Promise<boolean> {
    this.waiting = m.routes_key_copy_storing_storing();
    this.error = null;
    try {
      await storeKeyCopy(this.#app, ({ step }) => {
        this.waiting =
          step === "signing-in" ? m.routes_key_copy_storing_signing_in() : m.routes_key_copy_storing_storing();
      });
      this.#app.keyCopies.settle();
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.waiting = false;
    }
  }
}
