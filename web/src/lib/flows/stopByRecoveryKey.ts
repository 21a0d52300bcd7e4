import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import type { App } from "../app.ts";
import { recordsCall } from "../chain/call.ts";
import { controlOf } from "../chain/control.ts";
import { pairStateOf } from "../chain/signatures.ts";
import type { TransactionStatus } from "../chain/transactions.svelte.ts";
import { locationOf } from "../network/locationOf.ts";

/** Seconds for which the stop can be sent. */
const SIGNATURE_LIFETIME = 3_600;

/**
 * Ends everything that somebody reads of a chart, for a person who has its recovery key and not its wallet: the key signs, and whatever
 * wallet is here sends. It needs no delay, for a stop only takes away. The keyring must be open, or found by `findLostChart`.
 */
export async function stopByRecoveryKey(
  { chain, keys, network, transactions }: App,
  chart: ChartId,
  reader: Address,
  onStatus: (status: TransactionStatus) => void,
): Promise<void> {
  const [{ signatureEpoch: epoch, now }, { counter }] = await Promise.all([
    controlOf(chain, chart),
    pairStateOf(chain, chart, reader),
  ]);
  const deadline = BigInt(now + SIGNATURE_LIFETIME);
  const stopped = { chart, reader, counter, epoch, deadline };
  const signature = await keys.holder.signStopOfEverything(locationOf(network), stopped);
  const call = recordsCall(network, "stopEverythingFor", [chart, reader, counter, deadline, signature]);
  await transactions.run(call, onStatus);
}
