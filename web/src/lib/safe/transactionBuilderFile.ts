import { keccak256, stringToHex, type Address, type Hex } from "viem";
import type { Call } from "../chain/call.ts";

/** More transactions than this are refused: together they would not fit into one block. */
export const MOST_IN_ONE_TRANSACTION = 200;

/** The version of the Transaction Builder whose files these are. */
const BUILDER_VERSION = "1.18.0";

/** A file of Safe's Transaction Builder: `BatchFile` in safe-global/safe-react-apps, apps/tx-builder/src/typings/models.ts. */
export type TransactionBuilderFile = {
  version: "1.0";
  /** In decimal digits. */
  chainId: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  meta: {
    name: string;
    description: string;
    txBuilderVersion: string;
    createdFromSafeAddress: Address | "";
    createdFromOwnerAddress: "";
    /** See `checksumOf`. */
    checksum: Hex;
  };
  transactions: readonly {
    to: Address;
    /** In wei, in decimal digits: a JSON number could not hold all of them. */
    value: "0";
    data: Hex;
    contractMethod: null;
    contractInputsValues: null;
  }[];
};

type Contents = {
  chainId: number;
  /** What the signers of the Safe see as the name of the batch. */
  name: string;
  description: string;
  /** Empty when it is not known. */
  safe: Address | "";
  createdAt: number;
};

/**
 * Writes calls down for a Safe: whoever imports the file there gets these very calls as one transaction, to sign with the others. The
 * calldata goes in as it is; a method with values beside it would be a second description that could differ.
 *
 * @throws RangeError for no calls, or more than `MOST_IN_ONE_TRANSACTION`.
 */
export function transactionBuilderFile(
  calls: readonly Call[],
  { chainId, name, description, safe, createdAt }: Contents,
): TransactionBuilderFile {
  if (calls.length === 0 || calls.length > MOST_IN_ONE_TRANSACTION) {
    throw new RangeError(`A file for a Safe holds from 1 to ${MOST_IN_ONE_TRANSACTION} transactions.`);
  }
  const meta = {
    name,
    description,
    txBuilderVersion: BUILDER_VERSION,
    createdFromSafeAddress: safe,
    createdFromOwnerAddress: "" as const,
  };
  const file = {
    version: "1.0" as const,
    chainId: String(chainId),
    createdAt,
    meta,
    transactions: calls.map(({ to, data }) => ({
      to,
      value: "0" as const,
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  };
  return { ...file, meta: { ...meta, checksum: checksumOf(file) } };
}

/**
 * The checksum by which the Transaction Builder sees that a file was changed: Keccak-256 of everything in the file but its name, in
 * the builder's own canonical form. To check a file, leave out `meta.checksum` first.
 *
 * Source: safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.ts.
 */
export function checksumOf(file: { meta: object }): Hex {
  return keccak256(stringToHex(canonical({ ...file, meta: { ...file.meta, name: null } })));
}

/** An object is its sorted names as a list, then each value and a comma: `{["a","b"]1,2,}`. All else is JSON. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${JSON.stringify(members.map(([name]) => name))}${members.map(([, each]) => `${canonical(each)},`).join("")}}`;
}
