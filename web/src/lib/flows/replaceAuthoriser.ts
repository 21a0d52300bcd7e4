import { bytesOfHex } from "@chartkey/protocol/bytes";
import { m } from "#messages";
import type { App } from "../app.ts";
import { registryCall, type Call } from "../chain/call.ts";
import { controlOf } from "../chain/control.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { readKey } from "../history/keys.ts";
import { locationOf } from "../network/locationOf.ts";
import { forgetPendingCall, keepPendingCall, pendingCall } from "../storage/pendingCalls.ts";
import { ownerKey } from "../storage/owner.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { publishKey, type SignedKey } from "./createKey.ts";

/** Seconds for which the former recovery key's signature can be sent: somebody may finish on another day. */
const SIGNATURE_LIFETIME = 30 * 86_400;

/**
 * Publishes a renewed key and has its recovery key take the place of the one before, which a removed way to unlock opened, too.
 * Two transactions; the second is kept until it is through, so that a closed tab can finish it.
 */
export async function publishRenewedKey(
  app: App,
  key: SignedKey,
  onStatus: (status: TransactionStatus) => void,
  onReplacing: () => void,
): Promise<void> {
  const call = await replacementCall(app);
  const owner = ownerOf(app);
  if (call) await keepPendingCall({ owner, purpose: "replace-authoriser", call });
  await publishKey(app, key, onStatus);
  if (!call) return;
  onReplacing();
  await app.transactions.run(call);
  await forgetPendingCall(owner, "replace-authoriser");
}

/** Whether the recovery key in the unlocked keyring is another than the one that the registry names: the renewal was not finished. */
export async function isReplacementDue(app: App): Promise<boolean> {
  const { chart } = app.session.who ?? {};
  if (!chart || !app.keys.account) return false;
  const [{ authoriser }, mine] = await Promise.all([controlOf(app.chain, chart), app.keys.holder.authoriser()]);
  return authoriser.toLowerCase() !== mine.toLowerCase();
}

/**
 * Finishes a renewal of the recovery key. The kept transaction is sent; where it is gone, `code` opens the keyring before, which has
 * the former recovery key. Throws `CodeNeededError` when it is gone and no code is given.
 */
export async function finishReplacement(
  app: App,
  code: string | null,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const owner = ownerOf(app);
  let call = (await pendingCall(owner, "replace-authoriser")) ?? (await replacementCall(app));
  if (!call) {
    if (code === null) throw new CodeNeededError();
    await rememberFormer(app, code);
    call = await replacementCall(app);
  }
  if (!call) throw new ExplainedError(notFound);
  await app.transactions.run(call, onStatus);
  await forgetPendingCall(owner, "replace-authoriser");
}

async function replacementCall({ chain, keys, network, session }: App): Promise<Call | null> {
  const { chart } = session.who ?? {};
  if (!chart) return null;
  const { signatureEpoch: epoch, now } = await controlOf(chain, chart);
  const deadline = BigInt(now + SIGNATURE_LIFETIME);
  const signed = await keys.holder.signAuthoriserReplacement(locationOf(network), { chart, epoch, deadline });
  return signed && registryCall(network, "replaceAuthoriser", [signed.newRecoveryKey, deadline, signed.signature]);
}

/** Looks for the keyring, from the newest to the oldest, whose recovery key the registry names. */
async function rememberFormer({ chain, history, keys, network, session }: App, code: string): Promise<void> {
  const { who } = session;
  if (!who?.chart) return;
  const { authoriser } = await controlOf(chain, who.chart);
  const place = { location: locationOf(network), account: who.account };
  for (let version = who.keyVersion - 1; version > 0; version--) {
    const published = await readKey(history, who.account, version);
    if (!published) continue;
    const found = await keys.holder.rememberFormer(place, bytesOfHex(published.keyring), code, authoriser);
    if (found) return;
  }
}

const ownerOf = ({ network, wallet }: App): string => ownerKey(network, wallet.client.account.address);

const notFound: Explanation = {
  what: m.keys_flows_replace_authoriser_not_found_what(),
  safe: m.keys_flows_replace_authoriser_nothing_changed(),
  next: m.keys_flows_replace_authoriser_type_former_code(),
  remedy: null,
};

/** The former recovery key is only in an earlier keyring, which a recovery code of then opens. */
export class CodeNeededError extends ExplainedError {
  override name = "CodeNeededError";

  constructor() {
    super({
      what: m.keys_flows_replace_authoriser_code_needed_what(),
      safe: m.keys_flows_replace_authoriser_nothing_changed(),
      next: m.keys_flows_replace_authoriser_type_former_code(),
      remedy: null,
    });
  }
}
