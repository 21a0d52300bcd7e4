import {
  isAddressEqual,
  isHash,
  TransactionReceiptNotFoundError,
  type Address,
  type Hex,
  type TransactionReceipt,
} from "viem";
import { m } from "#messages";
import { database } from "../storage/database.ts";
import { ownerKey } from "../storage/owner.ts";
import { isRejection } from "../words/explain.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { joinNetwork } from "../wallet/joinNetwork.ts";
import type { Wallet } from "../wallet/wallet.svelte.ts";
import type { Call } from "./call.ts";
import type { ChainAccess } from "./chainAccess.ts";
import { refusalOf } from "./contractRefusedError.ts";
import { isContract, untilExecuted, type SafeExecution } from "./safeExecution.ts";
import { takesCallsTogether } from "./takesCallsTogether.ts";
import { tryCall } from "./tryCall.ts";
import { untilMined } from "./untilMined.ts";

/**
 * Where a transaction stands. The usual way is asked → signed → sent → confirmed → visible. `signed` means that the wallet
 * gave a hash, `proposed` that it is a Safe's number for what its other owners have to sign, too (see [Note: a wallet that is a Safe]),
 * `sent` that a node knows it, `visible` that lists show it. `replaced`: the person sped it up, and the new one is
 * followed; `taken-back`: its block is no longer part of the chain, and it waits for another one; `unanswered`: it was sent, and no node
 * says now how it stands. `interrupted`: the page was closed while the
 * wallet was asked, so the page cannot know whether it was sent.
 */
export type TransactionStatus =
  | "asked"
  | "signed"
  | "proposed"
  | "sent"
  | "replaced"
  | "confirmed"
  | "taken-back"
  | "unanswered"
  | "visible"
  | "rejected"
  | "failed"
  | "cancelled"
  | "interrupted";

export type KeptTransaction = {
  id: string;
  owner: string;
  account: Address;
  call: Call;
  /** Calldata of the calls that are one transaction with `call`, after it. Left out where it is alone. */
  others?: readonly Hex[];
  status: TransactionStatus;
  hash: Hex | null;
  /** Its number in the order of the account; null where that is not known, or is another account's, as a Safe's. */
  nonce: number | null;
  /** The block it is in; while it is `proposed`, the one from which its execution is looked for. */
  block: bigint | null;
  /** Milliseconds since 1970. */
  askedAt: number;
  /** The person sped it up in their wallet; `hash` is the new one. */
  replaced: boolean;
};

type Changes = Partial<Pick<KeptTransaction, "status" | "hash" | "nonce" | "block" | "replaced">>;

const underWay: ReadonlySet<TransactionStatus> = new Set([
  "signed",
  "proposed",
  "sent",
  "replaced",
  "confirmed",
  "taken-back",
  "unanswered",
]);

/** Whether a transaction was given to the network and is not yet visible. */
export const isUnderWay = ({ status }: Pick<KeptTransaction, "status">): boolean => underWay.has(status);

/** Whether a transaction makes this call, alone or together with others. */
export const makes = ({ call, others = [] }: Pick<KeptTransaction, "call" | "others">, { data }: Call): boolean =>
  call.data === data || others.includes(data);

const hasEnded = ({ status }: KeptTransaction) => status === "visible" || status === "rejected";

/** Milliseconds that a wallet gets to send calls together. */
const CALLS_TIMEOUT = 180_000;

/** Blocks before the present one in which a Safe may have executed already: an answer may come late. */
const LOOK_BACK = 50n;

/** Sends transactions through the wallet and follows each until lists show it, also over a reload. */
export class Transactions {
  /** Of the present account, newest first. */
  list = $state<KeptTransaction[]>([]);
  /** Those that were unfinished when the page was loaded, or left since: nobody else on the page speaks of them. */
  readonly earlier = $derived.by(() => this.list.filter(({ id }) => this.#unfinished.includes(id)));

  readonly #chain: ChainAccess;
  readonly #wallet: Wallet;
  readonly #untilVisible: (block: bigint) => Promise<void>;
  #unfinished = $state.raw<readonly string[]>([]);

  /** @param untilVisible Resolves when the lists of this page reflect the given block. */
  constructor(chain: ChainAccess, wallet: Wallet, untilVisible: (block: bigint) => Promise<void>) {
    this.#chain = chain;
    this.#wallet = wallet;
    this.#untilVisible = untilVisible;
  }

  /**
   * Tries the call on a node first, so that a refusal costs nothing and comes back by name, then asks the wallet. Resolves
   * when lists show it. Throws `ContractRefusedError`, an `ExplainedError`, or what the wallet answered.
   *
   * @param onStatus Called at each step.
   */
  async run(call: Call, onStatus: (status: TransactionStatus) => void = () => {}): Promise<KeptTransaction> {
    const wallet = this.#wallet.client;
    const account = wallet.account.address;
    await joinNetwork(this.#wallet);
    await tryCall(this.#chain, account, call);

    const kept = this.#add(account, call);
    const step = (changes: Changes) => this.#step(kept, changes, onStatus);
    await step({ status: "asked" });
    try {
      await step({ hash: await wallet.sendTransaction({ to: call.to, data: call.data }), status: "signed" });
    } catch (error) {
      await step({ status: isRejection(error) ? "rejected" : "failed" });
      throw error;
    }
    return this.#follow(kept, step);
  }

  /**
   * Sends several calls: as one transaction where the wallet takes them together (EIP-5792, all or none), otherwise one after
   * the other. Tries each first, so that nothing is asked for when one of them would be refused.
   *
   * @param onStatus Called at each step, of each transaction, with how many calls it makes.
   * @param onDone Called with how many calls are done, and waited for.
   */
  async runAll(
    calls: readonly Call[],
    onStatus: (status: TransactionStatus, together: number) => void = () => {},
    onDone: (done: number) => unknown = () => {},
  ): Promise<void> {
    const [first, ...others] = calls;
    if (!first) return;
    const wallet = this.#wallet.client;
    if (others.length > 0) {
      await joinNetwork(this.#wallet);
      await Promise.all(calls.map((call) => tryCall(this.#chain, wallet.account.address, call)));
    }
    if (others.length > 0 && (await takesCallsTogether(wallet, this.#chain.network.chainId))) {
      await this.#runTogether(first, others, onStatus);
      await onDone(calls.length);
      return;
    }
    for (const [index, call] of calls.entries()) {
      await this.run(call, (status) => onStatus(status, 1));
      await onDone(index + 1);
    }
  }

  /**
   * What sending a call from the account here would cost, in wei, by the node's present prices. Tries it first: throws
   * `ContractRefusedError` when it would be refused.
   */
  async feeOf(call: Call): Promise<bigint> {
    const account = this.#wallet.client.account.address;
    await tryCall(this.#chain, account, call);
    const { client } = this.#chain;
    const [gas, price] = await Promise.all([
      client.estimateGas({ account, to: call.to, data: call.data }),
      client.getGasPrice(),
    ]);
    return gas * price;
  }

  /** Shows what the account left under way before a reload, and follows it on. */
  async resume(account: Address | null): Promise<void> {
    if (!account) {
      this.list = [];
      return;
    }
    const db = await database();
    const all = await db.getAllFromIndex("transactions", "owner", ownerKey(this.#chain.network, account));
    const [ended, kept] = [all.filter(hasEnded), all.filter((each) => !hasEnded(each))];
    // What ended well, or was refused in the wallet, has nothing more to say.
    await Promise.all(ended.map(({ id }) => db.delete("transactions", id)));
    this.list = kept.sort((a, b) => b.askedAt - a.askedAt);
    const uploads = await db.getAllFromIndex("uploads", "owner", ownerKey(this.#chain.network, account));
    // What was locked for it is kept and tells of itself: it goes on, which starting again would not.
    const tells = (each: KeptTransaction) => each.status === "asked" && !uploads.some(({ call }) => makes(each, call));
    this.#unfinished = kept.filter((each) => isUnderWay(each) || tells(each)).map(({ id }) => id);
    for (const each of this.list) {
      const step = (changes: Changes) => this.#step(each, changes);
      if (each.status === "asked") void step({ status: "interrupted" });
      // How it ends is in the list; there is nobody left to throw at.
      if (isUnderWay(each)) this.#follow(each, step).catch(() => {});
    }
  }

  /** What spoke of those under way, a dialog or a page, is closed: they are among the `earlier` ones from now on. */
  leave(): void {
    const left = this.list.filter((each) => isUnderWay(each) || each.status === "asked").map(({ id }) => id);
    this.#unfinished = [...new Set([...this.#unfinished, ...left])];
  }

  /** The page was closed while the wallet was asked for this call, so that it may have been sent. */
  mayHaveSent(call: Call): boolean {
    return this.list.some((kept) => kept.status === "interrupted" && makes(kept, call));
  }

  /** Forgets a transaction that has ended one way or another, or that a Safe was asked for and may never execute. */
  async dismiss(id: string): Promise<void> {
    this.list = this.list.filter((kept) => kept.id !== id);
    await (await database()).delete("transactions", id);
  }

  async #runTogether(
    first: Call,
    others: readonly Call[],
    onStatus: (status: TransactionStatus, together: number) => void,
  ): Promise<KeptTransaction> {
    const calls = [first, ...others];
    const wallet = this.#wallet.client;
    const kept = this.#add(wallet.account.address, first, others);
    const step = (changes: Changes) => this.#step(kept, changes, (status) => onStatus(status, calls.length));
    await step({ status: "asked" });
    let id: string;
    try {
      ({ id } = await wallet.sendCalls({ calls: calls.map(({ to, data }) => ({ to, data })), forceAtomic: true }));
    } catch (error) {
      await step({ status: isRejection(error) ? "rejected" : "failed" });
      throw error;
    }
    // From here on the wallet has them: whatever it says or fails to say, only the public record tells what became of them.
    let hash: Hex;
    try {
      hash = await this.#hashOf(id, kept.account);
    } catch (error) {
      await step({ status: "interrupted" });
      throw new ExplainedError(stillInWallet, { cause: error });
    }
    await step({ hash, status: "signed" });
    return this.#follow(kept, step);
  }

  /** The transaction that calls became. A contract's answer may be a Safe's number, which is followed as for a single call. */
  async #hashOf(id: string, account: Address): Promise<Hex> {
    if (isHash(id) && (await this.#isContract(account))) return id;
    return this.#hashFromWallet(id);
  }

  /** What no node tells about is followed like a plain account's. */
  #isContract(account: Address): Promise<boolean> {
    return isContract(this.#chain, account).catch(() => false);
  }

  /** What the wallet says that calls became (EIP-5792). */
  async #hashFromWallet(id: string): Promise<Hex> {
    const { receipts } = await this.#wallet.client.waitForCallsStatus({ id, timeout: CALLS_TIMEOUT });
    const hash = receipts?.[0]?.transactionHash;
    if (!hash) throw new Error("The wallet names no transaction that these calls became.");
    return hash;
  }

  async #follow(kept: KeptTransaction, step: (changes: Changes) => Promise<void>): Promise<KeptTransaction> {
    await this.#untilExecuted(kept, step);
    const receipt = await this.#receipt(kept, step);
    if (receipt.status === "reverted") {
      await step({ status: "failed" });
      throw (await this.#whyReverted(kept, receipt)) ?? new ExplainedError(reverted);
    }
    await step({ status: "confirmed", block: receipt.blockNumber });
    await this.#untilVisible(receipt.blockNumber);
    if (!(await this.#isStillThere(receipt))) {
      await step({ status: "taken-back", block: null });
      return this.#follow(kept, step);
    }
    await step({ status: "visible" });
    return kept;
  }

  /** For a Safe's number: waits until the Safe executed it, and goes on with the transaction that did. */
  async #untilExecuted(kept: KeptTransaction, step: (changes: Changes) => Promise<void>): Promise<void> {
    const { account, hash, status, block } = kept;
    const { client } = this.#chain;
    if (!hash || (status !== "signed" && status !== "proposed")) return;
    if (status === "signed") {
      // Some ways to connect a Safe answer with the transaction itself.
      if (await client.getTransaction({ hash }).catch(() => null)) return;
      if (!(await this.#isContract(account))) return;
    }
    const from = block ?? (await client.getBlockNumber({ cacheTime: 0 })) - LOOK_BACK;
    await step({ status: "proposed", block: from < 0n ? 0n : from });
    const executed = await this.#execution(kept, hash);
    if (executed.refused) {
      await step({ hash: executed.hash, block: null, status: "failed" });
      throw new ExplainedError(refusedInSafe);
    }
    await step({ hash: executed.hash, block: null, status: "sent" });
  }

  /** By the Safe's event; or by the wallet's word, where the account is another contract, whose number only its wallet knows. */
  async #execution(kept: KeptTransaction, number: Hex): Promise<SafeExecution> {
    const { account, block } = kept;
    let found = false;
    const execution = await Promise.any([
      untilExecuted(
        this.#chain,
        { safe: account, number, from: block ?? 0n },
        () => !found && this.list.includes(kept),
      ),
      this.#hashFromWallet(number).then((hash) => ({ hash, refused: false })),
    ]).finally(() => (found = true));
    // It was forgotten, or the wallet has another account now, which follows its own.
    if (!execution || !this.list.includes(kept)) throw new ExplainedError(leftToSafe);
    return execution;
  }

  /** Whether the block of a receipt is still part of the chain. A node that does not answer leaves it at what was seen. */
  async #isStillThere({ transactionHash: hash, blockHash }: TransactionReceipt): Promise<boolean> {
    try {
      return (await this.#chain.client.getTransactionReceipt({ hash })).blockHash === blockHash;
    } catch (error) {
      return !(error instanceof TransactionReceiptNotFoundError);
    }
  }

  async #receipt(kept: KeptTransaction, step: (changes: Changes) => Promise<void>): Promise<TransactionReceipt> {
    const { hash } = kept;
    if (!hash) throw new Error("A transaction without a hash cannot be followed.");
    const known = await this.#chain.client.getTransaction({ hash }).catch(() => null);
    if (known?.from && isAddressEqual(known.from, kept.account)) kept.nonce = known.nonce;
    // That it was taken back says more than that a node knows it.
    if (known && kept.status !== "taken-back" && kept.status !== "sent") await step({ status: "sent" });

    let before: TransactionStatus = kept.status === "unanswered" ? "sent" : kept.status;
    const { receipt, replacement } = await untilMined(
      this.#chain,
      // What was kept by an earlier version of the page has no nonce.
      { hash, account: kept.account, nonce: kept.nonce ?? null, call: kept.call },
      () => kept.status === "unanswered" && void step({ status: before }),
      () => {
        if (kept.status === "unanswered") return;
        before = kept.status;
        void step({ status: "unanswered" });
      },
    );
    if (replacement && !replacement.isSame) {
      await step({ status: "cancelled" });
      throw new ExplainedError(cancelledInWallet);
    }
    if (replacement) await step({ status: "replaced", hash: replacement.hash, replaced: true });
    else if (!known) await step({ status: "sent" });
    return receipt;
  }

  /** Tries the call again on the block before, to learn the custom error that a receipt does not carry. */
  async #whyReverted({ account, call }: KeptTransaction, { blockNumber }: TransactionReceipt): Promise<Error | null> {
    try {
      await this.#chain.client.call({ account, to: call.to, data: call.data, blockNumber: blockNumber - 1n });
      return null;
    } catch (error) {
      return refusalOf(error);
    }
  }

  #add(account: Address, call: Call, others: readonly Call[] = []): KeptTransaction {
    const kept: KeptTransaction = {
      id: crypto.randomUUID(),
      owner: ownerKey(this.#chain.network, account),
      account,
      call,
      ...(others.length > 0 && { others: others.map(({ data }) => data) }),
      status: "asked",
      hash: null,
      nonce: null,
      block: null,
      askedAt: Date.now(),
      replaced: false,
    };
    this.list.unshift(kept);
    // Reading it back gives the reactive one.
    return this.list[0] ?? kept;
  }

  async #step(kept: KeptTransaction, changes: Changes, onStatus?: (status: TransactionStatus) => void): Promise<void> {
    Object.assign(kept, changes);
    if (changes.status) onStatus?.(changes.status);
    await (await database()).put("transactions", $state.snapshot(kept));
  }
}

const reverted = {
  what: m.keys_chain_transactions_reverted_what(),
  safe: m.keys_chain_transactions_only_fee_spent(),
  next: m.keys_chain_transactions_reload_to_see(),
  remedy: "reload",
} as const;

const stillInWallet = {
  what: m.keys_chain_transactions_still_in_wallet_what(),
  safe: m.keys_chain_transactions_still_in_wallet_safe(),
  next: m.keys_chain_transactions_still_in_wallet_next(),
  remedy: "reload",
} as const;

const leftToSafe = {
  what: m.keys_chain_transactions_left_to_safe_what(),
  safe: m.keys_chain_transactions_left_to_safe_safe(),
  next: m.keys_chain_transactions_left_to_safe_next(),
  remedy: null,
} as const;

const refusedInSafe = {
  what: m.keys_chain_transactions_refused_in_safe_what(),
  safe: m.keys_chain_transactions_only_fee_spent(),
  next: m.keys_chain_transactions_reload_to_see(),
  remedy: "reload",
} as const;

const cancelledInWallet = {
  what: m.keys_chain_transactions_cancelled_what(),
  safe: m.keys_chain_transactions_cancelled_safe(),
  next: m.keys_chain_transactions_cancelled_next(),
  remedy: "retry",
} as const;
