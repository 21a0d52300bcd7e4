import type { ChartId } from "@chartkey/protocol/chart";
import { getAddress, type Address, type Hex } from "viem";
import type { ChainAccess } from "../../chain/chainAccess.ts";
import { everyLog } from "../../chain/logs.ts";
import type { Hospital } from "../../chain/who.ts";
import { blockTimes } from "../blockTimes.ts";
import { namedDoctor, type NamedDoctor } from "../namedDoctor.ts";

/**
 * [Note: lists without the index] When the index is behind or away, lists are made here as its handlers make them: by going
 * through the events of both contracts in their order. That is slower, since a node gives all of them, and as complete.
 */

/** An event of one of the contracts with the time of its block, in Unix seconds. */
export type RecordEvent = Awaited<ReturnType<typeof everyLog>>[number] & { at: number };

/** Every event there ever was, oldest first. */
export async function readRecordEvents(chain: ChainAccess): Promise<RecordEvent[]> {
  const logs = await everyLog(chain);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  return logs.map((log) => ({ ...log, at: timeOf(log.blockNumber) }));
}

/** What events say of names and of who holds what: as of the last of them. */
export class RecordNames {
  readonly #doctors = new Map<Address, NamedDoctor>();
  readonly #hospitals = new Map<number, string>();
  readonly #holders = new Map<ChartId, Address[]>();

  constructor(events: readonly RecordEvent[]) {
    for (const event of events) {
      if (event.eventName === "DoctorAttested") {
        const { subject, professionalName, specialty } = event.args;
        this.#doctors.set(subject, { account: subject, name: professionalName, specialty });
      } else if (event.eventName === "HospitalOpened") {
        this.#hospitals.set(event.args.hospital, event.args.name);
      } else if (event.eventName === "PatientRegistered") {
        this.#holders.set(event.args.chart, [event.args.holder]);
      } else if (event.eventName === "ChartRecovered") {
        this.#holders.set(event.args.chart, [...this.holders(event.args.chart), event.args.newHolder]);
      }
    }
  }

  doctor(account: Address): NamedDoctor {
    return this.#doctors.get(account) ?? namedDoctor({ id: account, attestation: null });
  }

  /** Null for whoever was never verified as a doctor. */
  nameOf(account: Address): string | null {
    return this.#doctors.get(account)?.name ?? null;
  }

  hospital(id: number): Hospital {
    return { id, name: this.#hospitals.get(id) ?? "" };
  }

  holder(chart: ChartId): Address {
    return this.holders(chart).at(-1) ?? getAddress(chart);
  }

  /** Everyone who held a chart, in turn; the last one holds it now. */
  holders(chart: ChartId): readonly Address[] {
    return this.#holders.get(chart) ?? [];
  }

  isPatient(account: Address): boolean {
    return [...this.#holders.values()].some((holders) => holders.at(-1) === account);
  }
}

/** Numbers the periods of things that come in periods, from 1. */
export class Periods {
  readonly #counts = new Map<string, number>();

  next(id: Hex): number {
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    return count;
  }
}
