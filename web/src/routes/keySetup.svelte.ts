import type { Step } from "#components/StepTracker.svelte";
import type { App } from "#lib/app.ts";
import type { TransactionStatus } from "#lib/chain/transactions.svelte.ts";
import { draftKey, sealKey, signKey, type KeyDrafted, type SignedKey } from "#lib/flows/createKey.ts";
import type { KeyDraft } from "#lib/keys/keyHolder.ts";
import { explain } from "#lib/words/explain.ts";

/** How many groups of the recovery code are asked for after it was shown. */
const ASKED_GROUPS = 2;

/** Every wallet prompt and wait of the last part, in order; the first two only when the wallet is to unlock, too. */
type Stage = "first-signature" | "second-signature" | "key-signature" | "asked" | "signed" | "confirmed" | "visible";

const words: Readonly<Record<Stage, { label: string; detail: string }>> = {
  "first-signature": {
    label: "Sign the unlock message",
    detail: "Your wallet will ask you to confirm. This sends nothing and costs nothing.",
  },
  "second-signature": {
    label: "Sign it once more",
    detail: "Only a wallet that answers the same twice can open your reports later.",
  },
  "key-signature": { label: "Sign your new key", detail: "So that everyone can check that the key is yours." },
  asked: { label: "Confirm in your wallet", detail: "Your wallet was asked. Nothing is sent until you confirm there." },
  signed: { label: "Send", detail: "You can close nothing yet: stay until it is confirmed." },
  confirmed: { label: "Confirm on the public record", detail: "Usually under 15 seconds." },
  visible: { label: "Read it back", detail: "It is final. Waiting until the lists show it." },
};

/** What comes after a transaction's status. */
const next: Partial<Record<TransactionStatus, Stage | "done">> = {
  asked: "asked",
  signed: "signed",
  sent: "confirmed",
  confirmed: "visible",
  visible: "done",
};

/** The guided setting up of an account's first key: the code, whether it was copied, the wallet, the public record. */
export class KeySetup {
  part = $state<"code" | "check" | "wallet" | "publish" | "done">("code");
  drafted = $state.raw<KeyDrafted | null>(null);
  readonly groups: readonly string[] = $derived(this.drafted?.recoveryCode.split("-") ?? []);
  /** Which groups are asked for, counted from 0. */
  asked = $state.raw<readonly number[]>([]);
  /** The asked groups were typed right. */
  copied = $state(false);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  readonly steps: readonly Step[] = $derived.by(() => this.#drawn());

  readonly #app: App;
  readonly #publish: (key: SignedKey, onStatus: (status: TransactionStatus) => void) => Promise<void>;
  #withWallet = $state(true);
  #stage = $state<Stage | "done">("first-signature");
  #sealed: KeyDraft | null = null;
  #signed: SignedKey | null = null;

  constructor(app: App, publish: (key: SignedKey, onStatus: (status: TransactionStatus) => void) => Promise<void>) {
    this.#app = app;
    this.#publish = publish;
  }

  /** Makes the recovery code, once. */
  async begin(): Promise<void> {
    await this.#try(async () => {
      this.drafted = await draftKey(this.#app);
      this.asked = someOf(this.groups.length, ASKED_GROUPS);
    });
  }

  /** @param withWallet Whether the wallet becomes a way to unlock besides the code. */
  async finish(withWallet: boolean): Promise<void> {
    this.#withWallet = withWallet;
    this.#stage = withWallet ? "first-signature" : "key-signature";
    this.#sealed = null;
    this.#signed = null;
    this.part = "publish";
    await this.again();
  }

  /** Goes on where it failed: what was signed is not asked for again. */
  async again(): Promise<void> {
    await this.#try(async () => {
      const message = this.#withWallet ? (this.drafted?.unlockMessage ?? null) : null;
      if (!this.#sealed) {
        if (message !== null) this.#stage = "first-signature";
        this.#sealed = await sealKey(this.#app, message, () => (this.#stage = "second-signature"));
      }
      this.#stage = "key-signature";
      this.#signed ??= await signKey(this.#app, this.#sealed);
      this.#stage = "asked";
      await this.#publish(this.#signed, (status) => (this.#stage = next[status] ?? this.#stage));
      this.#stage = "done";
      this.part = "done";
      this.drafted = null;
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  #drawn(): Step[] {
    const all: Stage[] = ["key-signature", "asked", "signed", "confirmed", "visible"];
    const stages: Stage[] = this.#withWallet ? ["first-signature", "second-signature", ...all] : all;
    const stage = this.#stage;
    const at = stage === "done" ? stages.length : stages.indexOf(stage);
    const failure = this.error ? explain(this.error) : null;
    return stages.map((each, index) => {
      const { label, detail } = words[each];
      if (index < at) return { label, state: "done" };
      if (index > at) return { label, state: "next" };
      if (failure) return { label, state: "failed", detail: `${failure.what} ${failure.safe} ${failure.next}`.trim() };
      return { label, state: "now", detail };
    });
  }
}

/** `count` different numbers below `length`, in order, by chance. */
function someOf(length: number, count: number): number[] {
  const numbers = Array.from({ length }, (_, index) => index);
  while (numbers.length > count) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    numbers.splice(random % numbers.length, 1);
  }
  return numbers;
}
