import {
  AssignmentEnded,
  CareAccepted,
  CareAsked,
  CareEnded,
  CareResumed,
  CareSuspended,
  DoctorAssigned,
} from "../generated/Registry/Registry";
import { Assignment, Care } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchHospital } from "./fetchHospital";
import { assignmentsId, careId, eventId } from "./ids";
import { newestPeriod, startPeriod } from "./periods";

export function handleCareAsked(event: CareAsked): void {
  const hospital = fetchHospital(event.params.hospital);
  const care = new Care(startPeriod(careId(event.params.chart, event.params.hospital)));

  care.chart = event.params.chart;
  care.hospital = hospital.id;
  care.status = "ASKED";
  care.askedAt = event.block.timestamp;
  care.asked = eventId(event);
  care.save();

  const audit = auditEvent(event, "CareAsked");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = care.chart;
  audit.hospital = hospital.id;
  audit.save();
}

export function handleCareAccepted(event: CareAccepted): void {
  const care = Care.load(newestPeriod(careId(event.params.chart, event.params.hospital)))!;

  care.status = "ACCEPTED";
  care.acceptedAt = event.block.timestamp;
  care.accepted = eventId(event);
  care.save();

  const audit = auditEvent(event, "CareAccepted");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = care.chart;
  audit.hospital = care.hospital;
  audit.save();
}

export function handleCareSuspended(event: CareSuspended): void {
  const care = Care.load(newestPeriod(careId(event.params.chart, event.params.hospital)))!;

  care.status = "SUSPENDED";
  care.suspendedAt = event.block.timestamp;
  care.suspended = eventId(event);
  care.save();

  const audit = auditEvent(event, "CareSuspended");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = care.chart;
  audit.hospital = care.hospital;
  audit.save();
}

export function handleCareResumed(event: CareResumed): void {
  const care = Care.load(newestPeriod(careId(event.params.chart, event.params.hospital)))!;

  care.status = "ACCEPTED";
  care.resumedAt = event.block.timestamp;
  care.resumed = eventId(event);
  care.save();

  const audit = auditEvent(event, "CareResumed");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = care.chart;
  audit.hospital = care.hospital;
  audit.save();
}

export function handleCareEnded(event: CareEnded): void {
  const care = Care.load(newestPeriod(careId(event.params.chart, event.params.hospital)))!;

  care.status = "ENDED";
  care.endedAt = event.block.timestamp;
  care.ended = eventId(event);
  care.save();

  const audit = auditEvent(event, "CareEnded");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = care.chart;
  audit.hospital = care.hospital;
  audit.save();
}

export function handleDoctorAssigned(event: DoctorAssigned): void {
  const doctor = fetchAccount(event.params.doctor, event);
  const care = Care.load(newestPeriod(careId(event.params.chart, event.params.hospital)))!;
  const assignments = assignmentsId(event.params.chart, event.params.doctor, event.params.hospital);

  // One that had lapsed is assigned anew without having been ended.
  const previous = Assignment.load(newestPeriod(assignments));
  if (previous !== null && previous.care.equals(care.id) && previous.ended === null) {
    previous.endedAt = event.block.timestamp;
    previous.ended = eventId(event);
    previous.save();
  }

  const assignment = new Assignment(startPeriod(assignments));
  assignment.chart = event.params.chart;
  assignment.doctor = doctor.id;
  assignment.hospital = care.hospital;
  assignment.care = care.id;
  assignment.attestationGeneration = event.params.attestationGeneration.toI32();
  assignment.assignedAt = event.block.timestamp;
  assignment.assigned = eventId(event);
  assignment.save();

  const audit = auditEvent(event, "DoctorAssigned");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = doctor.id;
  audit.chart = assignment.chart;
  audit.hospital = assignment.hospital;
  audit.save();
}

export function handleAssignmentEnded(event: AssignmentEnded): void {
  const assignments = assignmentsId(event.params.chart, event.params.doctor, event.params.hospital);
  const assignment = Assignment.load(newestPeriod(assignments))!;

  assignment.endedAt = event.block.timestamp;
  assignment.ended = eventId(event);
  assignment.save();

  const audit = auditEvent(event, "AssignmentEnded");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = assignment.doctor;
  audit.chart = assignment.chart;
  audit.hospital = assignment.hospital;
  audit.save();
}
