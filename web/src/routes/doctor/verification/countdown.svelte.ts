/** Whole seconds until something may be done again. */
export class Countdown {
  readonly left = $derived.by(() => Math.max(0, Math.ceil((this.#end - this.#now) / 1000)));

  #end = $state(0);
  #now = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    this.stop();
    this.#now = Date.now();
    this.#end = this.#now + seconds * 1000;
    this.#timer = setInterval(() => {
      this.#now = Date.now();
      if (this.left === 0) this.stop();
    }, 250);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
