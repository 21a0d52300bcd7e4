import type { App } from "#lib/app.ts";
import { namedDoctorFromLogs } from "#lib/history/namedDoctor.ts";

/** How the doctor at this desk is called on the public record. */
export class DoctorName {
  /** Null until it is known, and for whoever is not verified yet. */
  value = $state<string | null>(null);

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads it again: after another account was chosen, and after a verification. */
  async read(): Promise<void> {
    const { account } = this.#app.wallet;
    const { who } = this.#app.session;
    if (!account || who?.account !== account || !who.attestation) {
      this.value = null;
      return;
    }
    // Without it the desk shows the address, so a failure needs no words of its own.
    const named = await namedDoctorFromLogs(this.#app.chain, account).catch(() => null);
    if (named && this.#app.wallet.account === account) this.value = named.name;
  }
}
