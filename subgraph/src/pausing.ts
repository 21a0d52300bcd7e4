import { Paused, Unpaused } from "../generated/Registry/Registry";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchNetwork } from "./fetchNetwork";
import { eventId } from "./ids";

export function handlePaused(event: Paused): void {
  const network = fetchNetwork();

  network.pausedUntil = event.params.until;
  network.pausing = eventId(event);
  network.save();

  const audit = auditEvent(event, "Paused");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.save();
}

export function handleUnpaused(event: Unpaused): void {
  const network = fetchNetwork();

  network.pausedUntil = event.block.timestamp;
  network.pausing = eventId(event);
  network.save();

  const audit = auditEvent(event, "Unpaused");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.save();
}
