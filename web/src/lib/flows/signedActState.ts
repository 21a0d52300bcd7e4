import { chartOfAct, type Binding, type PatientAct } from "../acts/patientAct.ts";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { consentCounterOf, consentEpochOf } from "../chain/reads.ts";
import { controlOf, nonceOf, pairStateOf } from "../chain/signatures.ts";

/**
 * Whether the contracts would still take a signed act, as far as its signature goes: not once it was sent, was made void, or a later
 * decision about the same took its place. What passes by itself, such as a pause, ends none.
 */
export async function canStillBeSent(chain: ChainAccess, act: PatientAct, bound: Binding): Promise<boolean> {
  const chart = chartOfAct(act);
  if (chart === null) return true;
  const { epoch } = await controlOf(chain, chart);
  if (epoch !== bound.epoch) return false;
  switch (act.kind) {
    case "share": {
      const { generation } = await pairStateOf(chain, chart, act.grantee);
      return generation === bound.generation && (await everyCounter(chain, act.grantee, act.shares, isSame));
    }
    case "share-all": {
      const [{ counter }, consentEpoch] = await Promise.all([
        pairStateOf(chain, chart, act.grantee),
        consentEpochOf(chain, chart),
      ]);
      return counter === act.counter && consentEpoch === act.consentEpoch;
    }
    case "stop":
      return everyCounter(chain, act.grantee, act.stops, isStopValid);
    case "stop-all":
      return isStopValid((await pairStateOf(chain, chart, act.grantee)).counter, act.counter);
    case "request":
      return (await nonceOf(chain, act.call.to === chain.network.registry, chart)) === act.nonce;
    case "register":
      return true;
  }
}

type Counter = (now: number, signed: number) => boolean;

const isSame: Counter = (now, signed) => now === signed;
/** A grant that came before it must not keep it from being sent. */
const isStopValid: Counter = (now, signed) => now === signed || now === signed + 1;

async function everyCounter(
  chain: ChainAccess,
  grantee: `0x${string}`,
  reports: readonly { report: `0x${string}`; counter: number }[],
  isValid: Counter,
): Promise<boolean> {
  const each = reports.map(async ({ report, counter }) =>
    isValid(await consentCounterOf(chain, report, grantee), counter),
  );
  return (await Promise.all(each)).every(Boolean);
}
