import type { ChartId } from "@chartkey/protocol/chart";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address } from "viem";
import type { ChainAccess } from "../../chain/chainAccess.ts";
import { countDoctors, countInForce, type NetworkFigures } from "../countNetwork.ts";
import { sendersOf } from "./auditFromLogs.ts";
import { daysFromLogs } from "./daysFromLogs.ts";
import { doctorsFromLogs } from "./doctorsFromLogs.ts";
import type { RecordEvent } from "./recordEvents.ts";

/** The figures of the network at `now`, in Unix seconds. See [Note: lists without the index]. */
export async function figuresFromLogs(
  chain: ChainAccess,
  events: readonly RecordEvent[],
  now: number,
): Promise<NetworkFigures> {
  const senders = await sendersOf(
    chain,
    events.map(({ transactionHash: transaction }) => ({ transaction })),
  );
  return { doctors: countDoctors(doctorsFromLogs(events), now), days: daysFromLogs(events, senders) };
}

/** How many consents let somebody read at `now`, in Unix seconds. */
export function inForceFromLogs(events: readonly RecordEvent[], now: number): number {
  return countInForce(notEnded(events, now), doctorsFromLogs(events), now);
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
