import { Address, Bytes, ethereum, store } from "@graphprotocol/graph-ts";
import { ConsentStopped } from "../generated/Records/Records";
import { EarlyStop, ExpectedReport } from "../generated/schema";
import { fetchAccount } from "./fetchAccount";
import { fetchConsent } from "./fetchConsent";
import { consentId, eventId } from "./ids";

// [Note: early stops] A stop names a report that may not be there, today or ever. A Consent always has its report, so the stop waits here, and
// becomes a Consent when the report is added.

export function saveEarlyStop(event: ConsentStopped): void {
  const report = new ExpectedReport(event.params.report);
  report.chart = event.params.chart;
  report.save();

  const stop = new EarlyStop(consentId(event.params.report, event.params.grantee));
  stop.report = report.id;
  stop.grantee = fetchAccount(event.params.grantee, event).id;
  stop.counter = event.params.counter.toI32();
  stop.decidedAt = event.block.timestamp;
  stop.decided = eventId(event);
  stop.save();
}

/** Makes Consents of what was stopped before `report` was added. */
export function takeEarlyStops(report: Bytes, event: ethereum.Event): void {
  const expected = ExpectedReport.load(report);
  if (expected === null) return;
  const stops = expected.stops.load();
  for (let i = 0; i < stops.length; i++) {
    const stop = stops[i];
    const consent = fetchConsent(report, expected.chart, Address.fromBytes(stop.grantee), event);
    consent.stopped = true;
    consent.counter = stop.counter;
    consent.decidedAt = stop.decidedAt;
    consent.decided = stop.decided;
    consent.save();
    store.remove("EarlyStop", stop.id.toHexString());
  }
  store.remove("ExpectedReport", report.toHexString());
}
