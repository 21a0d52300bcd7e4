import { randomBytes } from "node:crypto";

/** One client of the relay: what it says arrives by `receive`. */
export interface RelayClient {
  receive(text: string): void;
  leave(): void;
}

type Send = (text: string) => void;
type Published = { topic: string; message: string; publishedAt: number; tag: number };
type Call = { id: string | number; method?: string; params?: Readonly<Record<string, unknown>> };

/** What a message is about, as the protocol numbers it. */
const PROPOSED = 1100;
const ANSWERED = 1101;
const SETTLED = 1102;

/**
 * What two peers need of WalletConnect's relay to meet: mailboxes by topic, over JSON-RPC (specs.walletconnect.com, "Relay RPC"). It
 * hands on what it cannot read. Nobody is signed in, and nothing expires.
 */
export class Relay {
  /** Everything that was said to it, as whoever runs a relay sees it. */
  readonly seen: string[] = [];
  /** Who gets what is published on a topic, with the number of their subscription. */
  readonly #members = new Map<string, Map<Send, string>>();
  /** What nobody but its sender was there for. */
  readonly #waiting: { readonly from: Send; readonly published: Published }[] = [];

  connect(send: Send): RelayClient {
    return {
      receive: (text) => {
        this.seen.push(text);
        const { id, method, params = {} } = JSON.parse(text) as Call;
        // What has no method acknowledges something that it was told.
        if (method !== undefined) send(JSON.stringify({ id, jsonrpc: "2.0", ...this.#answer(send, method, params) }));
      },
      leave: () => this.#members.forEach((members) => members.delete(send)),
    };
  }

  #answer(client: Send, method: string, params: Readonly<Record<string, unknown>>): object {
    const text = (name: string) => String(params[name]);
    const topics = () => params["topics"] as readonly string[];
    switch (method) {
      case "irn_subscribe":
        return { result: this.#subscribe(client, text("topic")) };
      case "irn_batchSubscribe":
        return { result: topics().map((topic) => this.#subscribe(client, topic)) };
      case "irn_unsubscribe":
        return { result: this.#members.get(text("topic"))?.delete(client) ?? false };
      case "irn_batchFetchMessages":
        return { result: { messages: topics().flatMap((topic) => this.#take(client, topic)), hasMore: false } };
      case "irn_publish":
        this.#publish(client, text("topic"), text("message"), Number(params["tag"]));
        return { result: true };
      case "wc_proposeSession":
        this.#publish(client, text("pairingTopic"), text("sessionProposal"), PROPOSED);
        this.#subscribe(client, text("pairingTopic"));
        return { result: true };
      case "wc_approveSession":
        this.#publish(client, text("pairingTopic"), text("sessionProposalResponse"), ANSWERED);
        this.#publish(client, text("sessionTopic"), text("sessionSettlementRequest"), SETTLED);
        this.#subscribe(client, text("sessionTopic"));
        return { result: true };
      default:
        return { error: { code: -32601, message: `This relay does not know ${method}.` } };
    }
  }

  #subscribe(client: Send, topic: string): string {
    const members = this.#members.get(topic) ?? new Map<Send, string>();
    const id = members.get(client) ?? randomBytes(32).toString("hex");
    this.#members.set(topic, members.set(client, id));
    // The answer to its question comes first.
    setImmediate(() => this.#take(client, topic).forEach((published) => deliver(client, id, published)));
    return id;
  }

  #publish(from: Send, topic: string, message: string, tag: number): void {
    const published = { topic, message, publishedAt: Date.now(), tag };
    const others = [...(this.#members.get(topic) ?? [])].filter(([client]) => client !== from);
    if (others.length === 0) this.#waiting.push({ from, published });
    for (const [client, id] of others) deliver(client, id, published);
  }

  /** What waits for a client on a topic, which it does no longer then. */
  #take(client: Send, topic: string): Published[] {
    const due = this.#waiting.filter(({ from, published }) => published.topic === topic && from !== client);
    for (const each of due) this.#waiting.splice(this.#waiting.indexOf(each), 1);
    return due.map(({ published }) => published);
  }
}

function deliver(client: Send, id: string, data: Published): void {
  const number = Date.now() * 1000 + Math.floor(Math.random() * 1000);
  client(JSON.stringify({ id: number, jsonrpc: "2.0", method: "irn_subscription", params: { id, data } }));
}
