import { reportIdOf, type ReportId } from "@chartkey/protocol/report-id";
import type { Hex } from "viem";
import type { Contracts } from "../contracts.ts";
import { realisticBytes } from "../realistic.ts";

/** A report called `name`, as its first version is added to `chart`. */
export function newReport(chart: Hex, hospital: number, name: string) {
  return {
    chart,
    hospital,
    commitment: realisticBytes(`commitment of ${name}`),
    payload: realisticBytes(`payload of ${name}`),
    capsules: realisticBytes(`capsules of ${name}`),
    holderKeyVersion: 1,
    consentEpoch: 0,
    explicitOnly: false,
  };
}

/** The second version of a report. */
export function correction(report: ReportId, hospital: number) {
  return {
    report,
    version: 2,
    epoch: 1,
    hospital,
    commitment: realisticBytes("commitment of a correction"),
    payload: realisticBytes("payload of a correction"),
    capsules: realisticBytes("capsules of a correction"),
    holderKeyVersion: 1,
    consentEpoch: 0,
  };
}

/** The id of the report called `name`. */
export function reportOf(contracts: Contracts, chart: Hex, author: Hex, name: string): ReportId {
  return reportIdOf(contracts, { chart, author, commitment: realisticBytes(`commitment of ${name}`) });
}
