import { KeyPublished } from "../generated/Registry/Registry";
import { Key } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { eventId, keyId } from "./ids";

export function handleKeyPublished(event: KeyPublished): void {
  const account = fetchAccount(event.params.account, event);
  const version = event.params.version.toI32();
  const key = new Key(keyId(account.id, version));

  key.account = account.id;
  key.version = version;
  key.encryptionAddress = event.params.encryptionAddress;
  key.bundle = event.params.bundle;
  key.keyring = event.params.keyring;
  key.possession = event.params.possession;
  key.accountSignature = event.params.accountSignature;
  key.publishedAt = event.block.timestamp;
  key.published = eventId(event);
  key.save();
  account.key = key.id;
  account.save();

  const audit = auditEvent(event, "KeyPublished");
  audit.actor = account.id;
  audit.account = account.id;
  audit.save();
}
