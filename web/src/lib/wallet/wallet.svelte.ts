import { createClient, custom, getAddress, type Address, type EIP1193Provider, type Hex } from "viem";
import type { Network } from "../network/network.ts";
import { createStore, type Store } from "mipd";
import { m } from "#messages";
import { WALLET_KEY, walletChoices } from "./announcedWallets.ts";
import { signing, type WalletClient } from "./walletClient.ts";
import type { WalletChoice, WalletConnection } from "./walletChoice.ts";

/** EIP-1193 and MetaMask: the wallet does not know this network. */
const UNRECOGNISED_CHAIN = 4902;

/** The connected wallet: which ones there are, whose account it is, on which network, and what it signs. */
export class Wallet {
  status = $state<"disconnected" | "connecting" | "connected">("disconnected");
  choice = $state.raw<WalletChoice | null>(null);
  account = $state<Address | null>(null);
  chainId = $state<number | null>(null);
  /** The wallet of before the page was loaded again is being looked for. */
  isResuming = $state(false);
  /** A WalletConnect link waiting for a phone; null when none is. */
  pairingUri = $state<string | null>(null);

  readonly choices: readonly WalletChoice[] = $derived.by(() => walletChoices(this.#network, this.#announced));
  readonly isOnNetwork = $derived.by(() => this.chainId === this.#network.chain.id);

  readonly #network: Network;
  #listeners: readonly (() => void)[] = [];
  #announced = $state.raw<ReturnType<Store["getProviders"]>>([]);
  #connection: WalletConnection | null = null;
  #pairing: AbortController | null = null;
  /** Counts attempts, so that the answer to an abandoned one changes nothing. */
  #attempt = 0;

  /** @param announced Where installed wallets are found. */
  constructor(network: Network, announced: Store = createStore()) {
    this.#network = network;
    this.#announced = announced.getProviders();
    announced.subscribe((providers) => {
      this.#announced = providers;
      void this.#resume();
    });
    void this.#resume();
  }

  /** Calls `listener` at once when another account, or none, is connected. Returns how to stop. */
  onAccountChange(listener: () => void): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== listener);
    };
  }

  /** Asks a wallet for an account. Throws what the wallet answers; a refusal has code 4001. */
  async connect(choice: WalletChoice): Promise<void> {
    this.#release();
    this.isResuming = false;
    this.status = "connecting";
    const attempt = ++this.#attempt;
    try {
      const connection = await this.#open(choice);
      const accounts = await connection.provider.request({ method: "eth_requestAccounts" });
      if (attempt === this.#attempt) await this.#adopt(choice, connection, accounts);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.status = "disconnected";
      throw error;
    } finally {
      if (attempt === this.#attempt) this.pairingUri = null;
    }
  }

  /** Stops waiting for a phone. */
  cancelPairing(): void {
    this.#pairing?.abort();
    this.pairingUri = null;
  }

  /** Forgets the wallet, and asks it to forget this page where it can. */
  async disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#release();
    await connection?.provider
      .request({ method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] })
      .catch(() => {}); // Not every wallet knows this request; the page has forgotten it all the same.
    await connection?.close();
  }

  /** Asks the wallet to switch to the network, adding it where it is unknown. */
  async switchNetwork(): Promise<void> {
    const { chain } = this.#network;
    try {
      await this.client.switchChain({ id: chain.id });
    } catch (error) {
      if (codeOf(error) !== UNRECOGNISED_CHAIN) throw error;
      await this.client.addChain({ chain });
      await this.client.switchChain({ id: chain.id });
    }
    await this.#readChain();
  }

  /** A viem client that signs and sends as the connected account. */
  get client(): WalletClient {
    if (!this.#connection || !this.account) throw new WalletMissingError();
    return createClient({
      account: this.account,
      chain: this.#network.chain,
      transport: custom(this.#connection.provider, { retryCount: 0 }),
    }).extend(signing);
  }

  /** EIP-191 signature of `message`. */
  signMessage(message: string): Promise<Hex> {
    return this.client.signMessage({ message });
  }

  async #open(choice: WalletChoice): Promise<WalletConnection> {
    const keep = async () => {};
    if (choice.kind === "demo") {
      const demo = this.#network.local?.demoWallets[Number(choice.id.slice("demo:".length))];
      if (!demo) throw new WalletMissingError();
      const { createDemoProvider } = await import("./demoWallet.ts");
      return { provider: createDemoProvider(this.#network, demo), close: keep };
    }
    if (choice.kind === "phone") {
      const projectId = this.#network.walletConnectProjectId;
      if (!projectId) throw new WalletMissingError();
      const { connectPhoneWallet } = await import("./phoneWallet.ts");
      this.#pairing = new AbortController();
      return connectPhoneWallet(this.#network, projectId, (uri) => (this.pairingUri = uri), this.#pairing.signal);
    }
    const detail = this.#announced.find(({ info }) => info.rdns === choice.id);
    if (!detail) throw new WalletMissingError();
    return { provider: detail.provider, close: keep };
  }

  /** Takes the wallet of before the page was reloaded, without asking, as soon as it announces itself. */
  async #resume(): Promise<void> {
    const choice = this.choices.find(({ id }) => id === sessionStorage.getItem(WALLET_KEY));
    if (!choice || choice.kind === "phone" || this.status !== "disconnected") return;
    this.status = "connecting";
    this.isResuming = true;
    const attempt = ++this.#attempt;
    try {
      const connection = await this.#open(choice);
      const accounts = await connection.provider.request({ method: "eth_accounts" });
      if (attempt === this.#attempt) await this.#adopt(choice, connection, accounts);
    } catch {
      if (attempt === this.#attempt) this.status = "disconnected";
    } finally {
      if (attempt === this.#attempt) this.isResuming = false;
    }
  }

  async #adopt(choice: WalletChoice, connection: WalletConnection, accounts: readonly Address[]): Promise<void> {
    const [account] = accounts;
    if (!account) {
      this.status = "disconnected";
      return;
    }
    this.#connection = connection;
    this.choice = choice;
    await this.#readChain();
    this.#listen(connection.provider);
    this.status = "connected";
    this.#become(getAddress(account));
    sessionStorage.setItem(WALLET_KEY, choice.id);
  }

  async #readChain(): Promise<void> {
    const chainId = await this.#connection?.provider.request({ method: "eth_chainId" });
    this.chainId = chainId ? Number(chainId) : null;
  }

  #onAccounts = (accounts: Address[]) => {
    const [account] = accounts;
    if (account) this.#become(getAddress(account));
    else this.#release();
  };
  #onChain = (chainId: string) => (this.chainId = Number(chainId));
  #onDisconnect = () => this.#release();

  #listen(provider: EIP1193Provider): void {
    provider.on("accountsChanged", this.#onAccounts);
    provider.on("chainChanged", this.#onChain);
    provider.on("disconnect", this.#onDisconnect);
  }

  #release(): void {
    const provider = this.#connection?.provider;
    provider?.removeListener("accountsChanged", this.#onAccounts);
    provider?.removeListener("chainChanged", this.#onChain);
    provider?.removeListener("disconnect", this.#onDisconnect);
    this.#connection = null;
    this.choice = null;
    this.chainId = null;
    this.status = "disconnected";
    sessionStorage.removeItem(WALLET_KEY);
    this.#become(null);
  }

  #become(account: Address | null): void {
    if (account === this.account) return;
    this.account = account;
    this.#listeners.forEach((listener) => listener());
  }
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return "code" in error ? error.code : codeOf(error.cause);
}

/** No wallet is connected, or the chosen one has gone. */
export class WalletMissingError extends Error {
  override name = "WalletMissingError";
  override message = m.words_error_wallet_missing();
}
