import type { Hex } from "viem";
import type { World } from "./world.ts";

/** What every view of the records says about the given reports and each actor of the tests' world. */
export async function viewsOf(all: World, reports: readonly Hex[]) {
  const { read } = all.stranger.records;
  const accounts = [all.patient, all.doctor, all.harbourDoctor, all.otherPatient, all.newcomer, all.stranger];
  const pairs = reports.flatMap((report) => accounts.map(({ address }) => [report, address] as const));
  return {
    reports: await Promise.all(reports.map((report) => read.reportOf([report]))),
    consents: await Promise.all(pairs.map((pair) => read.consentOf(pair))),
    requests: await Promise.all(pairs.map((pair) => read.requestOf(pair))),
    readers: await Promise.all(pairs.map((pair) => read.canRead(pair))),
    standing: await Promise.all(accounts.map(({ address }) => read.standingConsentOf([all.chart, address]))),
    consentEpoch: await read.consentEpochOf([all.chart]),
  };
}
