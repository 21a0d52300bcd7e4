import { bytesOfHex, equalBytes, type Bytes } from "@chartkey/protocol/bytes";
import { matchesCardCode, parseCardCode } from "@chartkey/protocol/card-code";
import type { ChartId } from "@chartkey/protocol/chart";
import { parseKeyring } from "@chartkey/protocol/keyring";
import type { KeyringPlace } from "@chartkey/protocol/keyring-format";
import { parsePasskeyUnlocker, type PasskeyUnlocker } from "@chartkey/protocol/unlocker-passkey";
import { parseRecoveryCode } from "@chartkey/protocol/unlocker-recovery-code";
import { bytesToHex, isAddressEqual, type Address } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { registryCall } from "../chain/call.ts";
import { chartHeldBy, controlOf } from "../chain/control.ts";
import { registryLogs } from "../chain/logs.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { askPasskey, choosePasskey, relyingParty } from "../keys/passkey.ts";
import { locationOf } from "../network/locationOf.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { readKeyCopy } from "./keyCopy.ts";

/** Seconds for which the start of a recovery can be sent. */
const SIGNATURE_LIFETIME = 3_600;

/** Patients whose keyrings are fetched and tried at the same time. */
const AT_ONCE = 20;

/**
 * How often a passkey is asked without a hint. Everyone can publish keyrings that name it, which is public: they are not to be tried
 * without end.
 */
const MOST_TOUCHES = 5;

/** What a lost chart is looked for with, besides the way to unlock. Either may be empty. */
export type Hints = {
  /** The code on the patient's card, which finds the chart without trying the keyrings of others */
  card: string;
  /** The address of the copy of the keyring, where the public record does not have it any more */
  copy: string;
};

type OnTried = (tried: number, total: number) => void;

/**
 * Looks on the public record for the chart whose keyring a recovery code opens. The code is tried in the key holder and goes nowhere.
 *
 * @throws ExplainedError when none is found, InvalidRecoveryCodeError, InvalidCardCodeError
 */
export async function findLostChart(
  app: App,
  { code, ...hints }: Hints & { code: string },
  onTried: OnTried,
): Promise<ChartId> {
  parseRecoveryCode(code);
  for await (const candidates of candidateKeyrings(app, hints, onTried)) {
    const account = await app.keys.holder.findKeyring(candidates, code);
    const found = account && candidates.find(({ place }) => isAddressEqual(place.account, account));
    if (!found) continue;
    app.keys.foundLostKeyring();
    return found.chart;
  }
  throw new ExplainedError(hasHint(hints) ? notOfThisHint : notFound);
}

/**
 * The same with a passkey: the device says which one it has, and that one is asked for its secret at the salt of the keyring that names
 * it. With a hint, the device is asked only once, and also finds passkeys that it does not remember by itself.
 *
 * @throws ExplainedError when none is found or the passkey is not confirmed, InvalidCardCodeError
 */
export async function findLostChartByPasskey(app: App, hints: Hints, onTried: OnTried): Promise<ChartId> {
  const chosen = hasHint(hints) ? null : await choosePasskey();
  let touches = 0;
  for await (const candidates of candidateKeyrings(app, hints, onTried)) {
    const named = candidates
      .flatMap((candidate) => passkeysOf(candidate.sealed).map((passkey) => ({ candidate, passkey })))
      .filter(({ passkey }) => !chosen || equalBytes(passkey.credentialId, chosen));
    // One credential may be named by several keyrings of a chart, each with a salt of its own: the newest first.
    for (const salts of rounds(named.map(({ passkey }) => passkey))) {
      if (chosen && ++touches > MOST_TOUCHES) throw new ExplainedError(tooManyNames);
      const { credentialId, secret } = await askPasskey(salts);
      const fitting = named.filter(({ passkey }) => equalBytes(passkey.credentialId, credentialId));
      const account = await app.keys.holder.findKeyringOfPasskey(
        fitting.map(({ candidate }) => candidate),
        secret,
      );
      const found = account && candidates.find(({ place }) => isAddressEqual(place.account, account));
      if (!found) continue;
      app.keys.foundLostKeyring();
      return found.chart;
    }
  }
  throw new ExplainedError(passkeyNotFound);
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

type CandidateKeyring = { chart: ChartId; authoriser: Address; place: KeyringPlace; sealed: Bytes };

/** The keyrings to be tried, some patients' at a time, each patient's newest first. */
async function* candidateKeyrings(app: App, hints: Hints, onTried: OnTried): AsyncGenerator<CandidateKeyring[]> {
  if (hints.copy.trim() !== "") {
    yield await keyringOfCopy(app, hints.copy);
    return;
  }
  const card = hints.card.trim() === "" ? null : parseCardCode(hints.card);
  const registered = await registryLogs(app.chain, "PatientRegistered");
  const charts = registered
    .map(({ args }) => args.chart)
    .filter((chart) => card === null || matchesCardCode(chart, card));
  for (let from = 0; from < charts.length; from += AT_ONCE) {
    const some = charts.slice(from, from + AT_ONCE);
    yield (await Promise.all(some.map((chart) => keyringsOf(app, chart)))).flat();
    onTried(Math.min(from + AT_ONCE, charts.length), charts.length);
  }
}

/** Every keyring that the holder of a chart ever published, newest first: a thief of the wallet may have published another since. */
async function keyringsOf({ chain, network }: App, chart: ChartId): Promise<CandidateKeyring[]> {
  const { holder, authoriser } = await controlOf(chain, chart);
  const published = await registryLogs(chain, "KeyPublished", { account: holder });
  return published.toReversed().map(({ args }) => ({
    chart,
    authoriser,
    place: { location: locationOf(network), account: args.account },
    sealed: bytesOfHex(args.keyring),
  }));
}

/** What is in a copy counts only if it opens to the recovery key that the registry names, as everything that is tried here. */
async function keyringOfCopy(app: App, address: string): Promise<CandidateKeyring[]> {
  const { account, keyring } = await readKeyCopy(app, address);
  const chart = await chartHeldBy(app.chain, account);
  if (!chart) throw new ExplainedError(notOfThisHint);
  const { authoriser } = await controlOf(app.chain, chart);
  return [{ chart, authoriser, place: { location: locationOf(app.network), account }, sealed: bytesOfHex(keyring) }];
}

/** The passkeys of this site that a keyring names; none for one that cannot be read. */
function passkeysOf(sealed: Bytes): PasskeyUnlocker[] {
  try {
    return parseKeyring(sealed)
      .unlockers.filter(({ kind }) => kind === "passkey")
      .map(({ parameters }) => parsePasskeyUnlocker(parameters))
      .filter((passkey) => passkey.relyingParty === relyingParty());
  } catch {
    return [];
  }
}

/** The passkeys in rounds in which each credential is named once, with its next salt: a question can name only one salt of each. */
function rounds(passkeys: readonly PasskeyUnlocker[]): PasskeyUnlocker[][] {
  const salts = [...Map.groupBy(passkeys, ({ credentialId }) => bytesToHex(credentialId)).values()].map((same) => [
    ...new Map(same.map((passkey) => [bytesToHex(passkey.salt), passkey])).values(),
  ]);
  const most = Math.max(0, ...salts.map(({ length }) => length));
  return Array.from({ length: most }, (_, round) => salts.flatMap((same) => same[round] ?? []));
}

const hasHint = ({ card, copy }: Hints): boolean => card.trim() !== "" || copy.trim() !== "";

/** The recovery code alone opens nothing. */
export const notFound: Explanation = {
  what: m.keys_flows_recover_chart_not_found_what(),
  safe: m.keys_flows_recover_chart_nothing_changed(),
  next: m.keys_flows_recover_chart_not_found_next(),
  remedy: null,
};

const notOfThisHint: Explanation = {
  what: m.keys_flows_recover_chart_not_of_hint_what(),
  safe: m.keys_flows_recover_chart_nothing_changed(),
  next: m.keys_flows_recover_chart_not_of_hint_next(),
  remedy: null,
};

const tooManyNames: Explanation = {
  what: m.keys_flows_recover_chart_too_many_what(),
  safe: m.keys_flows_recover_chart_nothing_changed(),
  next: m.keys_flows_recover_chart_too_many_next(),
  remedy: null,
};

const passkeyNotFound: Explanation = {
  what: m.keys_flows_recover_chart_passkey_not_found_what(),
  safe: m.keys_flows_recover_chart_nothing_changed(),
  next: m.keys_flows_recover_chart_passkey_not_found_next(),
  remedy: null,
};
