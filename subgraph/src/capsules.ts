import { CapsulesPublished, OwnCapsulesPublished } from "../generated/Records/Records";
import { CapsulePublication, OwnCapsulePublication } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId } from "./ids";

export function handleCapsulesPublished(event: CapsulesPublished): void {
  const publication = new CapsulePublication(eventId(event));

  publication.chart = event.params.chart;
  publication.recipient = fetchAccount(event.params.recipient, event).id;
  publication.recipientKeyVersion = event.params.recipientKeyVersion.toI32();
  publication.capsules = event.params.capsules;
  publication.publishedAt = event.block.timestamp;
  publication.published = eventId(event);
  publication.save();

  const audit = auditEvent(event, "CapsulesPublished");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = publication.recipient;
  audit.chart = publication.chart;
  audit.save();
}

export function handleOwnCapsulesPublished(event: OwnCapsulesPublished): void {
  const account = fetchAccount(event.params.account, event);
  const publication = new OwnCapsulePublication(eventId(event));

  publication.account = account.id;
  publication.keyVersion = event.params.keyVersion.toI32();
  publication.capsules = event.params.capsules;
  publication.publishedAt = event.block.timestamp;
  publication.published = eventId(event);
  publication.save();

  const audit = auditEvent(event, "OwnCapsulesPublished");
  audit.actor = account.id;
  audit.account = account.id;
  audit.save();
}
