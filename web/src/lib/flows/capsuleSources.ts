import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address, Hex } from "viem";
import type { App } from "../app.ts";
import { inChainOrder, recordsLogs } from "../chain/logs.ts";
import type { ChainAccess } from "../chain/chainAccess.ts";

/** Where content keys for the reader may be: the `capsules` of an event, and who sent it. */
export type CapsuleSource = { field: Hex; granter: Address };

/**
 * Every event that may have content keys for the patient of a chart, oldest first: those of its reports, versions, locks and
 * remarks, and what was wrapped again. Read from the logs of the public record: rare, and none may be missing.
 */
export async function sourcesOfChart(app: App, chart: ChartId): Promise<CapsuleSource[]> {
  const { chain } = app;
  const [added, corrected, rekeyed, remarks, own] = await Promise.all([
    recordsLogs(chain, "ReportAdded", { chart }),
    recordsLogs(chain, "ReportCorrected", { chart }),
    recordsLogs(chain, "ReportRekeyed", { chart }),
    recordsLogs(chain, "RemarkAdded", { chart }),
    sourcesOfAccounts(app, chart),
  ]);
  return [...own, ...[...added, ...corrected, ...rekeyed, ...remarks].toSorted(inChainOrder).map(sourceOf)];
}

/** Every event that may have content keys for a doctor, of the reports that they wrote or that were ever shared with them. */
export async function sourcesOfDoctor(app: App): Promise<CapsuleSource[]> {
  const { chain, wallet } = app;
  const grantee = wallet.client.account.address;
  const [granted, standing, written, own] = await Promise.all([
    recordsLogs(chain, "ConsentGranted", { grantee }),
    recordsLogs(chain, "StandingConsentGranted", { grantee }),
    recordsLogs(chain, "ReportAdded", { author: grantee }),
    sourcesOfAccounts(app, null),
  ]);
  const charts = [...new Set(standing.map(({ args }) => args.chart))];
  const ofCharts = await Promise.all(charts.map((chart) => recordsLogs(chain, "ReportAdded", { chart })));
  const known = [...granted, ...written, ...ofCharts.flat()].map(({ args }) => args.report);
  const ofReports = await Promise.all([...new Set(known)].map((report) => changesOf(chain, report)));
  const all = [...granted, ...standing, ...written, ...ofCharts.flat(), ...ofReports.flat()];
  return [...own, ...all.toSorted(inChainOrder).map(sourceOf)];
}

/** Every event that has content keys of a report's versions. */
export async function sourcesOfReport({ chain }: App, report: ReportId): Promise<CapsuleSource[]> {
  const added = await recordsLogs(chain, "ReportAdded", { report });
  const changes = (await changesOf(chain, report)).filter(({ eventName }) => eventName !== "RemarkAdded");
  return [...added, ...changes].toSorted(inChainOrder).map(sourceOf);
}

async function changesOf(chain: ChainAccess, report: ReportId) {
  const [corrected, rekeyed, remarks] = await Promise.all([
    recordsLogs(chain, "ReportCorrected", { report }),
    recordsLogs(chain, "ReportRekeyed", { report }),
    recordsLogs(chain, "RemarkAdded", { report }),
  ]);
  return [...corrected, ...rekeyed, ...remarks];
}

/**
 * What was wrapped again for the accounts in the unlocked keyring: by themselves, and by patients; for the patient of `chart`, only in
 * that chart, where no stranger can publish.
 */
export async function sourcesOfAccounts({ chain, keys }: App, chart: ChartId | null): Promise<CapsuleSource[]> {
  const accounts = await keys.holder.accounts();
  const found = await Promise.all(accounts.map((account) => publishedFor(chain, account, chart)));
  return found.flat();
}

async function publishedFor(chain: ChainAccess, account: Address, chart: ChartId | null): Promise<CapsuleSource[]> {
  const [own, given] = await Promise.all([
    recordsLogs(chain, "OwnCapsulesPublished", { account }),
    recordsLogs(chain, "CapsulesPublished", { recipient: account, ...(chart && { chart }) }),
  ]);
  return [
    ...own.map(({ args }) => ({ field: args.capsules, granter: args.account })),
    ...given.map(({ args }) => ({ field: args.capsules, granter: args.actor })),
  ];
}

const sourceOf = ({ args }: { args: { capsules: Hex; actor: Address } }): CapsuleSource => ({
  field: args.capsules,
  granter: args.actor,
});
