import { AttestationRevoked, AttesterDisavowed, DoctorAttested } from "../generated/Registry/Registry";
import { Attestation } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { attestationId, eventId } from "./ids";
import { completeReplacement } from "./replacements";

export function handleDoctorAttested(event: DoctorAttested): void {
  const subject = fetchAccount(event.params.subject, event);
  const attestation = new Attestation(attestationId(subject.id, event.params.issuedAt));

  attestation.subject = subject.id;
  attestation.attester = fetchAccount(event.params.attester, event).id;
  attestation.licenceTag = event.params.licenceTag;
  attestation.professionalName = event.params.professionalName;
  attestation.specialty = event.params.specialty;
  attestation.validUntil = event.params.validUntil;
  attestation.issuedAt = event.params.issuedAt;
  attestation.generation = event.params.generation.toI32();
  attestation.acceptedAt = event.block.timestamp;
  attestation.accepted = eventId(event);
  const replacement = completeReplacement(event);
  attestation.submittedAt = replacement === null ? attestation.acceptedAt : replacement.startedAt;
  attestation.submitted = replacement === null ? attestation.accepted : replacement.started;
  attestation.save();
  const isFirst = subject.attestation === null;
  subject.attestation = attestation.id;
  subject.save();

  if (isFirst) {
    const day = fetchDay(event);
    day.doctors++;
    day.save();
  }

  const audit = auditEvent(event, "DoctorAttested");
  audit.actor = subject.id; // the doctor submits; the attester signed off chain
  audit.account = subject.id;
  audit.save();
}

export function handleAttestationRevoked(event: AttestationRevoked): void {
  const subject = fetchAccount(event.params.subject, event);
  const attestation = Attestation.load(subject.attestation!)!;

  attestation.revokedAt = event.block.timestamp;
  attestation.revoked = eventId(event);
  attestation.save();

  const audit = auditEvent(event, "AttestationRevoked");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = subject.id;
  audit.save();
}

export function handleAttesterDisavowed(event: AttesterDisavowed): void {
  const attester = fetchAccount(event.params.attester, event);

  attester.disavowedSince = event.params.since;
  attester.disavowed = eventId(event);
  attester.save();

  const audit = auditEvent(event, "AttesterDisavowed");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = attester.id;
  audit.save();
}
