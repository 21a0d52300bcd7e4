/**
 * A stop and what follows it, as a dialog shows them: first the question, then the new locks. Each lock asks the wallet, so none is
 * begun once the dialog is closed: it stays wanted, and the report's page leads to it.
 */
export class StopThenLock {
  /** The question stands there, or its answer is on its way. */
  asking = $state(true);
  /** The new locks stand there. */
  following = $state(false);
  /** When sharing ended, in milliseconds since 1970. The new locks are put on after it, and never keep it waiting. */
  stoppedAt = $state<number | null>(null);

  /**
   * Goes on once sharing has ended.
   *
   * @param reload Reads the lists anew.
   * @param lock Puts the new locks on; null when none are wanted.
   */
  async stopped(reload: () => Promise<unknown>, lock: (() => Promise<unknown>) | null): Promise<void> {
    this.stoppedAt = Date.now();
    this.following = this.asking && lock !== null;
    this.asking = false;
    // The pages say why their lists could not be read; the locks do not depend on them.
    await reload().catch(() => {});
    if (this.following) await lock?.();
  }

  /** Nobody looks at it any more. */
  close(): void {
    this.asking = false;
    this.following = false;
  }
}
