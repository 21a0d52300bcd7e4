import type { Address } from "viem";
import type { Appointment, Doctor } from "../doctors.ts";
import { RecordNames, type RecordEvent } from "./recordEvents.ts";
import { rolesFromLogs } from "./rolesFromLogs.ts";

/** Every doctor by their newest verification. See [Note: lists without the index]. */
export function doctorsFromLogs(events: readonly RecordEvent[]): Doctor[] {
  const doctors = new Map<Address, Doctor>();
  for (const event of events) {
    if (event.eventName === "DoctorAttested") {
      const { subject, attester, professionalName, specialty, validUntil, generation } = event.args;
      doctors.set(subject, {
        account: subject,
        name: professionalName,
        specialty,
        verifier: attester,
        verifiedAt: event.at,
        validUntil: Number(validUntil),
        revokedAt: null,
        generation,
        appointments: [],
      });
    } else if (event.eventName === "AttestationRevoked") {
      const doctor = doctors.get(event.args.subject);
      if (doctor) doctor.revokedAt = event.at;
    } else if (event.eventName === "AttesterDisavowed") {
      const { attester, since } = event.args;
      for (const doctor of doctors.values()) {
        if (doctor.verifier === attester && doctor.verifiedAt >= since) doctor.revokedAt ??= event.at;
      }
    }
  }

  const roles = rolesFromLogs(events, new RecordNames(events)).filter(({ role }) => role === "DOCTOR");
  const byAccount = Map.groupBy(roles.toReversed(), ({ account }) => account);
  return [...doctors.values()].map((doctor) => ({
    ...doctor,
    appointments: (byAccount.get(doctor.account) ?? []).flatMap(({ hospital, granted, revoked }): Appointment[] =>
      hospital ? [{ hospital, since: granted.at, until: revoked?.at ?? null }] : [],
    ),
  }));
}
