import { Address, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  DefaultAdminDelayChangeCanceled,
  DefaultAdminDelayChangeScheduled,
  DefaultAdminTransferCanceled,
  DefaultAdminTransferScheduled,
  HospitalOpened,
  RoleGrantCancelled,
  RoleGranted,
  RoleGrantScheduled,
  RoleRevoked,
} from "../generated/Registry/Registry";
import { RoleMembership, ScheduledRoleGrant } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchHospital } from "./fetchHospital";
import { fetchNetwork } from "./fetchNetwork";
import { eventId, membershipsId, scheduledGrantsId } from "./ids";
import { newestPeriod, startPeriod } from "./periods";
import { classOf, hospitalOf } from "./roleId";

export function handleHospitalOpened(event: HospitalOpened): void {
  const hospital = fetchHospital(event.params.hospital);

  hospital.name = event.params.name;
  hospital.openedAt = event.block.timestamp;
  hospital.opened = eventId(event);
  hospital.save();

  const audit = auditEvent(event, "HospitalOpened");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.hospital = hospital.id;
  audit.save();
}

export function handleRoleGranted(event: RoleGranted): void {
  const role = event.params.role;
  const account = fetchAccount(event.params.account, event);
  const membership = new RoleMembership(startPeriod(membershipsId(role, account.id)));

  membership.roleId = role;
  membership.role = classOf(role);
  if (!hospitalOf(role).isZero()) membership.hospital = fetchHospital(hospitalOf(role)).id;
  membership.account = account.id;
  membership.since = event.block.timestamp;
  membership.granted = eventId(event);
  membership.save();
  endScheduledGrant(role, event.params.account, event);
  if (membership.role == "DEFAULT_ADMIN") {
    const network = fetchNetwork();
    network.handovers = network.handovers + 1;
    network.save();
  }

  const audit = auditEvent(event, "RoleGranted");
  audit.actor = fetchAccount(event.params.sender, event).id;
  audit.account = account.id;
  audit.hospital = membership.hospital;
  audit.role = membership.role;
  audit.save();
}

export function handleRoleRevoked(event: RoleRevoked): void {
  const membership = RoleMembership.load(newestPeriod(membershipsId(event.params.role, event.params.account)))!;

  membership.until = event.block.timestamp;
  membership.revoked = eventId(event);
  membership.save();

  const audit = auditEvent(event, "RoleRevoked");
  audit.actor = fetchAccount(event.params.sender, event).id;
  audit.account = membership.account;
  audit.hospital = membership.hospital;
  audit.role = membership.role;
  audit.save();
}

export function handleRoleGrantScheduled(event: RoleGrantScheduled): void {
  const role = event.params.role;
  const account = fetchAccount(event.params.account, event);
  endScheduledGrant(role, event.params.account, event);
  const scheduled = new ScheduledRoleGrant(startPeriod(scheduledGrantsId(role, account.id)));

  scheduled.roleId = role;
  scheduled.role = classOf(role);
  if (!hospitalOf(role).isZero()) scheduled.hospital = fetchHospital(hospitalOf(role)).id;
  scheduled.account = account.id;
  scheduled.effectAt = event.params.effectAt;
  scheduled.handovers = fetchNetwork().handovers;
  scheduled.scheduledAt = event.block.timestamp;
  scheduled.scheduled = eventId(event);
  scheduled.save();

  const audit = auditEvent(event, "RoleGrantScheduled");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = account.id;
  audit.hospital = scheduled.hospital;
  audit.role = scheduled.role;
  audit.save();
}

export function handleRoleGrantCancelled(event: RoleGrantCancelled): void {
  const scheduled = endScheduledGrant(event.params.role, event.params.account, event)!;

  const audit = auditEvent(event, "RoleGrantCancelled");
  audit.actor = fetchAccount(event.params.actor, event).id;
  audit.account = scheduled.account;
  audit.hospital = scheduled.hospital;
  audit.role = scheduled.role;
  audit.save();
}

export function handleDefaultAdminTransferScheduled(event: DefaultAdminTransferScheduled): void {
  const audit = auditEvent(event, "DefaultAdminTransferScheduled");
  audit.account = fetchAccount(event.params.newAdmin, event).id;
  audit.role = "DEFAULT_ADMIN";
  audit.save();
}

export function handleDefaultAdminTransferCanceled(event: DefaultAdminTransferCanceled): void {
  const audit = auditEvent(event, "DefaultAdminTransferCanceled");
  audit.role = "DEFAULT_ADMIN";
  audit.save();
}

export function handleDefaultAdminDelayChangeScheduled(event: DefaultAdminDelayChangeScheduled): void {
  const audit = auditEvent(event, "DefaultAdminDelayChangeScheduled");
  audit.role = "DEFAULT_ADMIN";
  audit.save();
}

export function handleDefaultAdminDelayChangeCanceled(event: DefaultAdminDelayChangeCanceled): void {
  const audit = auditEvent(event, "DefaultAdminDelayChangeCanceled");
  audit.role = "DEFAULT_ADMIN";
  audit.save();
}

/** Ends what was announced of a role and an account, if anything stands. Returns the newest announcement. */
function endScheduledGrant(role: Bytes, account: Address, event: ethereum.Event): ScheduledRoleGrant | null {
  const scheduled = ScheduledRoleGrant.load(newestPeriod(scheduledGrantsId(role, account)));
  if (scheduled === null || scheduled.ended !== null) return scheduled;
  scheduled.endedAt = event.block.timestamp;
  scheduled.ended = eventId(event);
  scheduled.save();
  return scheduled;
}
