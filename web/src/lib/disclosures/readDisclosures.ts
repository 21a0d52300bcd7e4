import type { ChartId } from "@chartkey/protocol/chart";
import { purposeOfIndex } from "@chartkey/protocol/purpose";
import { getAddress, type Address, type Hex } from "viem";
import type { ChainAccess } from "../chain/chainAccess.ts";
import { inChainOrder, recordsLogs, registryLogs } from "../chain/logs.ts";
import { recordTime } from "../chain/recordTime.ts";
import { blockTimes } from "../history/blockTimes.ts";
import { namedDoctorsFromLogs, type NamedDoctor } from "../history/namedDoctor.ts";
import { disclosuresOf, type Disclosure, type DisclosureStep } from "./disclosures.ts";

export type NamedDisclosure = Disclosure & { doctor: NamedDoctor };

/** Who could read what of a chart. Made from the logs themselves: what proves something is not taken from an index. */
export async function readDisclosures(chain: ChainAccess, chart: ChartId): Promise<NamedDisclosure[]> {
  const of = { chart };
  const found = await Promise.all([
    recordsLogs(chain, "ReportAdded", of),
    recordsLogs(chain, "ReportRetracted", of),
    recordsLogs(chain, "ReportErased", of),
    recordsLogs(chain, "ConsentRequested", of),
    recordsLogs(chain, "RequestDeclined", of),
    recordsLogs(chain, "ConsentGranted", of),
    recordsLogs(chain, "ConsentStopped", of),
    recordsLogs(chain, "StandingConsentGranted", of),
    recordsLogs(chain, "EverythingStopped", of),
  ]);
  const readers = new Set(found.flat().flatMap((log) => readerIn(log.args)));
  const [disavowals, now] = await Promise.all([registryLogs(chain, "AttesterDisavowed"), recordTime(chain)]);
  const ends = await Promise.all([...readers].map((reader) => endsOfVerification(chain, reader, disavowals, now)));
  const logs = [...found.flat(), ...ends.flatMap((each) => each.logs)].toSorted(inChainOrder);
  const timeOf = await blockTimes(
    chain,
    logs.map(({ blockNumber }) => blockNumber),
  );
  const steps = logs.map((log): DisclosureStep => {
    const step = { at: timeOf(log.blockNumber), transaction: log.transactionHash };
    switch (log.eventName) {
      case "ReportAdded": {
        const { report, author } = log.args;
        return { ...step, step: "added", report, author: author.toLowerCase() === chart ? null : getAddress(author) };
      }
      case "ReportRetracted":
        return { ...step, step: "withdrawn", report: log.args.report };
      case "ReportErased":
        return { ...step, step: "erased", report: log.args.report };
      case "ConsentRequested":
        return { ...step, step: "asked", report: log.args.report, reader: getAddress(log.args.doctor) };
      case "RequestDeclined":
        return { ...step, step: "declined", report: log.args.report, reader: getAddress(log.args.doctor) };
      case "ConsentGranted":
        return { ...step, step: "granted", report: log.args.report, ...termsOf(log.args) };
      case "ConsentStopped":
        return { ...step, step: "stopped", report: log.args.report, reader: getAddress(log.args.grantee) };
      case "StandingConsentGranted":
        return { ...step, step: "granted-everything", ...termsOf(log.args) };
      case "EverythingStopped":
        return { ...step, step: "stopped-everything", reader: getAddress(log.args.grantee) };
      case "AttestationRevoked":
      case "AttesterDisavowed":
      case "DoctorAttested":
        return { ...step, step: "verification-ended", reader: log.reader };
    }
  });
  // Nothing is logged when a verification runs out.
  const lapses = ends.flatMap((each) => each.lapses);
  const disclosures = disclosuresOf([...steps, ...lapses].toSorted((one, other) => one.at - other.at));
  const doctorBy = await namedDoctorsFromLogs(
    chain,
    disclosures.map(({ reader }) => reader),
  );
  return disclosures.map((each) => ({ ...each, doctor: doctorBy(each.reader) }));
}

/** Whom a log names who may read. */
function readerIn(args: object): Address[] {
  if ("grantee" in args) return [getAddress(args.grantee as Address)];
  return "author" in args ? [getAddress(args.author as Hex)] : [];
}

type Disavowals = Awaited<ReturnType<typeof registryLogs<"AttesterDisavowed">>>;

/**
 * What ends what was given under a doctor's verification: its revocation, the disavowal of whoever gave it, the beginning of another
 * generation; and that it runs out before it is renewed, from the second after.
 */
async function endsOfVerification(chain: ChainAccess, reader: Address, disavowals: Disavowals, now: number) {
  const [attested, revoked] = await Promise.all([
    registryLogs(chain, "DoctorAttested", { subject: reader }),
    registryLogs(chain, "AttestationRevoked", { subject: reader }),
  ]);
  const anew = attested.filter(
    ({ args }, index) => index > 0 && args.generation !== attested[index - 1]?.args.generation,
  );
  const timeOf = await blockTimes(
    chain,
    attested.map(({ blockNumber }) => blockNumber),
  );
  const disavowed = disavowals.filter((log) => {
    const newest = attested.findLast((each) => inChainOrder(each, log) < 0);
    return newest?.args.attester === log.args.attester && timeOf(newest.blockNumber) >= Number(log.args.since);
  });
  const lapses = attested.flatMap(({ args, transactionHash }, index): DisclosureStep[] => {
    const [validUntil, next] = [Number(args.validUntil), attested[index + 1]];
    const isOver = validUntil < (next ? timeOf(next.blockNumber) : now);
    return isOver ? [{ step: "verification-ended", reader, at: validUntil + 1, transaction: transactionHash }] : [];
  });
  return { logs: [...anew, ...revoked, ...disavowed].map((log) => ({ ...log, reader })), lapses };
}

function termsOf({ grantee, purpose, expiry }: { grantee: Address; purpose: number; expiry: bigint }) {
  return { reader: getAddress(grantee), purpose: purposeOfIndex(purpose) ?? ("NONE" as const), until: Number(expiry) };
}
