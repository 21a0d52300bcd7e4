import { chartRequest } from "@chartkey/protocol/chart-request";
import {
  recordsDomain,
  shareAllReports,
  shareReports,
  stopSharingEverything,
  stopSharingReports,
} from "@chartkey/protocol/consent-forms";
import { PURPOSES, type Purpose } from "@chartkey/protocol/purpose";
import type { RecordsLocation } from "@chartkey/protocol/report-id";
import { slice, type Hash, type Hex, type TypedDataDefinition } from "viem";
import type { Actor } from "./actor.ts";
import { now } from "./chain.ts";
import type { Grant, StandingGrant } from "./reports.ts";
import { sign, type Signer } from "./signer.ts";
import type { World } from "./world.ts";

/** What a patient signs, EIP-712 typed data of which a test may change anything before, and anybody sends. */
export type SignedAct = { form: TypedDataDefinition; send: (signature: Hex, sender?: Actor) => Promise<Hash> };

const HOUR = 3_600n;
const chartOf = (report: Hex) => slice(report, 0, 20);

/** Has `signer` sign what is sent, unchanged. */
export async function signAndSend(act: SignedAct, signer: Signer, sender?: Actor): Promise<Hash> {
  return act.send(await sign(signer, act.form), sender);
}

export function recordsLocation({ contracts }: World): RecordsLocation {
  return { chainId: 31337, records: contracts.records };
}

/** Sharing one report or several, signed in a form that fits what is sent and what the chain says now. */
export async function signedConsent(all: World, granted: Grant, deadline?: bigint): Promise<SignedAct> {
  const [first] = granted.shares;
  const chart = first === undefined ? all.chart : chartOf(first.report);
  const until = deadline ?? (await inAnHour());
  const [, , , generation] = await all.stranger.records.read.standingConsentOf([chart, granted.grantee]);
  const form = shareReports(recordsLocation(all), {
    chart,
    reader: granted.grantee,
    purpose: PURPOSES[granted.purpose] as Purpose,
    until: granted.expiry,
    reports: granted.shares,
    readerKeyVersion: granted.granteeKeyVersion,
    generation,
    epoch: await signatureEpochOf(all, chart),
    deadline: until,
  });
  return {
    form,
    send: (signature, sender = all.stranger) => sender.records.write.grantConsentsFor([granted, until, signature]),
  };
}

/** Sharing all reports of a chart. */
export async function signedStandingConsent(all: World, granted: StandingGrant, deadline?: bigint): Promise<SignedAct> {
  const until = deadline ?? (await inAnHour());
  const form = shareAllReports(recordsLocation(all), {
    chart: granted.chart,
    reader: granted.grantee,
    purpose: PURPOSES[granted.purpose] as Purpose,
    until: granted.expiry,
    readerKeyVersion: granted.granteeKeyVersion,
    capsules: granted.capsules,
    consentEpoch: granted.consentEpoch,
    counter: granted.counter,
    epoch: await signatureEpochOf(all, granted.chart),
    deadline: until,
  });
  return {
    form,
    send: (signature, sender = all.stranger) =>
      sender.records.write.grantStandingConsentFor([granted, until, signature]),
  };
}

/** Stopping to share reports. */
export async function signedStop(
  all: World,
  stops: readonly { report: Hex; counter: number }[],
  grantee: Hex,
  deadline?: bigint,
): Promise<SignedAct> {
  const [first] = stops;
  const chart = first === undefined ? all.chart : chartOf(first.report);
  const until = deadline ?? (await inAnHour());
  const form = stopSharingReports(recordsLocation(all), {
    chart,
    reader: grantee,
    reports: stops,
    epoch: await signatureEpochOf(all, chart),
    deadline: until,
  });
  return {
    form,
    send: (signature, sender = all.stranger) =>
      sender.records.write.stopConsentsFor([stops, grantee, until, signature]),
  };
}

/** Stopping to share everything of a chart. */
export async function signedStopOfEverything(
  all: World,
  { chart, grantee, counter = 0 }: { chart: Hex; grantee: Hex; counter?: number },
  deadline?: bigint,
): Promise<SignedAct> {
  const until = deadline ?? (await inAnHour());
  const form = stopSharingEverything(recordsLocation(all), {
    chart,
    reader: grantee,
    counter,
    epoch: await signatureEpochOf(all, chart),
    deadline: until,
  });
  return {
    form,
    send: (signature, sender = all.stranger) =>
      sender.records.write.stopEverythingFor([chart, grantee, counter, until, signature]),
  };
}

/** Anything that has no form of its own. `call` is selector and arguments. */
export async function signedRequest(
  all: World,
  call: Hex,
  { chart = all.chart, nonce, deadline }: { chart?: Hex; nonce?: bigint; deadline?: bigint } = {},
): Promise<SignedAct> {
  const request = {
    chart,
    call,
    nonce: nonce ?? (await all.stranger.records.read.nonces([chart])),
    deadline: deadline ?? (await inAnHour()),
  };
  const epoch = await signatureEpochOf(all, chart);
  return {
    form: chartRequest(recordsDomain(recordsLocation(all)), { ...request, epoch }),
    send: (signature, sender = all.stranger) => sender.records.write.executeRequest([request, signature]),
  };
}

async function signatureEpochOf({ stranger }: World, chart: Hex): Promise<number> {
  const [, epoch] = await stranger.registry.read.whoControls([chart]);
  return epoch;
}

async function inAnHour(): Promise<bigint> {
  return (await now()) + HOUR;
}
