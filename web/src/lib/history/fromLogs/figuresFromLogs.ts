import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
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
    ...events.flatMap(mentioned),
    ...senders.values(),
  ]);
  const momentsOf = (...names: RecordEvent["eventName"][]) =>
    events.filter(({ eventName }) => names.includes(eventName)).map(({ at }) => at);
  return {
    accounts: accounts.size,
    patients: momentsOf("PatientRegistered").length,
    doctors: countDoctors(doctors, now),
    inForce: countInForce(notEnded(events, now), doctors, now),
    moments: {
      reports: momentsOf("ReportAdded"),
      given: momentsOf("ConsentGranted", "StandingConsentGranted"),
      ended: momentsOf("ConsentStopped", "EverythingStopped"),
    },
  };
}

/** Who is spoken of in an event besides who acts and whom it is about. */
function mentioned(event: RecordEvent): Address[] {
  if (event.eventName === "DoctorAttested" || event.eventName === "ReplacementStarted") return [event.args.attester];
  return event.eventName === "PatientRegistered" ? [event.args.authoriser] : [];
}

type Running = { report: ReportId | null; chart: ChartId; grantee: Address; expiry: number; generation: number };

/** Consents, to reports and to all of a chart, that have not run out and that nothing ended. */
export function notEnded(events: readonly RecordEvent[], now: number): Running[] {
  const running = new Map<string, Running>();
  const end = (ends: (consent: Running) => boolean) => {
    for (const [key, consent] of running) if (ends(consent)) running.delete(key);
  };
  for (const event of events) {
    switch (event.eventName) {
      case "ConsentGranted":
      case "StandingConsentGranted": {
        const { chart, grantee, expiry, attestationGeneration: generation } = event.args;
        const report = event.eventName === "ConsentGranted" ? event.args.report : null;
        running.set(`${report ?? chart}:${grantee}`, { report, chart, grantee, expiry: Number(expiry), generation });
        break;
      }
      case "ConsentStopped":
        running.delete(`${event.args.report}:${event.args.grantee}`);
        break;
      case "EverythingStopped": {
        const { chart, grantee } = event.args;
        end((consent) => consent.chart === chart && consent.grantee === grantee);
        break;
      }
      case "ReportRetracted":
      case "ReportErased": {
        const { report } = event.args;
        end((consent) => consent.report === report);
        break;
      }
    }
  }
  return [...running.values()].filter(({ expiry }) => expiry >= now);
}
