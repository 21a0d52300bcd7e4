/** A new lock on one report, as far as several of them need to know it. */
type OneLock = { run: () => Promise<boolean> };

/** New locks on several reports, one after the other: each asks the wallet, and people answer one question at a time. */
export class NewLocks<Lock extends OneLock> {
  /** How many are on. */
  done = $state(0);
  busy = $state(false);
  /** Those that were passed over after they failed. */
  leftOut = $state.raw<readonly Lock[]>([]);

  readonly all: readonly Lock[];
  /** The place in `all` of the one under way, or the next. */
  readonly at = $derived.by(() => this.done + this.leftOut.length);
  /** The one under way, or the next; null when there is none any more. */
  readonly now = $derived.by(() => this.all[this.at] ?? null);

  constructor(locks: readonly Lock[]) {
    this.all = locks;
  }

  /** Begins, or goes on where one failed. Those that are on are not put on again. */
  async run(): Promise<void> {
    this.busy = true;
    try {
      for (let lock = this.now; lock; lock = this.now) {
        if (!(await lock.run())) return;
        this.done += 1;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Passes over the one that failed, so that it does not hold up those behind it. */
  leaveOut(): void {
    if (this.now && !this.busy) this.leftOut = [...this.leftOut, this.now];
  }
}
