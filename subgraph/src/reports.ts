import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";
import {
  ReportAdded,
  ReportCorrected,
  ReportErased,
  ReportRekeyed,
  ReportRetracted,
} from "../generated/Records/Records";
import { Attestation, AuditEvent, Key, Rekeying, Report, ReportVersion } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { takeEarlyStops } from "./earlyStops";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { fetchHospital } from "./fetchHospital";
import { fetchPair } from "./fetchPair";
import { eventId, rekeyingId, reportVersionId } from "./ids";
import { reasonOf } from "./reasonOf";

export function handleReportAdded(event: ReportAdded): void {
  const report = new Report(event.params.report);

  report.chart = event.params.chart;
  report.author = event.params.author;
  report.attestationGeneration = 0;
  report.pairGeneration = 0;
  if (report.author.notEqual(report.chart)) {
    const doctor = fetchAccount(Address.fromBytes(report.author), event);
    const pair = fetchPair(report.chart, Address.fromBytes(report.author), event);
    report.doctor = doctor.id;
    report.attestationGeneration = Attestation.load(doctor.attestation!)!.generation;
    report.pair = pair.id;
    report.pairGeneration = pair.generation;
  }
  report.hospital = hospitalOrNone(event.params.hospital);
  report.status = "LIVE";
  report.version = 1;
  report.epoch = 1;
  report.commitment = event.params.commitment;
  report.payload = event.params.payload;
  report.capsules = event.params.capsules;
  report.holderKeyVersion = event.params.holderKeyVersion.toI32();
  report.sealed = eventId(event);
  report.explicitOnly = event.params.explicitOnly;
  report.addedAt = event.block.timestamp;
  report.added = eventId(event);
  report.save();
  saveNewestVersion(report, report.hospital, event);
  takeEarlyStops(report.id, event);

  const day = fetchDay(event);
  day.reports++;
  day.save();

  const audit = auditOf(event, "ReportAdded", report, event.params.actor);
  audit.hospital = report.hospital;
  audit.save();
}

export function handleReportCorrected(event: ReportCorrected): void {
  const report = Report.load(event.params.report)!;
  const hospital = hospitalOrNone(event.params.hospital);

  report.version = event.params.version.toI32();
  report.commitment = event.params.commitment;
  report.payload = event.params.payload;
  report.capsules = event.params.capsules;
  report.holderKeyVersion = event.params.holderKeyVersion.toI32();
  report.sealed = eventId(event);
  report.save();
  saveNewestVersion(report, hospital, event);

  const audit = auditOf(event, "ReportCorrected", report, event.params.actor);
  audit.hospital = hospital;
  audit.save();
}

export function handleReportRekeyed(event: ReportRekeyed): void {
  const report = Report.load(event.params.report)!;
  const payloads = event.params.payloads;
  const epoch = event.params.epoch.toI32();
  const rekeying = new Rekeying(rekeyingId(report.id, epoch));

  rekeying.report = report.id;
  rekeying.epoch = epoch;
  rekeying.payloads = payloads;
  rekeying.capsules = event.params.capsules;
  rekeying.rekeyedAt = event.block.timestamp;
  rekeying.rekeyed = eventId(event);
  rekeying.save();
  for (let i = 0; i < payloads.length; i++) {
    const version = ReportVersion.load(reportVersionId(report.id, i + 1))!;
    version.payload = payloads[i];
    version.epoch = epoch;
    version.save();
  }
  report.epoch = epoch;
  report.payload = payloads[payloads.length - 1];
  report.capsules = event.params.capsules;
  report.holderKeyVersion = Key.load(fetchAccount(event.params.actor, event).key!)!.version;
  report.sealed = eventId(event);
  report.save();

  auditOf(event, "ReportRekeyed", report, event.params.actor).save();
}

export function handleReportRetracted(event: ReportRetracted): void {
  const report = Report.load(event.params.report)!;

  report.status = "RETRACTED";
  report.reason = reasonOf(event.params.reason);
  report.retractedAt = event.block.timestamp;
  report.retracted = eventId(event);
  report.save();

  auditOf(event, "ReportRetracted", report, event.params.actor).save();
}

export function handleReportErased(event: ReportErased): void {
  const report = Report.load(event.params.report)!;

  report.status = "ERASED";
  report.erasedAt = event.block.timestamp;
  report.erased = eventId(event);
  report.save();

  auditOf(event, "ReportErased", report, event.params.actor).save();
}

function hospitalOrNone(hospital: BigInt): string | null {
  return hospital.isZero() ? null : fetchHospital(hospital).id;
}

/** The version that `event` adds to `report`, which carries it already. */
function saveNewestVersion(report: Report, hospital: string | null, event: ethereum.Event): void {
  const version = new ReportVersion(reportVersionId(report.id, report.version));
  version.report = report.id;
  version.version = report.version;
  version.commitment = report.commitment;
  version.epoch = report.epoch;
  version.payload = report.payload;
  version.capsules = report.capsules;
  version.holderKeyVersion = report.holderKeyVersion;
  version.hospital = hospital;
  version.addedAt = event.block.timestamp;
  version.added = eventId(event);
  version.save();
}

function auditOf(event: ethereum.Event, name: string, report: Report, actor: Address): AuditEvent {
  const audit = auditEvent(event, name);
  audit.actor = fetchAccount(actor, event).id;
  audit.chart = report.chart;
  audit.report = report.id;
  return audit;
}
