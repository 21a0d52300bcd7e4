import type { BrowserContext } from "playwright-core";
import { signRandomly } from "./sign-randomly.ts";
import {
  createPublicClient,
  createWalletClient,
  hexToBigInt,
  http,
  isHex,
  toHex,
  type Address,
  type Hex,
  type TypedDataDefinition,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { batchOf, propose, type DeployedSafe, type Proposal } from "../safe/deployed-safe.ts";

/** EIP-1193: the person said no. */
const USER_REJECTED = 4001;
/** EIP-1193: the wallet does not do this. */
const UNSUPPORTED = 4200;
/** EIP-3326: the wallet does not know this chain. */
const UNRECOGNISED_CHAIN = 4902;
/** EIP-5792: what calls that were sent together are now. */
const PENDING = 100;
const CONFIRMED = 200;

export interface TestWallet {
  readonly address: Address;
  /** Every method the page asked for, in order. */
  readonly requests: readonly string[];
  /** The next request of `method` is answered as a person pressing "Reject" would. */
  rejectNext(method: string): void;
  /** The same for the request after the next `count`. */
  rejectAfter(method: string, count: number): void;
  /** The next request of `method` stays open in it, as long as the person does not look. */
  ignoreNext(method: string): void;
  /** The next transaction is one too far ahead in the account's order: nodes know it, and no block takes it until the gap is filled. */
  holdNext(): void;
  /** From the next load of a page on it holds another account, as when somebody has a new wallet on the same device. */
  become(privateKey: Hex): void;
  /** Another account is chosen in it, which it tells every open page. */
  switchTo(privateKey: Hex): Promise<void>;
  /** It stands on this chain, which it tells every open page. The network of the page is one that it knows, or one to be added first. */
  moveTo(chainId: number, knows?: "knows the network" | "was never told of the network"): Promise<void>;
  /** The person disconnects the page in it, which it tells every open page. */
  leave(): Promise<void>;
  /** What its Safe was asked for last is signed by enough of its owners, and executed. */
  execute(): Promise<void>;
}

interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/**
 * Puts a wallet into every page of a browser context, as an extension would: announced by EIP-6963, spoken to by EIP-1193.
 * The key stays in this process; the page only ever sees requests and answers.
 */
export async function installTestWallet(
  context: BrowserContext,
  options: {
    readonly privateKey: Hex;
    readonly rpcUrl: string;
    readonly name?: string;
    /** Signs messages differently each time, as smart and threshold wallets do */
    readonly random?: boolean;
    /**
     * The account is this Safe, which answers a transaction, or calls to be sent together, with its own number and executes them when its
     * owners signed.
     */
    readonly safe?: DeployedSafe;
  },
): Promise<TestWallet> {
  const { safe } = options;
  let { privateKey } = options;
  let account = privateKeyToAccount(privateKey);
  const chain = { ...localhost, id: 1337, rpcUrls: { default: { http: [options.rpcUrl] } } };
  const transport = http(options.rpcUrl);
  const reader = createPublicClient({ chain, transport });
  let sender = createWalletClient({ account, chain, transport });

  const requests: string[] = [];
  /** Each with how many requests of its method are still answered before. */
  const rejections: { readonly method: string; wait: number }[] = [];
  const ignored: string[] = [];
  let connected = false;
  let chainId: number = chain.id;
  let isNetworkKnown = true;
  let isNextHeld = false;
  let proposal: Proposal | null = null;
  /** The transaction in which its Safe executed that. */
  let executed: Hex | null = null;
  const address = () => safe?.address ?? account.address;

  async function answer(method: string, params: readonly unknown[]): Promise<unknown> {
    switch (method) {
      case "eth_requestAccounts":
        connected = true;
        return [address()];
      case "eth_accounts":
        return connected ? [address()] : [];
      case "eth_chainId":
        return toHex(chainId);
      case "wallet_addEthereumChain":
        isNetworkKnown ||= Number((params[0] as { chainId: Hex }).chainId) === chain.id;
        return null;
      case "wallet_switchEthereumChain": {
        const asked = Number((params[0] as { chainId: Hex }).chainId);
        if (asked !== chain.id || !isNetworkKnown) {
          throw Object.assign(new Error("Unrecognised chain"), { code: UNRECOGNISED_CHAIN });
        }
        chainId = asked;
        await tell("chainChanged", toHex(chainId));
        return null;
      }
      case "wallet_revokePermissions":
        connected = false;
        return null;
      case "personal_sign": {
        if (safe) throw unsupported(method);
        const message = params[0] as string;
        const signable = isHex(message) ? { raw: message } : message;
        return options.random ? signRandomly(privateKey, signable) : account.signMessage({ message: signable });
      }
      case "eth_signTypedData_v4": {
        if (safe) throw unsupported(method);
        const typed = params[1];
        return account.signTypedData((typeof typed === "string" ? JSON.parse(typed) : typed) as TypedDataDefinition);
      }
      case "eth_sendTransaction": {
        const { to, data, value, gas } = params[0] as { to: Address; data?: Hex; value?: Hex; gas?: Hex };
        if (safe) return ask(safe, { to, data: data ?? "0x" });
        const held = isNextHeld;
        isNextHeld = false;
        return sender.sendTransaction({
          to,
          ...(held && { nonce: (await reader.getTransactionCount({ address: account.address })) + 1 }),
          ...(data !== undefined && { data }),
          ...(value !== undefined && { value: hexToBigInt(value) }),
          ...(gas !== undefined && { gas: hexToBigInt(gas) }),
        });
      }
      case "wallet_getCapabilities":
        if (!safe) throw unsupported(method);
        return { [toHex(chain.id)]: { atomic: { status: "supported" } } };
      case "wallet_sendCalls": {
        if (!safe) throw unsupported(method);
        const { calls } = params[0] as { calls: readonly { to: Address; data: Hex }[] };
        return { id: await ask(safe, batchOf(safe, calls)) };
      }
      case "wallet_getCallsStatus": {
        const status = executed === null ? PENDING : CONFIRMED;
        const receipts =
          executed === null ? [] : [await reader.request({ method: "eth_getTransactionReceipt", params: [executed] })];
        return { version: "2.0.0", id: params[0], chainId: toHex(chain.id), atomic: true, status, receipts };
      }
      default:
        return reader.request({ method, params } as never);
    }
  }

  /** Has the Safe wait for its owners, who find it under the number that is returned. */
  async function ask(of: DeployedSafe, call: Parameters<typeof propose>[1]): Promise<Hex> {
    executed = null;
    proposal = await propose(of, call);
    return proposal.number;
  }

  await context.exposeFunction("testWalletRequest", async (method: string, params: unknown[] = []): Promise<Reply> => {
    requests.push(method);
    if (ignored.includes(method)) {
      ignored.splice(ignored.indexOf(method), 1);
      return new Promise(() => {});
    }
    const rejected = rejections.findIndex((rejection) => rejection.method === method && rejection.wait-- === 0);
    if (rejected !== -1) {
      rejections.splice(rejected, 1);
      return { error: { code: USER_REJECTED, message: "User rejected the request." } };
    }
    try {
      return { result: await answer(method, params) };
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      return { error: { code: typeof code === "number" ? code : -32603, message } };
    }
  });

  await context.addInitScript(
    ({ name }) => {
      type Listener = (value: unknown) => void;
      const listeners = new Map<string, Set<Listener>>();
      Object.assign(window, {
        testWalletTell: (event: string, value: unknown) => listeners.get(event)?.forEach((listener) => listener(value)),
      });
      const request = (window as unknown as { testWalletRequest(method: string, params?: unknown[]): Promise<Reply> })
        .testWalletRequest;
      const provider = {
        on(event: string, listener: Listener) {
          listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
          return provider;
        },
        removeListener(event: string, listener: Listener) {
          listeners.get(event)?.delete(listener);
          return provider;
        },
        async request({ method, params }: { method: string; params?: unknown[] }) {
          const reply = await request(method, params);
          if (reply.error !== undefined)
            throw Object.assign(new Error(reply.error.message), { code: reply.error.code });
          return reply.result;
        },
      };
      const info = Object.freeze({
        uuid: "0d0c5b1e-38c7-4d0e-9d0a-6a2f4be1f7a1",
        name,
        rdns: "example.test-wallet",
        icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
      });
      const announce = () =>
        window.dispatchEvent(
          new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
        );
      window.addEventListener("eip6963:requestProvider", announce);
      announce();
    },
    { name: options.name ?? "Test Wallet" },
  );

  async function tell(event: string, value: unknown): Promise<void> {
    for (const page of context.pages()) {
      await page.evaluate(
        ([name, what]) =>
          (window as unknown as { testWalletTell(event: string, value: unknown): void }).testWalletTell(name, what),
        [event, value] as const,
      );
    }
  }

  function become(next: Hex): void {
    privateKey = next;
    account = privateKeyToAccount(next);
    sender = createWalletClient({ account, chain, transport });
  }

  return {
    get address() {
      return address();
    },
    requests,
    rejectNext: (method) => rejections.push({ method, wait: 0 }),
    rejectAfter: (method, count) => rejections.push({ method, wait: count }),
    ignoreNext: (method) => ignored.push(method),
    holdNext: () => void (isNextHeld = true),
    become,
    async switchTo(next) {
      become(next);
      await tell("accountsChanged", [address()]);
    },
    async moveTo(next, knows = "knows the network") {
      chainId = next;
      isNetworkKnown = knows === "knows the network";
      await tell("chainChanged", toHex(next));
    },
    async leave() {
      connected = false;
      await tell("accountsChanged", []);
    },
    async execute() {
      executed = (await proposal?.execute())?.transactionHash ?? null;
    },
  };
}

const unsupported = (method: string) =>
  Object.assign(new Error(`This wallet does not do ${method}.`), { code: UNSUPPORTED });
