import { Bytes, ethereum } from "@graphprotocol/graph-ts";
import { ConsentRequested, RequestDeclined } from "../generated/Records/Records";
import { Request } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { eventId, requestsId } from "./ids";
import { newestPeriod, startPeriod } from "./periods";
import { purposeOf } from "./purposeOf";

export function handleConsentRequested(event: ConsentRequested): void {
  const doctor = fetchAccount(event.params.doctor, event);
  const request = new Request(startPeriod(requestsId(event.params.report, doctor.id)));

  request.report = event.params.report;
  request.chart = event.params.chart;
  request.doctor = doctor.id;
  request.purpose = purposeOf(event.params.purpose);
  request.status = "OPEN";
  request.askedAt = event.block.timestamp;
  request.asked = eventId(event);
  request.save();

  const day = fetchDay(event);
  day.requests++;
  day.save();

  const audit = auditEvent(event, "ConsentRequested");
  audit.actor = doctor.id;
  audit.account = doctor.id;
  audit.chart = request.chart;
  audit.report = request.report;
  audit.request = request.id;
  audit.save();
}

export function handleRequestDeclined(event: RequestDeclined): void {
  const request = answerRequest(event.params.report, event.params.doctor, "DECLINED", event)!;

  request.notBefore = event.params.notBefore;
  request.save();

  const audit = auditEvent(event, "RequestDeclined");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = request.doctor;
  audit.chart = request.chart;
  audit.report = request.report;
  audit.request = request.id;
  audit.save();
}

/** Ends the open request of `doctor` for `report`; null when there is none. */
export function answerRequest(report: Bytes, doctor: Bytes, status: string, event: ethereum.Event): Request | null {
  const request = Request.load(newestPeriod(requestsId(report, doctor)));
  if (request === null || request.answered !== null) return null;
  request.status = status;
  request.answeredAt = event.block.timestamp;
  request.answered = eventId(event);
  request.save();
  return request;
}
