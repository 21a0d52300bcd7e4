import { size, type Hex } from "viem";

/** A field of this length refers to a stored bundle; anything longer is the bundle itself. */
const DIGEST_LENGTH = 32;

/** SHA-256 of the stored capsule bundles that some events refer to. Whatever else an author published in their place is none. */
export function storedBundles(logs: readonly { args: { capsules: Hex } }[]): Hex[] {
  return logs.map(({ args }) => args.capsules).filter((field) => size(field) === DIGEST_LENGTH);
}
