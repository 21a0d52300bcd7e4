import { bytesOfHex } from "@chartkey/protocol/bytes";
import { matchesCardCode, parseCardCode } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { parseRecoveryCode } from "@chartkey/protocol/unlocker-recovery-code";
import { isAddressEqual } from "viem";
import type { App } from "../app.ts";
import { registryCall } from "../chain/call.ts";
import { chartHeldBy, controlOf } from "../chain/control.ts";
import { registryLogs } from "../chain/logs.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";

/** Seconds for which the start of a recovery can be sent. */
const SIGNATURE_LIFETIME = 3_600;

/** Patients whose keyrings are fetched and tried at the same time. */
const AT_ONCE = 20;

/**
 * Looks on the public record for the chart whose keyring a recovery code opens. Nothing but the code is needed; a card code finds it
 * without trying the keyrings of others. The code is tried in the key holder and goes nowhere.
 *
 * @throws ExplainedError when none is found, InvalidRecoveryCodeError, InvalidCardCodeError
 */
export async function findLostChart(
  app: App,
  typed: { code: string; card: string },
  onTried: (tried: number, total: number) => void,
): Promise<ChartId> {
  parseRecoveryCode(typed.code);
  const card = typed.card.trim() === "" ? null : parseCardCode(typed.card);
  const registered = await registryLogs(app.chain, "PatientRegistered");
  const charts = registered
    .map(({ args }) => args.chart)
    .filter((chart) => card === null || matchesCardCode(chart, card));
  for (let from = 0; from < charts.length; from += AT_ONCE) {
    const some = charts.slice(from, from + AT_ONCE);
    const candidates = (await Promise.all(some.map((chart) => keyringsOf(app, chart)))).flat();
    const account = await app.keys.holder.findKeyring(candidates, typed.code);
    const found = account && candidates.find(({ place }) => isAddressEqual(place.account, account));
    if (found) return found.chart;
    onTried(Math.min(from + AT_ONCE, charts.length), charts.length);
  }
  throw new ExplainedError(card === null ? notFound : notOfThisCard);
}

/** Begins the key of this wallet, around all keys of the one that was lost. */
export function beginTakeover({ keys, network, wallet }: App): Promise<void> {
  const place = { location: locationOf(network), account: wallet.client.account.address };
  return keys.holder.beginTakeover(place, location.origin);
}

/**
 * The chart that the unlocked keyring can bring to this wallet; null when there is none: no wallet before it, or none that still
 * holds a chart whose recovery key is in the keyring.
 */
export async function recoverableChart({ chain, keys, wallet }: App): Promise<ChartId | null> {
  const { address } = wallet.client.account;
  const [accounts, mine] = await Promise.all([keys.holder.accounts(), keys.holder.authoriser()]);
  for (const account of accounts.filter((each) => !isAddressEqual(each, address))) {
    const chart = await chartHeldBy(chain, account);
    if (chart && isAddressEqual((await controlOf(chain, chart)).authoriser, mine)) return chart;
  }
  return null;
}

/** Starts giving a chart to this wallet: it is frozen at once, and changes hands after the delay that the contract sets. */
export async function startRecovery(
  app: App,
  chart: ChartId,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const { chain, keys, network, wallet } = app;
  const newHolder = wallet.client.account.address;
  const { authoriserNonce: nonce, now } = await controlOf(chain, chart);
  const deadline = BigInt(now + SIGNATURE_LIFETIME);
  const signature = await keys.holder.signRecovery(locationOf(network), { chart, newHolder, nonce, deadline });
  // This wallet sends it, and so need not sign it as well.
  const call = registryCall(network, "startRecovery", [chart, newHolder, deadline, signature, "0x"]);
  await app.transactions.run(call, onStatus);
}

/** Completes a recovery that is due: this wallet holds the chart afterwards. */
export async function completeRecovery(
  app: App,
  chart: ChartId,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  await app.transactions.run(registryCall(app.network, "completeRecovery", [chart]), onStatus);
  await app.session.refresh();
}

/** Ends a recovery of the chart held by this wallet, which can be done once. */
export async function cancelRecovery(app: App, onStatus: (status: TransactionStatus) => void): Promise<void> {
  await app.transactions.run(registryCall(app.network, "cancelRecovery", []), onStatus);
}

/** Every keyring that the holder of a chart ever published, newest first: a thief of the wallet may have published another since. */
async function keyringsOf({ chain, network }: App, chart: ChartId) {
  const { holder, authoriser } = await controlOf(chain, chart);
  const published = await registryLogs(chain, "KeyPublished", { account: holder });
  return published.toReversed().map(({ args }) => ({
    chart,
    authoriser,
    place: { location: locationOf(network), account: args.account },
    sealed: bytesOfHex(args.keyring),
  }));
}

const notFound: Explanation = {
  what: "This code opens no keyring of any patient here.",
  safe: "Nothing was changed.",
  next: "Compare it with your copy. If you changed your ways to unlock since, an older code does not count any more.",
  remedy: null,
};

const notOfThisCard: Explanation = {
  what: "This code does not open the keyring of the patient with this card.",
  safe: "Nothing was changed.",
  next: "Compare both with your copies, or leave the card out.",
  remedy: null,
};
