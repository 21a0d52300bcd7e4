import { PatientRegistered } from "../generated/Registry/Registry";
import { Chart } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId } from "./ids";

export function handlePatientRegistered(event: PatientRegistered): void {
  const holder = fetchAccount(event.params.holder);
  const chart = new Chart(event.params.chart);

  chart.holder = holder.id;
  chart.registeredAt = event.block.timestamp;
  chart.registered = eventId(event);
  chart.save();
  holder.chart = chart.id;
  holder.save();

  const audit = auditEvent(event, "PatientRegistered");
  audit.actor = holder.id;
  audit.account = holder.id;
  audit.chart = chart.id;
  audit.save();
}
