/** Something read from elsewhere, with how that went. A newer reading outruns an older one that answers late. */
export class Loaded<Value> {
  /** Null until it was read once; kept while it is read again. */
  value = $state.raw<Value | null>(null);
  /** Why the newest reading failed; null when it did not. */
  error = $state.raw<unknown>(null);
  busy = $state(false);

  #newest = 0;

  async load(read: () => Promise<Value>): Promise<void> {
    const reading = ++this.#newest;
    this.busy = true;
    try {
      const value = await read();
      if (reading !== this.#newest) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (reading === this.#newest) this.error = error;
    } finally {
      if (reading === this.#newest) this.busy = false;
    }
  }

  /** Forgets what was read, as when it is about something else now. */
  clear(): void {
    this.#newest++;
    this.value = null;
    this.error = null;
    this.busy = false;
  }
}
