import { Client, fetchExchange, type AnyVariables, type TypedDocumentNode } from "@urql/core";
import { m } from "#messages";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { graphql } from "./graphql.ts";

const metaQuery = graphql(`
  query Meta {
    _meta {
      block {
        number
      }
      hasIndexingErrors
    }
  }
`);

/** Milliseconds for which an own transaction is waited for before the public record is read directly. */
const PATIENCE = 20_000;
/** Milliseconds for which a list that lags behind the public record is given the benefit of the doubt. */
const GRACE = 3_000;

/** Milliseconds for which a subgraph that was behind or away is not asked again: the logs are read at once. */
const REST = 10_000;

/** Every query takes the block that it must have reached. */
export type AtBlock = { block: { number_gte: number } };

/**
 * The subgraph, with its freshness.
 *
 * [Note: read your writes] `floor` is the newest block that this page knows something about: of its own transactions and,
 * at the first question, the head of the chain. Each query demands that block (`number_gte`), so a list is never older than
 * what the page did. If the subgraph does not get there, lists come from the logs of the public record, slower and complete.
 */
export class History {
  /** `behind`: it answers but lags; `away`: it does not answer. In both cases lists are read from the public record. */
  state = $state<"current" | "waiting" | "behind" | "away">("current");

  readonly chain: ChainAccess;
  readonly #client: Client;
  #floor = 0;
  /** When the subgraph was found behind or away last; milliseconds since 1970. */
  #missedAt = 0;

  constructor(chain: ChainAccess) {
    this.chain = chain;
    this.#client = new Client({
      url: chain.network.subgraphUrl,
      exchanges: [fetchExchange],
      requestPolicy: "network-only",
      preferGetMethod: false,
      fetchOptions: { credentials: "omit", referrerPolicy: "no-referrer" },
    });
  }

  /** Waits until lists show what happened in `block`, and says so meanwhile; gives up, to read logs, after 20 seconds. */
  async untilVisible(block: bigint): Promise<void> {
    this.#floor = Math.max(this.#floor, Number(block));
    if (!this.#isResting()) await this.#reach(this.#floor, PATIENCE);
  }

  /**
   * Asks the subgraph and, when it is behind or away, reads the same from the logs. Without `fromLogs` such a list cannot be
   * shown, and an `ExplainedError` says so.
   */
  async read<Rows>(
    fromSubgraph: (ask: History["ask"]) => Promise<Rows>,
    fromLogs: (() => Promise<Rows>) | null,
  ): Promise<Rows> {
    this.#floor = Math.max(this.#floor, Number(await this.chain.client.getBlockNumber()));
    if (!this.#isResting() && (await this.#reach(this.#floor, GRACE))) {
      try {
        return await fromSubgraph(this.ask);
      } catch (error) {
        if (!(error instanceof SubgraphError)) throw error;
        this.#miss("away");
      }
    }
    if (!fromLogs) throw new ExplainedError(listMissing);
    return fromLogs();
  }

  /** One query, at or after the floor. Throws `SubgraphError`. */
  ask = async <Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables & AtBlock>,
    variables: Variables,
  ): Promise<Data> => {
    const result = await this.#client.query(document, { ...variables, block: { number_gte: this.#floor } }).toPromise();
    if (result.error || !result.data) throw new SubgraphError(result.error);
    return result.data;
  };

  #miss(state: "behind" | "away"): void {
    this.state = state;
    this.#missedAt = Date.now();
  }

  #isResting(): boolean {
    return (this.state === "behind" || this.state === "away") && Date.now() < this.#missedAt + REST;
  }

  async #reach(block: number, patience: number): Promise<boolean> {
    const deadline = Date.now() + patience;
    const pause = this.chain.client.pollingInterval;
    for (;;) {
      const { data } = await this.#client.query(metaQuery, {}).toPromise();
      const meta = data?._meta;
      if (meta && !meta.hasIndexingErrors && meta.block.number >= block) {
        this.state = "current";
        return true;
      }
      if (Date.now() + pause > deadline) {
        this.#miss(meta ? "behind" : "away");
        return false;
      }
      if (this.state === "current") this.state = "waiting";
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

const listMissing: Explanation = {
  what: m.keys_history_list_missing_what(),
  safe: m.keys_history_list_missing_safe(),
  next: m.keys_history_list_missing_next(),
  remedy: "retry",
};

/** The subgraph did not answer a query, or answered with an error. */
export class SubgraphError extends Error {
  override name = "SubgraphError";

  constructor(cause: unknown) {
    super("The subgraph did not answer.", { cause });
  }
}
