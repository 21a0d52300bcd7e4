import { Address } from "@graphprotocol/graph-ts";
import { RemarkAdded, ReportAdded } from "../generated/Records/Records";
import { Attestation, Remark, Report } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchHospital } from "./fetchHospital";
import { eventId } from "./ids";

export function handleReportAdded(event: ReportAdded): void {
  const actor = fetchAccount(event.params.actor);
  const report = new Report(event.params.report);

  report.chart = event.params.chart;
  report.author = event.params.author;
  report.attestationGeneration = 0;
  if (report.author.notEqual(report.chart)) {
    const doctor = fetchAccount(Address.fromBytes(report.author));
    report.doctor = doctor.id;
    report.attestationGeneration = Attestation.load(doctor.attestation!)!.generation;
  }
  if (!event.params.hospital.isZero()) report.hospital = fetchHospital(event.params.hospital).id;
  report.epoch = 1;
  report.commitment = event.params.commitment;
  report.payload = event.params.payload;
  report.capsules = event.params.capsules;
  report.holderKeyVersion = event.params.holderKeyVersion.toI32();
  report.explicitOnly = event.params.explicitOnly;
  report.addedAt = event.block.timestamp;
  report.added = eventId(event);
  report.save();

  const audit = auditEvent(event, "ReportAdded");
  audit.actor = actor.id;
  audit.chart = report.chart;
  audit.report = report.id;
  audit.hospital = report.hospital;
  audit.save();
}

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
