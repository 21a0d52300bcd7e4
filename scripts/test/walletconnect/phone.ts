import { SignClient } from "@walletconnect/sign-client";
import { createWalletClient, hexToBigInt, http, type Address, type Hex, type TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";

/** WalletConnect: the person said no. */
const REJECTED = { code: 5000, message: "User rejected." };
const DISCONNECTED = { code: 6000, message: "User disconnected." };

/** A wallet on a phone, which a page finds by WalletConnect. */
export interface Phone {
  readonly address: Address;
  /** Every method that pages asked for, in order. */
  readonly requests: readonly string[];
  /** Reads a page's link. Resolves once the person answered whether it may know their account. */
  pair(uri: string, answer: "yes" | "no"): Promise<void>;
  /** The next request of `method` is answered as a person pressing "Reject" would. */
  rejectNext(method: string): void;
  /** The person ends what was paired. */
  disconnect(): Promise<void>;
  stop(): Promise<void>;
}

type Proposal = {
  id: number;
  params: {
    optionalNamespaces?: Record<string, { chains?: string[]; methods: string[]; events: string[] }>;
  };
};
type Request = { topic: string; id: number; params: { request: { method: string; params: readonly unknown[] } } };

/** Speaks WalletConnect by its own library, through the relay at `relayUrl`. The key stays in this process. */
export async function openPhone(options: {
  readonly relayUrl: string;
  readonly privateKey: Hex;
  readonly chainId: number;
  readonly rpcUrl: string;
}): Promise<Phone> {
  const account = privateKeyToAccount(options.privateKey);
  const chain = { ...localhost, id: options.chainId };
  const sender = createWalletClient({ account, chain, transport: http(options.rpcUrl) });
  const client = await SignClient.init({
    projectId: "0".repeat(32),
    relayUrl: options.relayUrl,
    metadata: { name: "A phone", description: "For tests", url: "http://127.0.0.1", icons: [] },
    storageOptions: { database: ":memory:" },
    logger: "silent",
    telemetryEnabled: false,
  });
  const requests: string[] = [];
  const rejections: string[] = [];

  client.on("session_request", (request: Request) => void respond(request));

  async function respond({ topic, id, params }: Request): Promise<void> {
    const { method, params: given } = params.request;
    requests.push(method);
    const rejected = rejections.indexOf(method);
    if (rejected !== -1) rejections.splice(rejected, 1);
    const response =
      rejected === -1
        ? { id, jsonrpc: "2.0", result: await answer(method, given) }
        : { id, jsonrpc: "2.0", error: REJECTED };
    await client.respond({ topic, response });
  }

  function answer(method: string, params: readonly unknown[]): Promise<Hex> {
    switch (method) {
      case "personal_sign":
        return account.signMessage({ message: { raw: params[0] as Hex } });
      case "eth_signTypedData_v4":
        return account.signTypedData(JSON.parse(params[1] as string) as TypedDataDefinition);
      case "eth_sendTransaction": {
        const { to, data, gas } = params[0] as { to: Address; data?: Hex; gas?: Hex };
        return sender.sendTransaction({
          to,
          ...(data !== undefined && { data }),
          ...(gas !== undefined && { gas: hexToBigInt(gas) }),
        });
      }
      default:
        throw new Error(`This phone does not do ${method}.`);
    }
  }

  async function settle({ id, params }: Proposal, may: "yes" | "no"): Promise<void> {
    if (may === "no") return client.reject({ id, reason: REJECTED });
    const asked = params.optionalNamespaces?.["eip155"];
    const name = `eip155:${chain.id}`;
    const { acknowledged } = await client.approve({
      id,
      namespaces: {
        eip155: {
          chains: [name],
          accounts: [`${name}:${account.address}`],
          methods: (asked?.methods ?? []).filter((method) => !method.startsWith("wallet_")),
          events: asked?.events ?? [],
        },
      },
    });
    await acknowledged();
  }

  return {
    address: account.address,
    requests,
    async pair(uri, may) {
      const proposed = new Promise<Proposal>((resolve) => client.once("session_proposal", resolve));
      await client.pair({ uri });
      await settle(await proposed, may);
    },
    rejectNext: (method) => rejections.push(method),
    async disconnect() {
      const [session] = client.session.getAll();
      if (session) await client.disconnect({ topic: session.topic, reason: DISCONNECTED });
    },
    async stop() {
      client.core.heartbeat.stop();
      await client.core.relayer.transportClose();
    },
  };
}
