import { isAddressEqual } from "viem";
import type { App } from "../app.ts";
import { readReaders } from "../chain/readers.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import { readChartConsents } from "../history/consents.ts";
import type { ReportRow } from "../history/rows.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";
import { ExplainedError } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import { confirmedReaders } from "./confirmedReaders.ts";
import type { ReportRecipients } from "./newReportRecipients.ts";

/**
 * The patient and everyone else who can read a report, as they are now: for whom its next version is locked besides its author.
 *
 * @throws KeyChangedError for one whose key somebody here must confirm first, an ExplainedError for one who cannot receive.
 */
export async function correctionRecipients(app: App, row: ReportRow): Promise<ReportRecipients> {
  const { chain, history, wallet } = app;
  const { report, chart } = row;
  const holder = await holderOf(chain, chart);
  if (!holder) throw new ExplainedError(explainRefusal("ChartUnknown"));
  // Before the readers: if they change after this, the contract refuses the version rather than leaving one of them out.
  const consentEpoch = await consentEpochOf(chain, chart);
  const [consents, standing] = await Promise.all([
    readChartConsents(history, chart),
    readChartStandingConsents(history, chart),
  ]);
  const readers = (await readReaders(chain, [row], { consents, standing }, Date.now())).get(report) ?? [];
  const everyone = [holder, ...readers.map(({ doctor }) => doctor.account)];
  const others = [...new Set(everyone)].filter((each) => !isAddressEqual(each, wallet.client.account.address));
  const recipients = await confirmedReaders(app, { chart, holder }, others);
  const patient = recipients.find(({ publication }) => isAddressEqual(publication.account, holder));
  // The version that is locked for, so that a key which is renewed after this is refused.
  const holderKeyVersion = patient?.registered.version ?? (await keyOf(chain, holder)).version;
  return { recipients, holderKeyVersion, consentEpoch };
}
