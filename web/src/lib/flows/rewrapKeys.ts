import type { SealedThing } from "@chartkey/protocol/capsule-format";
import type { App } from "../app.ts";
import { StoreAwayError } from "../blobs/downloadBlob.ts";
import { recordsCall } from "../chain/call.ts";
import { recordsLogs } from "../chain/logs.ts";
import { canRead, epochOf, keyOf } from "../chain/reads.ts";
import { locationOf } from "../network/locationOf.ts";
import { capsuleBundle, capsulesField } from "./capsuleBundle.ts";
import { sourcesOfChart, sourcesOfDoctor, type CapsuleSource } from "./capsuleSources.ts";
import type { OnProgress } from "./progress.ts";
import { signInFirst } from "./signInFirst.ts";

/** Bytes of a bundle beyond which the store is asked, which wants a sign-in; an event holds 32,768 at most. */
const MOST_INLINE = 8_192;

/** Bundles that are fetched at the same time. */
const IN_FLIGHT = 4;

/** How many content keys were wrapped again, and for how many bundles of them the store did not answer. */
export type Rewrapped = { wrapped: number; unanswered: number };

/**
 * Wraps every content key that this account still needs for its newest key, in one capsule bundle of its own, so that the newest key
 * alone opens everything. Can be done again after any failure: what is on the public record by then is the only thing that counts.
 */
export async function rewrapKeys(app: App, onProgress: OnProgress): Promise<Rewrapped> {
  onProgress({ step: "locking" });
  const { wrapped, unanswered, bundle } = await app.keys.whileUnlocked(wrapAnew(app, onProgress));
  if (!bundle) return { wrapped, unanswered };
  if (bundle.length > MOST_INLINE) await signInFirst(app, onProgress);
  const { version } = await keyOf(app.chain, app.wallet.client.account.address);
  const capsules = await capsulesField(app, null, bundle, onProgress);
  const call = recordsCall(app.network, "publishOwnCapsules", [version, capsules]);
  await app.transactions.run(call, (step) => onProgress({ step }));
  return { wrapped, unanswered };
}

/** The bundle of everything that could be learnt; null where there is nothing. */
async function wrapAnew(
  app: App,
  onProgress: OnProgress,
): Promise<Rewrapped & { bundle: Uint8Array<ArrayBuffer> | null }> {
  // The one that is unlocked now: locking ends it, and must not have what is still under way here begin another.
  const { holder } = app.keys;
  const sources = await everySource(app);
  let [done, unanswered] = [0, 0];
  const queue = [...sources];
  async function work(): Promise<void> {
    for (let source = queue.shift(); source; source = queue.shift()) {
      if ((await learn(app, holder, source)) === "unanswered") unanswered += 1;
      onProgress({ step: "locking", locked: ++done, total: sources.length });
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));

  const things = await stillNeeded(app, await holder.knownThings());
  const bundle = things.length > 0 ? await holder.wrapForMyself(locationOf(app.network), things) : null;
  return { wrapped: things.length, unanswered, bundle };
}

/** Whether the account's newest key is a later one for which nothing was wrapped again yet, though there is something to wrap. */
export async function isRewrapDue(app: App): Promise<boolean> {
  const account = app.wallet.client.account.address;
  const { version } = await keyOf(app.chain, account);
  const accounts = await app.keys.holder.accounts();
  // A first key has nothing of before, unless it took over from another wallet.
  if (version < 2 && accounts.length < 2) return false;
  const published = await recordsLogs(app.chain, "OwnCapsulesPublished", { account });
  if (published.some(({ args }) => args.keyVersion === version)) return false;
  return (await everySource(app)).length > 0;
}

function everySource(app: App): Promise<CapsuleSource[]> {
  const { chart } = app.session.who ?? {};
  return chart ? sourcesOfChart(app, chart) : sourcesOfDoctor(app);
}

/** One that is gone or malformed keeps none of the others out; whatever only it had could not be opened before either. */
async function learn(
  app: App,
  holder: App["keys"]["holder"],
  { field, granter }: CapsuleSource,
): Promise<"learnt" | "unusable" | "unanswered"> {
  try {
    await holder.learnFrom(locationOf(app.network), granter, await capsuleBundle(app, field));
    return "learnt";
  } catch (error) {
    return error instanceof StoreAwayError ? "unanswered" : "unusable";
  }
}

/** What this account may read now, as it is locked now. Remarks keep the lock that they were written under. */
async function stillNeeded({ chain, wallet }: App, things: readonly SealedThing[]): Promise<SealedThing[]> {
  const account = wallet.client.account.address;
  const reports = [...new Set(things.map(({ report }) => report))];
  const epochs = new Map(
    await Promise.all(
      reports.map(async (report) => {
        const isReader = await canRead(chain, report, account);
        return [report, isReader ? await epochOf(chain, report) : null] as const;
      }),
    ),
  );
  return things.filter(({ kind, report, epoch }) => {
    const current = epochs.get(report) ?? null;
    return current !== null && (kind === "remark" || epoch === current);
  });
}
