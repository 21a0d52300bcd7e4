import { RemarkAdded } from "../generated/Records/Records";
import { Remark } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId } from "./ids";

export function handleRemarkAdded(event: RemarkAdded): void {
  const author = fetchAccount(event.params.actor);
  const remark = new Remark(eventId(event));

  remark.report = event.params.report;
  remark.chart = event.params.chart;
  remark.author = author.id;
  remark.epoch = event.params.epoch.toI32();
  remark.commitment = event.params.commitment;
  remark.payload = event.params.payload;
  remark.capsules = event.params.capsules;
  remark.addedAt = event.block.timestamp;
  remark.added = eventId(event);
  remark.save();

  const audit = auditEvent(event, "RemarkAdded");
  audit.actor = author.id;
  audit.chart = remark.chart;
  audit.report = remark.report;
  audit.save();
}
