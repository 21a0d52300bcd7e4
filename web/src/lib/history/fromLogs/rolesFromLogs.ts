import { parseRole, type Role } from "@chartkey/protocol/role-id";
import { concat, toHex, type Hex } from "viem";
import type { RoleKind, RolePeriod } from "../roleHistory.ts";
import { Periods, type RecordEvent, type RecordNames } from "./recordEvents.ts";

const kinds: Record<Role["kind"], RoleKind> = {
  "default-admin": "DEFAULT_ADMIN",
  attester: "ATTESTER",
  pauser: "PAUSER",
  registrar: "REGISTRAR",
  doctor: "DOCTOR",
};

export function roleKind(role: Hex): RoleKind {
  const parsed = parseRole(role);
  return parsed ? kinds[parsed.kind] : "OTHER";
}

export function roleHospital(role: Hex): number | null {
  const parsed = parseRole(role);
  return parsed && "hospital" in parsed ? parsed.hospital : null;
}

/** Every period of every role, newest first. See [Note: lists without the index]. */
export function rolesFromLogs(events: readonly RecordEvent[], names: RecordNames): RolePeriod[] {
  const periods: RolePeriod[] = [];
  const numbers = new Periods();
  const running = new Map<Hex, RolePeriod>();
  for (const event of events) {
    if (event.eventName !== "RoleGranted" && event.eventName !== "RoleRevoked") continue;
    const { role, account, sender } = event.args;
    const id = concat([role, account]).toLowerCase() as Hex;
    const change = {
      at: event.at,
      block: Number(event.blockNumber),
      by: sender,
      transaction: event.transactionHash,
    };
    if (event.eventName === "RoleGranted") {
      const hospital = roleHospital(role);
      const period: RolePeriod = {
        id: concat([id, toHex(numbers.next(id), { size: 4 })]),
        role: roleKind(role),
        hospital: hospital === null ? null : names.hospital(hospital),
        account,
        name: names.nameOf(account),
        granted: change,
        revoked: null,
      };
      running.set(id, period);
      periods.push(period);
    } else {
      const period = running.get(id);
      if (period) period.revoked = change;
      running.delete(id);
    }
  }
  return periods.sort((a, b) => b.granted.at - a.granted.at);
}
