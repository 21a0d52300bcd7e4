import { PatientRegistered, SignaturesCancelled } from "../generated/Registry/Registry";
import { Chart } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchDay } from "./fetchDay";
import { eventId } from "./ids";

export function handlePatientRegistered(event: PatientRegistered): void {
  const holder = fetchAccount(event.params.holder, event);
  const chart = new Chart(event.params.chart);

  chart.holder = holder.id;
  chart.registeredAt = event.block.timestamp;
  chart.registered = eventId(event);
  chart.authoriser = fetchAccount(event.params.authoriser, event).id;
  chart.signatureEpoch = 0;
  chart.consentEpoch = 0;
  chart.save();
  holder.chart = chart.id;
  holder.save();

  const day = fetchDay(event);
  day.patients++;
  day.save();

  const audit = auditEvent(event, "PatientRegistered");
  audit.actor = holder.id;
  audit.account = holder.id;
  audit.chart = chart.id;
  audit.save();
}

export function handleSignaturesCancelled(event: SignaturesCancelled): void {
  const chart = Chart.load(event.params.chart)!;

  chart.signatureEpoch = event.params.epoch.toI32();
  chart.save();

  const audit = auditEvent(event, "SignaturesCancelled");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.chart = chart.id;
  audit.save();
}
