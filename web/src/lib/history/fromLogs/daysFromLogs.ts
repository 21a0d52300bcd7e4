import type { Counts } from "@chartkey/protocol/audit/entities";
import type { Address, Hex } from "viem";
import { NOTHING, type Day } from "../countNetwork.ts";
import { auditFromLogs } from "./auditFromLogs.ts";
import type { RecordEvent } from "./recordEvents.ts";

const DAY = 86_400;

/**
 * What happened on each UTC day, oldest first, counted as the index does. See [Note: lists without the index].
 *
 * @param senders Who sent each transaction.
 */
export function daysFromLogs(events: readonly RecordEvent[], senders: ReadonlyMap<Hex, Address>): Day[] {
  const told = auditFromLogs(events);
  const days = new Map<number, Day>();
  const [accounts, doctors] = [new Set<Address>(), new Set<Address>()];
  const holders = new Map<Hex, Address>();
  const authors = new Map<Hex, Hex>();

  events.forEach((event, index) => {
    const count = (what: keyof Counts) => {
      const start = Math.floor(event.at / DAY) * DAY;
      const day = days.get(start) ?? { start, ...NOTHING };
      day[what]++;
      days.set(start, day);
    };
    const { actor, account } = told[index]!;
    for (const address of [actor?.address, account?.address, ...mentioned(event), senders.get(event.transactionHash)]) {
      if (!address || accounts.has(address)) continue;
      accounts.add(address);
      count("accounts");
    }
    switch (event.eventName) {
      case "PatientRegistered":
        holders.set(event.args.chart, event.args.holder);
        count("patients");
        break;
      case "ChartRecovered":
        holders.set(event.args.chart, event.args.newHolder);
        break;
      case "DoctorAttested":
        if (!doctors.has(event.args.subject)) count("doctors");
        doctors.add(event.args.subject);
        break;
      case "ReportAdded":
        authors.set(event.args.report, event.args.author);
        count("reports");
        break;
      case "RemarkAdded": {
        const { actor: reader, chart, report } = event.args;
        const isAuthor = authors.get(report)?.toLowerCase() === reader.toLowerCase();
        if (!isAuthor && holders.get(chart) !== reader) count("consentsUsed");
        break;
      }
      case "ConsentRequested":
        count("requests");
        break;
      case "ConsentGranted":
      case "StandingConsentGranted":
        count("consentsGiven");
        break;
      case "ConsentStopped":
      case "EverythingStopped":
        count("consentsEnded");
        break;
    }
  });
  return [...days.values()];
}

/** Who is spoken of in an event besides who acts and whom it is about. */
function mentioned(event: RecordEvent): Address[] {
  if (event.eventName === "DoctorAttested" || event.eventName === "ReplacementStarted") return [event.args.attester];
  return event.eventName === "PatientRegistered" ? [event.args.authoriser] : [];
}
