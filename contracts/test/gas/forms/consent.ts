import { purposeIndex } from "@chartkey/protocol/purpose";
import {
  shareAllReports,
  shareReports,
  stopSharingEverything,
  stopSharingReports,
} from "@chartkey/protocol/consent-forms";
import type { ReportId } from "@chartkey/protocol/report-id";
import { slice, type Address, type Hex } from "viem";
import type { Contracts } from "../contracts.ts";
import type { Person } from "../person.ts";
import { realisticBytes } from "../realistic.ts";
import { DAY, NOW } from "../times.ts";

const UNTIL = NOW + 30n * DAY;

/** A consent of thirty days to each of `reports`. */
export function grant(reader: Address, reports: readonly ReportId[], counter = 0) {
  return {
    grantee: reader,
    expiry: UNTIL,
    purpose: purposeIndex("TREAT"),
    granteeKeyVersion: 1,
    shares: reports.map((report) => ({ report, counter, capsules: realisticBytes(`capsules for ${report}`) })),
  };
}

export function signGrant(contracts: Contracts, holder: Person, granted: ReturnType<typeof grant>, deadline: bigint) {
  const [first] = granted.shares;
  if (first === undefined) throw new Error("Nothing is shared.");
  const form = {
    chart: slice(first.report, 0, 20),
    reader: granted.grantee,
    purpose: "TREAT",
    until: granted.expiry,
    reports: granted.shares,
    readerKeyVersion: granted.granteeKeyVersion,
    generation: 0,
    epoch: 0,
    deadline,
  } as const;
  return holder.account.signTypedData(shareReports(contracts, form));
}

/** A consent of thirty days to everything in `chart`. */
export function standingGrant(chart: Hex, reader: Address, { counter = 0, consentEpoch = 0 } = {}) {
  return {
    chart,
    grantee: reader,
    expiry: UNTIL,
    purpose: purposeIndex("TREAT"),
    granteeKeyVersion: 1,
    counter,
    consentEpoch,
    capsules: realisticBytes(`capsules for everything in ${chart}`),
  };
}

export function signStandingGrant(
  contracts: Contracts,
  holder: Person,
  granted: ReturnType<typeof standingGrant>,
  deadline: bigint,
) {
  const { chart, grantee, expiry, granteeKeyVersion, counter, consentEpoch, capsules } = granted;
  const form = {
    chart,
    reader: grantee,
    purpose: "TREAT",
    until: expiry,
    readerKeyVersion: granteeKeyVersion,
    capsules,
    consentEpoch,
    counter,
    epoch: 0,
    deadline,
  } as const;
  return holder.account.signTypedData(shareAllReports(contracts, form));
}

export type Stop = { report: ReportId; counter: number };

export function signStops(
  contracts: Contracts,
  signer: Person,
  { chart, reader, stops, deadline }: { chart: Hex; reader: Address; stops: readonly Stop[]; deadline: bigint },
) {
  return signer.account.signTypedData(
    stopSharingReports(contracts, { chart, reader, reports: stops, epoch: 0, deadline }),
  );
}

export function signStopOfEverything(
  contracts: Contracts,
  signer: Person,
  form: { chart: Hex; reader: Address; counter: number; deadline: bigint },
) {
  return signer.account.signTypedData(stopSharingEverything(contracts, { ...form, epoch: 0 }));
}
