import { getAddress, type Address } from "viem";
import type { App } from "../app.ts";
import { keyOf } from "../chain/reads.ts";
import { readKey } from "../history/keys.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** An account's newest key, as published and as the registry names it. The key holder checks both before it wraps. */
export async function recipientOf({ chain, history }: App, account: Address): Promise<Recipient> {
  const registered = await keyOf(chain, account);
  const published = registered.version > 0 ? await readKey(history, getAddress(account), registered.version) : null;
  if (!published) throw new ExplainedError(noKey);
  const { keyring: _, ...publication } = published;
  return { publication, registered };
}

const noKey: Explanation = {
  what: "They have not published a key yet, so nothing can be locked for them.",
  safe: "Nothing was shared.",
  next: "Ask them to finish setting up their account, then try again.",
  remedy: "retry",
};
