import { parseArgs } from "node:util";
import { type Address, isAddress } from "viem";

/** What is to be checked. */
export interface Wanted {
  /** One node, or two that must agree. */
  readonly rpcUrls: readonly string[];
  /** Of `Records`, which names its registry. */
  readonly address: Address;
  readonly subgraphUrl: string | null;
  /** No log of the contracts is older; null to look for it. */
  readonly fromBlock: number | null;
  /** Whether to begin anew where an earlier run was interrupted. */
  readonly anew: boolean;
}

const USAGE = `npm run audit -- --rpc URL --address 0x… [--subgraph URL] [--rpc SECOND-URL] [--from BLOCK] [--anew]

  --rpc URL        a node of the network; a second one is compared with the first
  --address 0x…    where Records is; it names its registry
  --subgraph URL   the index, compared entity by entity
  --from BLOCK     the block of the deployment; looked for when not given
  --anew           begin again instead of going on where an earlier run was interrupted`;

/** Reads the command line. @throws WrongArgumentsError */
export function parseArguments(args: readonly string[]): Wanted {
  const { rpc = [], address, subgraph, from, anew = false } = parsed(args);
  if (rpc.length === 0) throw new WrongArgumentsError("No node is given.");
  if (rpc.length > 2) throw new WrongArgumentsError(`Two nodes can be compared, not ${rpc.length}.`);
  if (address === undefined) throw new WrongArgumentsError("No address is given.");
  if (!isAddress(address)) {
    const isMistyped = isAddress(address, { strict: false });
    throw new WrongArgumentsError(
      isMistyped
        ? `${address} has a typing error: its capital letters do not fit the rest.`
        : `${address} is not an address: 0x and 40 digits from 0 to f.`,
    );
  }
  if (from !== undefined && !/^\d{1,15}$/.test(from))
    throw new WrongArgumentsError(`${from} is not the number of a block.`);
  return {
    rpcUrls: rpc.map((url) => httpUrl("--rpc", url)),
    address,
    subgraphUrl: subgraph === undefined ? null : httpUrl("--subgraph", subgraph),
    fromBlock: from === undefined ? null : Number(from),
    anew,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rpc: { type: "string", multiple: true },
        address: { type: "string" },
        subgraph: { type: "string" },
        from: { type: "string" },
        anew: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new WrongArgumentsError(error instanceof Error ? error.message : String(error));
  }
}

function httpUrl(option: string, text: string): string {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.href;
  throw new WrongArgumentsError(`${option} ${text} is not an address of the web: it begins with http:// or https://.`);
}

/** Says what is wrong, and how it is right. */
export class WrongArgumentsError extends Error {
  override name = "WrongArgumentsError";
  constructor(problem: string) {
    super(`${problem}\n\n${USAGE}`);
  }
}
