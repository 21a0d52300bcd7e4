import { decodeFunctionResult, encodeFunctionData, zeroAddress, type Abi, type Address, type Hex } from "viem";
import { recordsAbi } from "../generated/records.ts";
import { registryAbi } from "../generated/registry.ts";
import { purposeIndex, type PurposeCode } from "../purpose.ts";
import { concatenated, dutiesOf, type Book } from "./book.ts";
import { careOf } from "./care-events.ts";
import { openRequest } from "./consent-events.ts";
import {
  attestationOf,
  canRead,
  generationOf,
  hasRole,
  isActiveDoctor,
  isAssigned,
  isDisavowed,
  isFrozen,
  keyVersionOf,
  licenceOf,
} from "./reading.ts";
import { defaultAdminDelay, dueGrant } from "./role-events.ts";

/**
 * A question to one of the contracts, and what it must answer. `touched` is the id of the log that the answer follows from.
 * `expected` takes the moment for which the contract answers, in Unix seconds: what ends by itself ends by the clock.
 */
export type View = {
  contract: "registry" | "records";
  functionName: string;
  args: readonly unknown[];
  expected: (now: number) => unknown;
  touched: string;
};

const CARE = ["NONE", "ASKED", "ACCEPTED", "ENDED", "SUSPENDED"];
const STATUSES = ["LIVE", "RETRACTED", "ERASED"];

/** What every view of both contracts must answer about everything that ever was, one after the other. */
export function* viewsOf(book: Book): Generator<View> {
  yield* networkViews(book);
  yield* accountViews(book);
  yield* chartViews(book);
  yield* careViews(book);
  yield* reportViews(book);
  yield* consentViews(book);
}

/** The call that asks a question. */
export function callOf({ contract, functionName, args }: View): Hex {
  return encodeFunctionData({ abi: abiOf(contract), functionName, args });
}

/** A contract's answer, in the form of `expected`; null for one that makes no sense. */
export function answerOf({ contract, functionName }: View, data: Hex): unknown {
  try {
    return plain(decodeFunctionResult({ abi: abiOf(contract), functionName, data }));
  } catch {
    return null;
  }
}

function* networkViews(book: Book): Generator<View> {
  const { memory, entities } = book;
  const network = entities.networks.get("network");
  const at = network?.touched ?? book.at;
  const registry = (
    functionName: string,
    args: readonly unknown[],
    expected: View["expected"],
    touched = at,
  ): View => ({
    contract: "registry",
    functionName,
    args,
    expected,
    touched,
  });

  yield {
    contract: "records",
    functionName: "registry",
    args: [],
    expected: () => book.contracts.registry,
    touched: at,
  };
  yield registry("pausedUntil", [], () => network?.pausedUntil ?? 0);
  yield registry("isPaused", [], (now) => now < (network?.pausedUntil ?? 0));
  yield registry("defaultAdmin", [], () => memory.defaultAdmin ?? zeroAddress);
  yield registry("pendingDefaultAdmin", [], () => [
    memory.successor?.account ?? zeroAddress,
    memory.successor?.dueAt ?? 0,
  ]);
  if (memory.delay !== null) yield registry("defaultAdminDelay", [], (now) => defaultAdminDelay(book, now));
  yield registry("pendingDefaultAdminDelay", [], (now) => {
    const next = memory.nextDelay;
    return next === null || next.dueAt < now ? [0, 0] : [next.delay, next.dueAt];
  });
  for (const { id, opened, touched } of entities.hospitals.values()) {
    yield registry("isHospitalOpen", [Number(id)], () => opened !== null, touched);
  }
  const roles = new Map(
    [...entities.roleMemberships.values()].map((each) => [concatenated(each.roleId, each.account), each]),
  );
  for (const { roleId, account, touched } of roles.values()) {
    yield registry("hasRole", [roleId, account], () => hasRole(book, roleId, account), touched);
  }
  for (const { roleId, account, touched } of entities.scheduledRoleGrants.values()) {
    const effectAt = dueGrant(book, roleId, account)?.effectAt ?? 0;
    yield registry("scheduledGrantOf", [roleId, account], () => effectAt, touched);
  }
  for (const [tag, { generation, subject }] of book.licences) {
    const touched = attestationOf(book, subject)?.touched ?? at;
    yield registry("licenceOf", [tag], (now) => [subject, licenceOf(book, tag, now).isLive && generation > 0], touched);
  }
  const newestOf = new Map([...entities.replacements.values()].map((each) => [each.licenceTag, each]));
  for (const [tag, newest] of newestOf) {
    const stands = newest.ended === null;
    const expected = stands ? [newest.readyAt, newest.vetoedAt ?? 0, newest.overruled !== null] : [0, 0, false];
    yield registry("replacementOf", [tag], () => expected, newest.touched);
  }
}

function* accountViews(book: Book): Generator<View> {
  const { entities } = book;
  for (const { id, touched, chart, key, disavowedSince } of entities.accounts.values()) {
    const registry = (functionName: string, expected: View["expected"]): View => ({
      contract: "registry",
      functionName,
      args: [id],
      expected,
      touched,
    });
    yield registry("chartOf", () => chart ?? zeroAddress);
    yield registry("keyOf", () => [
      keyVersionOf(book, id),
      entities.keys.get(key ?? "")?.encryptionAddress ?? zeroAddress,
    ]);
    yield registry("isAdministrative", () => dutiesOf(book, id).administrative > 0);
    yield registry("isActiveDoctor", (now) => isActiveDoctor(book, id, now));
    yield registry("disavowedSince", () => disavowedSince ?? 0);
    yield registry("attestationOf", () => {
      const attestation = attestationOf(book, id);
      const isVoid = !attestation || attestation.revokedAt !== null || isDisavowed(book, attestation);
      return [isVoid ? 0 : attestation.validUntil, generationOf(book, id)];
    });
  }
}

function* chartViews(book: Book): Generator<View> {
  for (const chart of book.entities.charts.values()) {
    const { id, touched } = chart;
    const view = (contract: View["contract"], functionName: string, answer: unknown): View => ({
      contract,
      functionName,
      args: [id],
      expected: () => answer,
      touched,
    });
    const recovery = book.entities.recoveries.get(chart.recovery ?? "");
    const cancelledOnce = book.cancelledOnce.has(id);
    yield view("registry", "whoControls", [chart.holder, chart.signatureEpoch, isFrozen(chart)]);
    yield view("registry", "authoriserOf", chart.authoriser);
    yield view("registry", "recoveryOf", [recovery?.newHolder ?? zeroAddress, recovery?.readyAt ?? 0, cancelledOnce]);
    yield view("registry", "proposedAuthoriserOf", [
      chart.proposedAuthoriser ?? zeroAddress,
      chart.proposedAuthoriserReadyAt ?? 0,
    ]);
    yield view("records", "consentEpochOf", chart.consentEpoch);
  }
}

function* careViews(book: Book): Generator<View> {
  for (const { chart, hospital, touched, id } of book.entities.cares.values()) {
    const care = careOf(book, chart, Number(hospital));
    if (care?.id !== id) continue;
    const expected = CARE.indexOf(care.status);
    const args = [chart, Number(hospital)];
    yield { contract: "registry", functionName: "careStatus", args, expected: () => expected, touched };
  }
  for (const { chart, doctor, hospital, touched } of book.entities.assignments.values()) {
    yield {
      contract: "registry",
      functionName: "isAssigned",
      args: [chart, doctor, Number(hospital)],
      expected: (now) => isAssigned(book, chart, doctor, Number(hospital), now),
      touched,
    };
  }
}

function* reportViews(book: Book): Generator<View> {
  for (const { id, author, epoch, version, status, explicitOnly, doctor, touched } of book.entities.reports.values()) {
    const expected = [author, epoch, version, STATUSES.indexOf(status), explicitOnly];
    yield { contract: "records", functionName: "reportOf", args: [id], expected: () => expected, touched };
    if (doctor !== null) yield readingOf(book, id, doctor, touched);
  }
}

function* consentViews(book: Book): Generator<View> {
  const { consents, pairs, earlyStops, requests } = book.entities;
  const records = (functionName: string, args: readonly unknown[], answer: unknown, touched: string): View => ({
    contract: "records",
    functionName,
    args,
    expected: () => answer,
    touched,
  });
  for (const consent of consents.values()) {
    const { report, grantee, counter, stopped, touched } = consent;
    const isOver = pairs.get(consent.pair)?.generation !== consent.pairGeneration;
    const terms = isOver ? [0, 0] : [consent.expiry, purposeIndex(consent.purpose as PurposeCode)];
    yield records("consentOf", [report, grantee], [...terms, counter, stopped], touched);
    yield readingOf(book, report, grantee, touched);
  }
  for (const { report, grantee, counter, touched } of earlyStops.values()) {
    yield records("consentOf", [report, grantee], [0, 0, counter, true], touched);
  }
  for (const { chart, grantee, expiry, purpose, counter, generation, touched } of pairs.values()) {
    const expected = [expiry, purposeIndex(purpose as PurposeCode), counter, generation];
    yield records("standingConsentOf", [chart, grantee], expected, touched);
  }
  const asked = new Map([...requests.values()].map((each) => [concatenated(each.report, each.doctor), each]));
  for (const [slot, { report, doctor, touched }] of asked) {
    const purpose = purposeIndex((openRequest(book, slot)?.purpose ?? "NONE") as PurposeCode);
    yield records("requestOf", [report, doctor], [purpose, book.askAgainAt.get(slot) ?? 0], touched);
  }
}

function readingOf(book: Book, report: string, account: string, touched: string): View {
  const expected = (now: number): boolean => canRead(book, report, account, now);
  return { contract: "records", functionName: "canRead", args: [report, account], expected, touched };
}

function abiOf(contract: View["contract"]): Abi {
  return contract === "registry" ? registryAbi : recordsAbi;
}

/** Numbers as numbers, bytes and addresses in lower case. All numbers of the views are below 2⁵³. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string") return value.toLowerCase() as Address;
  return Array.isArray(value) ? value.map(plain) : value;
}
