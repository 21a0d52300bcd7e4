import type { Duties } from "../duties.ts";
import { doctorsFromLogs } from "./doctorsFromLogs.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";
import { rolesFromLogs } from "./rolesFromLogs.ts";

/** See [Note: lists without the index]. */
export function dutiesFromLogs(events: readonly RecordEvent[]): Duties {
  const names = new RecordNames(events);
  const charts = events.flatMap((event) => (event.eventName === "PatientRegistered" ? [event.args.chart] : []));
  return {
    roles: rolesFromLogs(events, names),
    doctors: doctorsFromLogs(events),
    patients: charts.map((chart) => names.holder(chart)),
    assignments: events.flatMap((event) =>
      event.eventName === "DoctorAssigned"
        ? [{ doctor: event.args.doctor, by: event.args.actor, transaction: event.transactionHash }]
        : [],
    ),
  };
}
