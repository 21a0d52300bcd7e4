import { wrapContentKeys } from "../../src/capsule.ts";
import { ownKey } from "../../src/key-publication.ts";
import { openHead } from "../../src/payload-open.ts";
import { rekeyPayload } from "../../src/payload-seal.ts";
import { doctor, patient, recordsLocation, stranger } from "../helpers/actors.ts";
import { partStore, sampleBytes, sealedReport } from "../helpers/sealed-report.ts";

/**
 * Milliseconds to give `count` reports of `size` bytes new content keys: each is opened, sealed anew, and its key wrapped for the patient
 * and two readers who remain. Nothing of the network is in it.
 */
export async function measureRekeying(count: number, size: number): Promise<number> {
  const reports = await Promise.all(Array.from({ length: count }, () => sealedReport(sampleBytes(size))));
  const recipients = [patient, doctor, stranger].map((who) => ownKey(who, who.identity));
  const location = recordsLocation;
  const begin = performance.now();
  for (const { sealed, store, expected } of reports) {
    const opened = await openHead(sealed.head, sealed.contentKey, expected);
    const { contentKey, report } = await rekeyPayload({ opened, epoch: 2, fetchPart: store.fetch }, partStore().sink);
    const keys = [{ kind: "report", report, version: 1, epoch: 2, contentKey } as const];
    for (const recipient of recipients) {
      await wrapContentKeys({ location, granter: patient.account, recipient, keys });
    }
  }
  return performance.now() - begin;
}
