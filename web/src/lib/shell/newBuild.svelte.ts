/** A newer build of the page, which takes over from the one that is open only by its reader's leave: keys are locked by it. */
export class NewBuild {
  /** Its service worker, installed here or already at work by the leave of another tab; null while there is none. */
  worker = $state.raw<ServiceWorker | null>(null);

  readonly #workers: ServiceWorkerContainer;
  readonly #reload: () => void;

  /**
   * @param workers The page's `navigator.serviceWorker`.
   * @param reload Loads the page again.
   */
  constructor(workers: ServiceWorkerContainer, reload: () => void) {
    this.#workers = workers;
    this.#reload = reload;
  }

  /** Looks for one, now and whenever one is found, until `signal` says to stop. */
  async watch(signal: AbortSignal): Promise<void> {
    const registration = await this.#workers.ready;
    if (signal.aborted) return;
    const look = () => {
      // The first build to be installed replaces none.
      if (this.#workers.controller) this.worker = registration.waiting ?? this.worker;
    };
    look();
    registration.addEventListener(
      "updatefound",
      () => registration.installing?.addEventListener("statechange", look, { signal }),
      { signal },
    );
  }

  takeOver(): void {
    // Another tab gave it leave: nothing waits any more, and nothing will tell of it.
    if (this.worker?.state !== "installed") return this.#reload();
    this.#workers.addEventListener("controllerchange", this.#reload, { once: true });
    this.worker.postMessage("take-over");
  }
}
