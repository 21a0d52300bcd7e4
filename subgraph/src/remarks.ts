import { RemarkAdded } from "../generated/Records/Records";
import { Chart, Remark, Report } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { eventId } from "./ids";

export function handleRemarkAdded(event: RemarkAdded): void {
  const author = fetchAccount(event.params.actor, event);
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

  // Reading leaves no log: that a reader who is neither patient nor author remarks is the one use of a consent that shows.
  const isPatient = Chart.load(remark.chart)!.holder.equals(author.id);
  if (!isPatient && Report.load(remark.report)!.author.notEqual(author.id)) {
    const day = fetchDay(event);
    day.consentsUsed++;
    day.save();
  }

  const audit = auditEvent(event, "RemarkAdded");
  audit.actor = author.id;
  audit.chart = remark.chart;
  audit.report = remark.report;
  audit.save();
}
