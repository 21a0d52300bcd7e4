import {
  decodeEventLog,
  isHex,
  toEventSelector,
  type Abi,
  type AbiEvent,
  type Address,
  type ContractEventArgsFromTopics,
  type ContractEventName,
  type Hex,
} from "viem";
import { recordsAbi } from "../generated/records.ts";
import { registryAbi } from "../generated/registry.ts";

/** A log as a node gives it, with what is not in it: the time of its block and, where it matters, who sent the transaction. */
export type RawLog = {
  address: Address;
  topics: readonly Hex[];
  data: Hex;
  block: number;
  /** Position among all logs of the block. */
  logIndex: number;
  transaction: Hex;
  /** Unix seconds. */
  timestamp: number;
  /** Null where nobody asks for it: it is in the transaction and in no log. */
  sender: Address | null;
};

type Event<SomeAbi extends Abi> = {
  [Name in ContractEventName<SomeAbi>]: { name: Name; args: ContractEventArgsFromTopics<SomeAbi, Name, true> };
}[ContractEventName<SomeAbi>];

/** An event of either contract with its arguments; see the contracts' interfaces. */
export type ContractEvent = Event<typeof registryAbi> | Event<typeof recordsAbi>;

export type EventName = ContractEvent["name"];

/** The arguments of one event. */
export type EventArgs<Name extends EventName> = Extract<ContractEvent, { name: Name }>["args"];

const abis = { registry: registryAbi, records: recordsAbi } as const;
/** The events of each contract by selector, made with its first log: hashing their names takes a telephone a moment. */
const events: Partial<Record<keyof typeof abis, Map<Hex, AbiEvent>>> = {};

/** The event that a log of one of the contracts is; null for one that this version does not know, or that is malformed. */
export function eventOf(contract: keyof typeof abis, { topics, data }: RawLog): ContractEvent | null {
  const [selector, ...indexed] = topics;
  const known = (events[contract] ??= bySelector(abis[contract]));
  const item = selector && known.get(selector);
  if (!item) return null;
  try {
    // One event at a time: a whole ABI would be hashed anew for each log.
    const { eventName, args } = decodeEventLog({ abi: [item], data, topics: [selector, ...indexed], strict: true });
    return { name: eventName, args: args ?? {} } as ContractEvent;
  } catch {
    return null;
  }
}

function bySelector(abi: Abi): Map<Hex, AbiEvent> {
  const events = abi.filter((item): item is AbiEvent => item.type === "event");
  return new Map(events.map((item) => [toEventSelector(item), item]));
}

/** Strictly reads what `eth_getLogs` answers. `timestamp` and `sender` are to be filled in. @throws MalformedAnswerError */
export function parseRawLog(answered: unknown): RawLog {
  const log = answered as Record<string, unknown>;
  const isLog =
    typeof answered === "object" &&
    answered !== null &&
    Array.isArray(log["topics"]) &&
    log["topics"].every((topic) => isHex(topic)) &&
    [log["address"], log["data"], log["blockNumber"], log["logIndex"], log["transactionHash"]].every((field) =>
      isHex(field),
    );
  if (!isLog) throw new MalformedAnswerError("eth_getLogs");
  return {
    address: (log["address"] as string).toLowerCase() as Address,
    topics: log["topics"] as Hex[],
    data: log["data"] as Hex,
    block: Number(log["blockNumber"]),
    logIndex: Number(log["logIndex"]),
    transaction: log["transactionHash"] as Hex,
    timestamp: 0,
    sender: null,
  };
}

/** A node answered something else than it should. */
export class MalformedAnswerError extends Error {
  override name = "MalformedAnswerError";
  constructor(method: string) {
    super(`The node's answer to ${method} makes no sense. Try another node.`);
  }
}
