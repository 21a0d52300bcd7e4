import { proxy } from "comlink";
import { isAddressEqual, type Address } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { locationOf } from "../network/locationOf.ts";
import { recipientOf } from "./recipientOf.ts";

/**
 * Those of some readers besides oneself for whom something can be locked. One with no key, or a broken one, must not keep a report from
 * the others: the patient can give them the key later.
 */
export async function lockableAmong(
  app: App,
  readers: readonly Address[],
): Promise<{ recipients: Recipient[]; leftOut: Address[] }> {
  const { chain, keys, network, wallet } = app;
  const others = readers.filter((reader) => !isAddressEqual(reader, wallet.client.account.address));
  const check = proxy(accountSignatureCheck(chain));
  const found = await Promise.all(
    others.map(async (reader) => {
      const recipient = await recipientOf(app, reader).catch(() => null);
      const fits = recipient && (await keys.holder.isLockable(locationOf(network), recipient, check));
      return { reader, recipient: fits ? recipient : null };
    }),
  );
  return {
    recipients: found.flatMap(({ recipient }) => recipient ?? []),
    leftOut: found.filter(({ recipient }) => !recipient).map(({ reader }) => reader),
  };
}
