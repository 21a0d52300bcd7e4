import { ethereum } from "@graphprotocol/graph-ts";
import { AuditEvent } from "../generated/schema";
import { fetchAccount } from "./fetchAccount";
import { eventId } from "./ids";

/** The AuditEvent of a log. The caller sets what the event refers to, and saves. */
export function auditEvent(event: ethereum.Event, name: string): AuditEvent {
  const audit = new AuditEvent(eventId(event));
  audit.name = name;
  audit.contract = event.address;
  audit.sender = fetchAccount(event.transaction.from, event).id;
  audit.block = event.block.number;
  audit.timestamp = event.block.timestamp;
  audit.transaction = event.transaction.hash;
  audit.logIndex = event.logIndex.toI32();
  return audit;
}
