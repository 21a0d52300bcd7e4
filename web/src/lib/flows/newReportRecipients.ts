import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import { m } from "#messages";
import type { App } from "../app.ts";
import { consentEpochOf, holderOf, keyOf } from "../chain/reads.ts";
import { standingReaders } from "../chain/standingReaders.ts";
import { readChartStandingConsents } from "../history/standingConsents.ts";
import type { Recipient } from "../keys/keyHolder.ts";
import { FEWEST_WAYS } from "../keys/keyringKeeper.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import { explainRefusal } from "../words/refusals.ts";
import { lockableAmong } from "./lockableAmong.ts";
import { recipientOf } from "./recipientOf.ts";

/** For whom a report is locked besides its author, and what the contract will compare that with. */
export type ReportRecipients = { recipients: Recipient[]; holderKeyVersion: number; consentEpoch: number };

/**
 * The patient and the doctors with whom all reports are shared, as they are now.
 *
 * @throws KeyChangedError for a patient whose key somebody here must confirm first, an ExplainedError for one who cannot receive.
 */
export async function newReportRecipients(
  app: App,
  chart: ChartId,
  { explicitOnly }: { explicitOnly: boolean },
): Promise<ReportRecipients> {
  const { chain, wallet } = app;
  const holder = await holderOf(chain, chart);
  if (!holder) throw new ExplainedError(explainRefusal("ChartUnknown"));
  // Before the readers: if they change after this, the contract refuses the report rather than leaving one of them out.
  const consentEpoch = await consentEpochOf(chain, chart);
  const readers = explicitOnly ? [] : await readersOfAll(app, chart);
  const patient = holder === wallet.client.account.address ? [] : [await recipientOf(app, holder, chart)];
  if (patient.some(({ ways }) => ways < FEWEST_WAYS)) throw new ExplainedError(oneWayOnly);
  const holderKeyVersion = patient[0]?.registered.version ?? (await keyOf(chain, holder)).version;
  const recipients = [...patient, ...(await lockableAmong(app, readers)).recipients];
  return { recipients, holderKeyVersion, consentEpoch };
}

async function readersOfAll({ chain, history }: App, chart: ChartId): Promise<Address[]> {
  const standing = await standingReaders(chain, await readChartStandingConsents(history, chart));
  return standing.map(({ grantee }) => grantee.account);
}

/** [Note: two ways to unlock] Whoever loses the only one loses every report, so none is added before there is a second. */
const oneWayOnly: Explanation = {
  what: m.keys_flows_new_report_recipients_one_way_what(),
  safe: m.keys_flows_new_report_recipients_one_way_safe(),
  next: m.keys_flows_new_report_recipients_one_way_next(),
  remedy: "retry",
};
