import {
  DefaultAdminDelayChangeCanceled,
  DefaultAdminDelayChangeScheduled,
  DefaultAdminTransferCanceled,
  DefaultAdminTransferScheduled,
  HospitalOpened,
  RoleGranted,
  RoleRevoked,
} from "../generated/Registry/Registry";
import { RoleMembership } from "../generated/schema";
import { auditEvent } from "./auditEvent";
import { fetchAccount } from "./fetchAccount";
import { fetchHospital } from "./fetchHospital";
import { eventId, membershipsId } from "./ids";
import { newestPeriod, startPeriod } from "./periods";
import { classOf, hospitalOf } from "./roleId";

export function handleHospitalOpened(event: HospitalOpened): void {
  const hospital = fetchHospital(event.params.hospital);

  hospital.name = event.params.name;
  hospital.openedAt = event.block.timestamp;
  hospital.opened = eventId(event);
  hospital.save();

  const audit = auditEvent(event, "HospitalOpened");
  audit.hospital = hospital.id;
  audit.save();
}

export function handleRoleGranted(event: RoleGranted): void {
  const role = event.params.role;
  const account = fetchAccount(event.params.account);
  const membership = new RoleMembership(startPeriod(membershipsId(role, account.id)));

  membership.roleId = role;
  membership.role = classOf(role);
  if (!hospitalOf(role).isZero()) membership.hospital = fetchHospital(hospitalOf(role)).id;
  membership.account = account.id;
  membership.since = event.block.timestamp;
  membership.granted = eventId(event);
  membership.save();

  const audit = auditEvent(event, "RoleGranted");
  audit.actor = fetchAccount(event.params.sender).id;
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
  audit.actor = fetchAccount(event.params.sender).id;
  audit.account = membership.account;
  audit.hospital = membership.hospital;
  audit.role = membership.role;
  audit.save();
}

export function handleDefaultAdminTransferScheduled(event: DefaultAdminTransferScheduled): void {
  const audit = auditEvent(event, "DefaultAdminTransferScheduled");
  audit.account = fetchAccount(event.params.newAdmin).id;
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
