import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { EverythingStopped, StandingConsentGranted } from "../generated/Records/Records";
import { Chart, EverythingStop, Pair, StandingGrant } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { fetchPair } from "./fetchPair";
import { everythingStopId, eventId, standingGrantId } from "./ids";
import { purposeOf } from "./purposeOf";

export function handleStandingConsentGranted(event: StandingConsentGranted): void {
  const pair = fetchPair(event.params.chart, event.params.grantee, event);
  const counter = event.params.counter.toI32();
  const grant = new StandingGrant(standingGrantId(pair.chart, pair.grantee, counter));

  grant.pair = pair.id;
  grant.chart = pair.chart;
  grant.grantee = pair.grantee;
  grant.expiry = event.params.expiry;
  grant.purpose = purposeOf(event.params.purpose);
  grant.counter = counter;
  grant.attestationGeneration = event.params.attestationGeneration.toI32();
  grant.granteeKeyVersion = event.params.granteeKeyVersion.toI32();
  grant.consentEpoch = event.params.consentEpoch.toI32();
  grant.capsules = event.params.capsules;
  grant.grantedAt = event.block.timestamp;
  grant.granted = eventId(event);
  grant.save();

  endNewestGrant(pair, event);
  pair.expiry = grant.expiry;
  pair.purpose = grant.purpose;
  pair.counter = counter;
  pair.attestationGeneration = grant.attestationGeneration;
  pair.decidedAt = event.block.timestamp;
  pair.decided = eventId(event);
  pair.grant = grant.id;
  pair.save();
  setConsentEpoch(pair.chart, event.params.consentEpoch);

  const day = fetchDay(event);
  day.consentsGiven++;
  day.save();

  const audit = auditEvent(event, "StandingConsentGranted");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = pair.grantee;
  audit.chart = pair.chart;
  audit.standingGrant = grant.id;
  audit.save();
}

/** Touches the pair alone, however many consents it has: they name the generation that this ends. */
export function handleEverythingStopped(event: EverythingStopped): void {
  const pair = fetchPair(event.params.chart, event.params.grantee, event);
  const generation = event.params.generation.toI32();
  const stop = new EverythingStop(everythingStopId(pair.chart, pair.grantee, generation));

  stop.pair = pair.id;
  stop.generation = generation;
  stop.stoppedAt = event.block.timestamp;
  stop.stopped = eventId(event);
  stop.save();

  endNewestGrant(pair, event);
  pair.generation = generation;
  pair.expiry = BigInt.zero();
  pair.purpose = "NONE";
  pair.counter = event.params.counter.toI32();
  pair.attestationGeneration = 0;
  pair.decidedAt = event.block.timestamp;
  pair.decided = eventId(event);
  pair.save();
  setConsentEpoch(pair.chart, event.params.consentEpoch);

  const day = fetchDay(event);
  day.consentsEnded++;
  day.save();

  const audit = auditEvent(event, "EverythingStopped");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = pair.grantee;
  audit.chart = pair.chart;
  audit.standingGrant = pair.grant;
  audit.save();
}

function setConsentEpoch(id: Bytes, epoch: BigInt): void {
  const chart = Chart.load(id)!;
  chart.consentEpoch = epoch.toI32();
  chart.save();
}

/** Stopping twice leaves the end where it was. */
function endNewestGrant(pair: Pair, event: ethereum.Event): void {
  if (pair.grant === null) return;
  const grant = StandingGrant.load(pair.grant!)!;
  if (grant.ended !== null) return;
  grant.endedAt = event.block.timestamp;
  grant.ended = eventId(event);
  grant.save();
}
