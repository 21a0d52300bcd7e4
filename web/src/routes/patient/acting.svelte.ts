import { m } from "#messages";
import type { PatientAct } from "#lib/acts/patientAct.ts";
import { callOfAct } from "#lib/acts/patientAct.ts";
import type { Carried } from "#lib/acts/signedCode.ts";
import type { App } from "#lib/app.ts";
import type { OnProgress } from "#lib/flows/progress.ts";
import { KeyChangedError } from "#lib/flows/recipientOf.ts";
import { signAct } from "#lib/flows/signAct.ts";
import { Flow } from "../flowSteps.svelte.ts";

/** Makes an act complete: locks keys, reads counters. */
export type Prepare = (onProgress: OnProgress) => Promise<PatientAct>;

/** A decision of a patient on its way: as a transaction of their own, or as a signature that somebody else sends. */
export class Acting {
  readonly flow: Flow;
  /** What was signed for somebody else to send. `deadline` in Unix seconds. */
  handed = $state.raw<{ carried: Carried; deadline: number } | null>(null);
  isSigning = $state(false);
  signError = $state.raw<unknown>(null);
  readonly busy = $derived.by(() => this.isSigning || (this.flow.busy && !this.flow.isDone));
  readonly hasBegun = $derived.by(() => this.flow.hasBegun || this.isSigning || this.handed !== null);

  readonly #app: App;

  /** @param visible How the last step is called: "Gone from the doctor’s list". */
  constructor(app: App, visible: string) {
    this.#app = app;
    this.flow = new Flow({
      locking: m.patient_step_prepare(),
      asked: m.patient_step_wallet(),
      sent: m.patient_step_record(),
      visible,
    });
  }

  /**
   * @param onSigned Told when the wallet has signed, before anything is known of the transaction.
   * @returns Whether it is on the public record; if not, the steps say why.
   */
  send(prepare: Prepare, onSigned: () => void = () => {}): Promise<boolean> {
    const { network, transactions } = this.#app;
    this.signError = null;
    return this.flow.run(async (onProgress) => {
      const act = await prepare(onProgress);
      await transactions.run(callOfAct(network, act), (step) => {
        if (step === "signed") onSigned();
        onProgress({ step });
      });
    });
  }

  /** Has it signed for somebody else to send. Nothing changes before they do. */
  async sign(prepare: Prepare): Promise<void> {
    this.isSigning = true;
    this.signError = null;
    this.flow.reset();
    try {
      const act = await prepare(() => {});
      this.handed = await signAct(this.#app, act);
    } catch (error) {
      this.signError = error;
    } finally {
      this.isSigning = false;
    }
  }

  /** As before it began, if somebody's key changed since it was shown: nothing was locked for it. @returns Whether it did. */
  resetIfKeyChanged(): boolean {
    const hasChanged = this.flow.error instanceof KeyChangedError || this.signError instanceof KeyChangedError;
    if (hasChanged) this.reset();
    return hasChanged;
  }

  reset(): void {
    this.flow.reset();
    this.handed = null;
    this.signError = null;
  }
}
