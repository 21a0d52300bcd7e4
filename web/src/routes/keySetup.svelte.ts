import type { PasskeyUnlocker } from "@chartkey/protocol/unlocker-passkey";
import type { Step } from "#components/StepTracker.svelte";
import type { App } from "#lib/app.ts";
import type { TransactionStatus } from "#lib/chain/transactions.svelte.ts";
import { keepPasskey } from "#lib/flows/changeKeyring.ts";
import { addPasskey, addWallet, signKey, type SignedKey } from "#lib/flows/createKey.ts";
import type { KeyDraft } from "#lib/keys/keyringKeeper.ts";
import { forgetShownCode, rememberShownCode, unusedCodeShownAt } from "#lib/keys/shownCode.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";

/** How many groups of a recovery code are asked for after it was shown. */
const ASKED_GROUPS = 2;

/**
 * One way to unlock to be put together: a new code, shown once; a second way that is still to be chosen; the wallet; a new passkey; a
 * code or passkey of before, presented again.
 */
export type Task =
  | { kind: "new-code" | "second-way" | "wallet" | "passkey" }
  | { kind: "keep-code"; label: string }
  | { kind: "keep-passkey"; passkey: PasskeyUnlocker };

/** The ways of an account's first key. */
export const FIRST_TASKS: readonly Task[] = [{ kind: "new-code" }, { kind: "second-way" }];

export type KeySetupOptions = {
  /** Begins the keyring in the key holder */
  begin: () => Promise<void>;
  tasks: readonly Task[];
  /** Puts the key on the public record */
  publish: (key: SignedKey, onStatus: (status: TransactionStatus) => void, onReplacing: () => void) => Promise<void>;
  /** The recovery key of before is replaced by a second transaction */
  replaces: boolean;
};

/** Every wallet prompt and wait of the last part, in order. */
type Stage = "key-signature" | "asked" | "signed" | "confirmed" | "visible" | "replacing";

const words: Readonly<Record<Stage, { label: string; detail: string }>> = {
  "key-signature": { label: m.routes_key_setup_stage_sign(), detail: m.routes_key_setup_stage_sign_detail() },
  asked: { label: m.routes_stages_asked(), detail: m.routes_stages_asked_detail() },
  signed: { label: m.routes_stages_send(), detail: m.routes_key_setup_stage_send_detail() },
  confirmed: { label: m.routes_stages_sent(), detail: m.routes_key_setup_stage_sent_detail() },
  visible: { label: m.routes_stages_read_back(), detail: m.routes_key_setup_stage_visible_detail() },
  replacing: {
    label: m.routes_key_setup_stage_replacing(),
    detail: m.routes_key_setup_stage_replacing_detail(),
  },
};

const everyStage = Object.keys(words) as Stage[];

/** What comes after a transaction's status. */
const next: Partial<Record<TransactionStatus, Stage | "done">> = {
  asked: "asked",
  signed: "signed",
  sent: "confirmed",
  confirmed: "visible",
  visible: "done",
};

/** The guided making of a key: each way to unlock, one after the other, then the public record. */
export class KeySetup {
  tasks = $state.raw<readonly Task[]>([]);
  /** How many tasks are done: the one at this place is under way. */
  at = $state(0);
  part = $state<"ways" | "publish" | "done">("ways");
  /** The new code of the task under way, while it is shown and checked. */
  code = $state.raw<string | null>(null);
  isChecking = $state(false);
  readonly groups: readonly string[] = $derived(this.code?.split("-") ?? []);
  /** Which groups are asked for, counted from 0. */
  asked = $state.raw<readonly number[]>([]);
  /** The asked groups were typed right. */
  copied = $state(false);
  /** What is waited for, in words. */
  waiting = $state<string | false>(false);
  error = $state.raw<unknown>(null);
  /** When a code was shown before that opens nothing; null when none was. */
  former = $state<number | null>(null);
  /** A code was shown here that opens nothing yet, and never will when this is not gone on with. */
  hasUnusedCode = $state(false);
  readonly task: Task | null = $derived.by(() => this.tasks[this.at] ?? null);
  readonly steps: readonly Step[] = $derived.by(() => this.#drawn());

  readonly #app: App;
  readonly #options: KeySetupOptions;
  #stage = $state<Stage | "done">("key-signature");
  #sealed: KeyDraft | null = null;
  #signed: SignedKey | null = null;

  constructor(app: App, options: KeySetupOptions) {
    this.#app = app;
    this.#options = options;
  }

  async begin(): Promise<void> {
    if (!this.hasUnusedCode) this.former = unusedCodeShownAt(this.#app.wallet.client.account.address);
    await this.#try(m.routes_key_setup_waiting_preparing(), async () => {
      await this.#options.begin();
      this.tasks = this.#options.tasks;
      this.at = 0;
      this.part = "ways";
    });
    if (this.error) return;
    if (this.task) await this.#enter();
    else await this.publish();
  }

  /** Decides what a second way to unlock is to be. */
  async choose(kind: "new-code" | "wallet" | "passkey"): Promise<void> {
    this.tasks = this.tasks.with(this.at, { kind });
    await this.#enter();
    if (kind === "wallet") await this.useWallet();
    if (kind === "passkey") await this.usePasskey();
  }

  /** Goes back to choosing, as when the chosen way cannot be used. */
  async chooseAgain(): Promise<void> {
    const { at } = this;
    await this.#try(m.routes_key_setup_waiting_preparing(), () => this.#app.keys.holder.keepFirst(at));
    this.code = null;
    this.isChecking = false;
    this.tasks = this.tasks.with(at, { kind: "second-way" });
  }

  /** The shown code was copied right. */
  async confirmCode(): Promise<void> {
    if (!this.copied) return;
    this.code = null;
    this.isChecking = false;
    await this.#done();
  }

  async useWallet(): Promise<void> {
    await this.#fulfil(m.routes_key_setup_waiting_first_signature(), () =>
      addWallet(this.#app, () => (this.waiting = m.routes_key_setup_waiting_second_signature())),
    );
  }

  async usePasskey(): Promise<void> {
    const { task } = this;
    await this.#fulfil(m.routes_key_setup_waiting_passkey(), () =>
      task?.kind === "keep-passkey" ? keepPasskey(this.#app, task.passkey) : addPasskey(this.#app),
    );
  }

  async keepCode(typed: string): Promise<void> {
    await this.#fulfil(m.routes_key_setup_waiting_checking(), () => this.#app.keys.holder.keepCode(typed));
  }

  /** Publishes, or goes on where that failed: what was signed is not asked for again. */
  async publish(): Promise<void> {
    this.part = "publish";
    await this.#try(m.routes_key_setup_waiting_publishing(), async () => {
      this.#stage = "key-signature";
      this.#sealed ??= await this.#app.keys.holder.sealDraft();
      this.#signed ??= await signKey(this.#app, this.#sealed);
      this.#stage = "asked";
      await this.#options.publish(
        this.#signed,
        (status) => {
          this.#stage = next[status] ?? this.#stage;
          if (status !== "asked") this.#useCode();
        },
        () => (this.#stage = "replacing"),
      );
      this.#stage = "done";
      this.part = "done";
      this.#useCode();
      // Not waited for: a key is published whether or not the storage answers.
      const { account, encryptionAddress, publication } = this.#signed;
      void this.#app.keyCopies.afterPublishing(this.#app, { account, encryptionAddress, ...publication });
    });
  }

  async #fulfil(waiting: string, work: () => Promise<void>): Promise<void> {
    await this.#try(waiting, work);
    if (!this.error) await this.#done();
  }

  async #done(): Promise<void> {
    this.at += 1;
    if (this.task) await this.#enter();
    else await this.publish();
  }

  async #enter(): Promise<void> {
    this.error = null;
    if (this.task?.kind !== "new-code") return;
    await this.#try(m.routes_key_setup_waiting_making_code(), async () => {
      this.code = await this.#app.keys.holder.addNewCode();
      rememberShownCode(this.#app.wallet.client.account.address);
      this.hasUnusedCode = true;
      this.copied = false;
      this.asked = someOf(this.groups.length, ASKED_GROUPS);
    });
  }

  /** From the moment at which the wallet signed, the key may be published whatever becomes of this page. */
  #useCode(): void {
    if (!this.hasUnusedCode) return;
    forgetShownCode();
    this.hasUnusedCode = false;
  }

  async #try(waiting: string, work: () => Promise<void>): Promise<void> {
    this.waiting = waiting;
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = error;
    } finally {
      this.waiting = false;
    }
  }

  #drawn(): Step[] {
    const stage = this.#stage;
    const stages = everyStage.filter((each) => each !== "replacing" || this.#options.replaces);
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
