import type { Address } from "viem";
import type { ChainAccess } from "../../chain/chainAccess.ts";
import { countDoctors, countInForce, type NetworkFigures } from "../countNetwork.ts";
import { auditFromLogs, sendersOf } from "./auditFromLogs.ts";
import { doctorsFromLogs } from "./doctorsFromLogs.ts";
import type { RecordEvent } from "./recordEvents.ts";

/** The figures of the network at `now`, in Unix seconds. See [Note: lists without the index]. */
export async function figuresFromLogs(
  chain: ChainAccess,
  events: readonly RecordEvent[],
  now: number,
): Promise<NetworkFigures> {
  const doctors = doctorsFromLogs(events);
  const told = auditFromLogs(events);
  const senders = await sendersOf(chain, told);
  const accounts = new Set<Address>([
    ...told.flatMap(({ actor, account }) => [actor, account].flatMap((each) => (each ? [each.address] : []))),
    ...events.flatMap((event) => (event.eventName === "DoctorAttested" ? [event.args.attester] : [])),
    ...senders.values(),
  ]);
  const momentsOf = (name: RecordEvent["eventName"]) =>
    events.filter(({ eventName }) => eventName === name).map(({ at }) => at);
  return {
    accounts: accounts.size,
    patients: momentsOf("PatientRegistered").length,
    doctors: countDoctors(doctors, now),
    inForce: countInForce(notEnded(events, now), doctors, now),
    moments: {
      reports: momentsOf("ReportAdded"),
      given: momentsOf("ConsentGranted"),
      ended: momentsOf("ConsentStopped"),
    },
  };
}

/** Consents that were neither stopped nor have expired. */
function notEnded(events: readonly RecordEvent[], now: number) {
  const latest = new Map<string, { grantee: Address; generation: number } | null>();
  for (const event of events) {
    if (event.eventName === "ConsentGranted") {
      const { report, grantee, expiry, attestationGeneration } = event.args;
      const lasts = Number(expiry) >= now;
      latest.set(`${report}:${grantee}`, lasts ? { grantee, generation: attestationGeneration } : null);
    } else if (event.eventName === "ConsentStopped") {
      latest.set(`${event.args.report}:${event.args.grantee}`, null);
    }
  }
  return [...latest.values()].filter((consent) => consent !== null);
}
