import { TransactionNotFoundError, TransactionReceiptNotFoundError, type Address, type Hex } from "viem";
import type { ChainAccess } from "./chainAccess.ts";
import { contractName, decodedCall, decodedEvent, type Decoded } from "./decoded.ts";

/** A log as the public record holds it, beside its meaning where it has one here. */
export type LogRecord = {
  index: number;
  address: Address;
  contract: "Registry" | "Records" | null;
  event: Decoded | null;
  topics: readonly Hex[];
  data: Hex;
};

/** A transaction with its receipt. */
export type TransactionRecord = {
  hash: Hex;
  from: Address;
  /** Null for one that creates a contract. */
  to: Address | null;
  contract: "Registry" | "Records" | null;
  call: Decoded | null;
  input: Hex;
  /** Null while it is not confirmed. */
  receipt: {
    succeeded: boolean;
    block: bigint;
    /** Unix seconds. */
    timestamp: number;
    gasUsed: bigint;
    logs: readonly LogRecord[];
  } | null;
};

/** Reads a transaction and its logs directly from a node, without the index. Null when the node knows no such one. */
export async function readTransactionRecord(
  { client, network }: ChainAccess,
  hash: Hex,
): Promise<TransactionRecord | null> {
  const [transaction, receipt] = await Promise.all([
    orNull(client.getTransaction({ hash }), TransactionNotFoundError),
    orNull(client.getTransactionReceipt({ hash }), TransactionReceiptNotFoundError),
  ]);
  if (!transaction) return null;
  const { from, to, input } = transaction;
  const block = receipt && (await client.getBlock({ blockHash: receipt.blockHash }));
  return {
    hash,
    from,
    to,
    contract: to && contractName(network, to),
    call: to && decodedCall(network, to, input),
    input,
    receipt: receipt &&
      block && {
        succeeded: receipt.status === "success",
        block: receipt.blockNumber,
        timestamp: Number(block.timestamp),
        gasUsed: receipt.gasUsed,
        logs: receipt.logs.map((log) => ({
          index: log.logIndex,
          address: log.address,
          contract: contractName(network, log.address),
          event: decodedEvent(network, log),
          topics: log.topics,
          data: log.data,
        })),
      },
  };
}

async function orNull<Value>(asked: Promise<Value>, missing: abstract new (...args: never[]) => Error) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof missing) return null;
    throw error;
  }
}
