import { BigInt, ethereum } from "@graphprotocol/graph-ts";
import { ConsentGranted, ConsentStopped } from "../generated/Records/Records";
import { Consent, Grant, Report } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { saveEarlyStop } from "./earlyStops";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { fetchConsent } from "./fetchConsent";
import { fetchPair } from "./fetchPair";
import { eventId, grantId } from "./ids";
import { purposeOf } from "./purposeOf";
import { answerRequest } from "./requests";

export function handleConsentGranted(event: ConsentGranted): void {
  const grantee = fetchAccount(event.params.grantee, event);
  const consent = fetchConsent(event.params.report, event.params.chart, event.params.grantee, event);
  const counter = event.params.counter.toI32();
  const grant = new Grant(grantId(consent.report, grantee.id, counter));

  grant.consent = consent.id;
  grant.report = consent.report;
  grant.chart = consent.chart;
  grant.grantee = grantee.id;
  grant.expiry = event.params.expiry;
  grant.purpose = purposeOf(event.params.purpose);
  grant.counter = counter;
  grant.attestationGeneration = event.params.attestationGeneration.toI32();
  grant.pairGeneration = fetchPair(event.params.chart, event.params.grantee, event).generation;
  grant.granteeKeyVersion = event.params.granteeKeyVersion.toI32();
  grant.capsules = event.params.capsules;
  grant.grantedAt = event.block.timestamp;
  grant.granted = eventId(event);
  grant.save();

  endNewestGrant(consent, event);
  consent.expiry = grant.expiry;
  consent.purpose = grant.purpose;
  consent.stopped = false;
  consent.counter = counter;
  consent.attestationGeneration = grant.attestationGeneration;
  consent.pairGeneration = grant.pairGeneration;
  consent.decidedAt = event.block.timestamp;
  consent.decided = eventId(event);
  consent.grant = grant.id;
  consent.save();
  answerRequest(consent.report, grantee.id, "GRANTED", event);

  const day = fetchDay(event);
  day.consentsGiven++;
  day.save();

  const audit = auditEvent(event, "ConsentGranted");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = grantee.id;
  audit.chart = consent.chart;
  audit.report = consent.report;
  audit.grant = grant.id;
  audit.save();
}

export function handleConsentStopped(event: ConsentStopped): void {
  const grantee = fetchAccount(event.params.grantee, event);
  const audit = auditEvent(event, "ConsentStopped");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = grantee.id;
  audit.chart = event.params.chart;
  audit.report = event.params.report;
  if (Report.load(event.params.report) === null) saveEarlyStop(event);
  else audit.grant = stopConsent(event).grant;
  audit.save();

  const day = fetchDay(event);
  day.consentsEnded++;
  day.save();
}

function stopConsent(event: ConsentStopped): Consent {
  const consent = fetchConsent(event.params.report, event.params.chart, event.params.grantee, event);

  endNewestGrant(consent, event);
  consent.expiry = BigInt.zero();
  consent.purpose = "NONE";
  consent.stopped = true;
  consent.counter = event.params.counter.toI32();
  consent.attestationGeneration = 0;
  consent.decidedAt = event.block.timestamp;
  consent.decided = eventId(event);
  consent.save();
  answerRequest(consent.report, consent.grantee, "STOPPED", event);
  return consent;
}

/** Stopping twice leaves the end where it was. */
function endNewestGrant(consent: Consent, event: ethereum.Event): void {
  if (consent.grant === null) return;
  const grant = Grant.load(consent.grant!)!;
  if (grant.ended !== null) return;
  grant.endedAt = event.block.timestamp;
  grant.ended = eventId(event);
  grant.save();
}
