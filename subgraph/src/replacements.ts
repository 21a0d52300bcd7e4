import { ethereum } from "@graphprotocol/graph-ts";
import { DoctorAttested, ReplacementStarted, ReplacementVetoed, VetoOverruled } from "../generated/Registry/Registry";
import { Replacement } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId, replacementsId } from "./ids";
import { newestPeriod, startPeriod } from "./periods";

export function handleReplacementStarted(event: ReplacementStarted): void {
  const licenceTag = event.params.licenceTag;
  const newSubject = fetchAccount(event.params.newSubject, event);
  const previous = Replacement.load(newestPeriod(replacementsId(licenceTag)));
  if (previous !== null && previous.ended === null) end(previous, "REPLACED", event);
  const replacement = new Replacement(startPeriod(replacementsId(licenceTag)));

  replacement.licenceTag = licenceTag;
  replacement.oldSubject = fetchAccount(event.params.oldSubject, event).id;
  replacement.newSubject = newSubject.id;
  replacement.attester = fetchAccount(event.params.attester, event).id;
  replacement.professionalName = event.params.professionalName;
  replacement.specialty = event.params.specialty;
  replacement.validUntil = event.params.validUntil;
  replacement.issuedAt = event.params.issuedAt;
  replacement.status = "WAITING";
  replacement.readyAt = event.params.readyAt;
  replacement.startedAt = event.block.timestamp;
  replacement.started = eventId(event);
  replacement.save();

  const audit = auditEvent(event, "ReplacementStarted");
  audit.actor = newSubject.id; // the new wallet submits; the attester signed off chain
  audit.account = newSubject.id;
  audit.replacement = replacement.id;
  audit.save();
}

export function handleReplacementVetoed(event: ReplacementVetoed): void {
  const replacement = Replacement.load(newestPeriod(replacementsId(event.params.licenceTag)))!;

  replacement.status = "VETOED";
  replacement.vetoedAt = event.block.timestamp;
  replacement.vetoed = eventId(event);
  replacement.save();

  const audit = auditEvent(event, "ReplacementVetoed");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = replacement.newSubject;
  audit.replacement = replacement.id;
  audit.save();
}

export function handleVetoOverruled(event: VetoOverruled): void {
  const replacement = Replacement.load(newestPeriod(replacementsId(event.params.licenceTag)))!;

  replacement.status = "OVERRULED";
  replacement.overruledAt = event.block.timestamp;
  replacement.overruled = eventId(event);
  replacement.save();

  const audit = auditEvent(event, "VetoOverruled");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = replacement.newSubject;
  audit.replacement = replacement.id;
  audit.save();
}

/** The replacement that an acceptance completes, ended; null when it is none. A subject's `issuedAt` tells its attestations apart. */
export function completeReplacement(event: DoctorAttested): Replacement | null {
  const replacement = Replacement.load(newestPeriod(replacementsId(event.params.licenceTag)));
  if (replacement === null || replacement.ended !== null) return null;
  if (replacement.newSubject.notEqual(event.params.subject)) return null;
  if (replacement.issuedAt.notEqual(event.params.issuedAt)) return null;
  end(replacement, "COMPLETED", event);
  return replacement;
}

function end(replacement: Replacement, status: string, event: ethereum.Event): void {
  replacement.status = status;
  replacement.endedAt = event.block.timestamp;
  replacement.ended = eventId(event);
  replacement.save();
}
