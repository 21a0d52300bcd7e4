import type { Address } from "viem";
import { readHospitals, readWho, type Hospital, type Who } from "./chain/who.ts";
import type { ChainAccess } from "./chain/chainAccess.ts";
import type { Wallet } from "./wallet/wallet.svelte.ts";

/** Who is here: what the public record says of the connected account. */
export class Session {
  /** Null while nobody is connected or the record is being read. */
  who = $state.raw<Who | null>(null);
  hospitals = $state.raw<readonly Hospital[]>([]);
  /** Why the record could not be read last; null when it could. */
  error = $state.raw<unknown>(null);
  /** The Safe for which steps are prepared as files, as one of its owners; null for whoever acts for themself. */
  preparesFor = $state<Address | null>(null);

  readonly isPatient = $derived(Boolean(this.who?.chart));
  /** Verified or appointed, or both: whoever sees the doctor's pages. */
  readonly isDoctor = $derived(Boolean(this.who?.attestation || this.who?.doctorAt.length));
  readonly isAdministrator = $derived(this.who?.isAdministrative ?? false);

  readonly #chain: ChainAccess;
  readonly #wallet: Wallet;

  constructor(chain: ChainAccess, wallet: Wallet) {
    this.#chain = chain;
    this.#wallet = wallet;
  }

  /** Shows what a Safe may do, whose owner is here; null ends that. What it decides leaves the page as a file only. */
  async prepareFor(safe: Address | null): Promise<void> {
    this.preparesFor = safe;
    await this.refresh();
  }

  /** Reads again who is here: after another account was chosen, and after each own transaction. */
  async refresh(): Promise<void> {
    const account = this.#present();
    if (account !== this.who?.account) {
      this.who = null;
      this.error = null;
    }
    if (!account) return;
    try {
      const hospitals = await readHospitals(this.#chain);
      const who = await readWho(this.#chain, account, hospitals);
      // Another account may have been chosen meanwhile; its own reading is under way.
      if (this.#present() !== account) return;
      this.hospitals = hospitals;
      this.who = who;
      this.error = null;
    } catch (error) {
      if (this.#present() === account) this.error = error;
    }
  }

  /** Looks whether others gave or took a role meanwhile. Changes nothing where none did, or where no node answers. */
  async lookAgain(): Promise<void> {
    const { who } = this;
    if (!who) return;
    const now = await readWho(this.#chain, who.account, this.hospitals).catch(() => null);
    if (!now || this.who !== who) return;
    if (JSON.stringify(now) === JSON.stringify(who)) this.error = null;
    else await this.refresh();
  }

  /** The account whose part one has here. */
  #present(): Address | null {
    return this.#wallet.account && (this.preparesFor ?? this.#wallet.account);
  }
}
