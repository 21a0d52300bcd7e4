import type { ChartId } from "@chartkey/protocol/chart";
import { proxy } from "comlink";
import { isAddressEqual, type Address } from "viem";
import type { App } from "../app.ts";
import { accountSignatureCheck } from "../chain/accountSignature.ts";
import { locationOf } from "../network/locationOf.ts";
import { NoKeyError, recipientOf, type PublishedRecipient } from "./recipientOf.ts";

/**
 * Those of some people who read a report for whom more of it is locked. A key that changed is asked about first. A doctor without a key,
 * or with one that nobody can lock for, is left out: they must not keep it from the others, and the patient can give them the key later.
 * The patient is never left out.
 *
 * @throws KeyChangedError for one whose key somebody here must confirm first, an ExplainedError for a patient who cannot receive.
 */
export async function confirmedReaders(
  app: App,
  { chart, holder }: { chart: ChartId; holder: Address | null },
  people: readonly Address[],
): Promise<PublishedRecipient[]> {
  const { chain, keys, network } = app;
  const found = await Promise.all(
    people.map(async (reader): Promise<PublishedRecipient[]> => {
      const isPatient = holder !== null && isAddressEqual(reader, holder);
      try {
        const recipient = await recipientOf(app, reader, isPatient ? chart : reader);
        const check = proxy(accountSignatureCheck(chain));
        return isPatient || (await keys.holder.isLockable(locationOf(network), recipient, check)) ? [recipient] : [];
      } catch (error) {
        if (error instanceof NoKeyError && !isPatient) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}
