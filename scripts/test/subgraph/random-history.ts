import { purposeIndex } from "@chartkey/protocol/purpose";
import { doctorRole } from "@chartkey/protocol/role-id";
import { ContractFunctionExecutionError, type Hex } from "viem";
import type { HDAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { expectNothingDiffers } from "./nothing-differs.ts";
import {
  addReport,
  appoint,
  assign,
  attest,
  attester,
  chartOf,
  digest,
  doctorA,
  doctorB,
  doctorC,
  doctorD,
  grant,
  grantStanding,
  inline,
  network,
  otherPatient,
  pass,
  publishKey,
  registrars,
} from "./world.ts";

/** Transactions that succeed; `npm run history` asks for many more. */
const ACTIONS = Number(process.env["CHARTKEY_HISTORY_ACTIONS"] ?? 100);
const SEED = process.env["CHARTKEY_HISTORY_SEED"] ?? "1";
/** From so many on, every kind of action must have succeeded at least once. */
const MANY = 1_000;
const HOUR = 3_600;
const MS_PER_ACTION = 2_000;

/** What ends something is tried seldom, or little would ever be going on. */
const SELDOM = /withdraws|erases|stops everything|suspends|ends /;

const doctors = [doctorA, doctorB, doctorC, doctorD];

let drawn = 0;

/** The next number below `end` that the seed gives: the same history each time. */
function draw(end: number): number {
  return Number(BigInt(digest(`${SEED} ${drawn++}`)) % BigInt(end));
}

function pick<T>(from: readonly T[]): T {
  return from[draw(from.length)]!;
}

type Act = () => Promise<unknown>;

describe("a random history", () => {
  it(
    `of ${ACTIONS} actions, folded from logs, is what the index and the contracts say (seed ${SEED})`,
    async () => {
      const counts = await act(ACTIONS);
      if (ACTIONS >= MANY) expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
      await expectNothingDiffers();
    },
    120_000 + ACTIONS * MS_PER_ACTION,
  );
});

/** Has people do one thing after another until so many have succeeded. Returns how often each did; what is refused does not count. */
async function act(wanted: number): Promise<Record<string, number>> {
  const reports: Hex[] = [];
  const versions = new Map<Hex, number>();
  const authors = new Map<Hex, { by: HDAccount; hospital: 0 | 1 }>();
  const { mined, recordsAs, registryAs } = network;
  const chart = chartOf(otherPatient);
  const patientsRecords = recordsAs(otherPatient).write;
  const registrar = registryAs(registrars[1]).write;
  const doctor = (): HDAccount => pick(doctors);
  const report = (): Hex => pick(reports);
  let named = 0;
  const name = (): string => `random ${SEED} ${named++}`;

  async function add(by: HDAccount, hospital: 0 | 1): Promise<void> {
    const added = await addReport(by, name(), { hospital, explicitOnly: draw(4) === 0 });
    reports.push(added);
    versions.set(added, 1);
    authors.set(added, { by, hospital });
  }
  async function correct(): Promise<void> {
    const [corrected, said] = [report(), name()];
    const { by, hospital } = authors.get(corrected)!;
    const version = (versions.get(corrected) ?? 0) + 1;
    const correction = {
      report: corrected,
      version,
      epoch: await epochOf(corrected),
      hospital,
      commitment: digest(`commitment of ${said}`),
      payload: digest(`payload of ${said}`),
      capsules: digest(`capsules of ${said}`),
      holderKeyVersion: await keyOf(otherPatient),
      consentEpoch: await recordsAs(by).read.consentEpochOf([chart]),
    };
    await mined(recordsAs(by).write.correctReport([correction]));
    versions.set(corrected, version);
  }
  async function rekey(): Promise<void> {
    const rekeyed = report();
    const payloads = Array.from({ length: versions.get(rekeyed) ?? 1 }, () => digest(name()));
    await mined(patientsRecords.rekeyReport([rekeyed, await epochOf(rekeyed), payloads, digest(name())]));
  }

  const acts: Record<string, Act> = {
    "a doctor adds a report": () => add(doctor(), 1),
    "the patient adds a report": () => add(otherPatient, 0),
    "the author corrects a report": correct,
    "the patient puts a new lock on a report": rekey,
    "somebody remarks": async () => {
      const [remarked, by, said] = [report(), pick([...doctors, otherPatient]), name()];
      return mined(
        recordsAs(by).write.addRemark([
          remarked,
          await epochOf(remarked),
          digest(said),
          digest(`${said}, locked`),
          inline(said),
        ]),
      );
    },
    "the author withdraws a report": () => mined(recordsAs(doctor()).write.retractReport([report(), 1 + draw(3)])),
    "the patient erases a report": () => mined(patientsRecords.eraseReport([report()])),
    "the patient shares a report": () => grant([report()], doctor(), { name: name() }),
    "the patient shares everything": () => grantStanding(doctor(), name()),
    "the patient stops sharing a report": () => mined(patientsRecords.stopConsent([report(), doctor().address])),
    "the patient stops everything": () => mined(patientsRecords.stopEverything([chart, doctor().address])),
    "a doctor asks for a report": () =>
      mined(recordsAs(doctor()).write.requestConsent([report(), purposeIndex(pick(["TREAT", "COC"] as const))])),
    "the patient says no": () => mined(patientsRecords.declineRequest([report(), doctor().address])),
    "the patient publishes capsules": async () => {
      const reader = doctor();
      return mined(patientsRecords.publishCapsules([chart, reader.address, await keyOf(reader), inline(name())]));
    },
    "a doctor publishes a key": async () => {
      const owner = doctor();
      await publishKey(owner, (await keyOf(owner)) + 1);
    },
    "the patient asks for care": () => mined(registryAs(otherPatient).write.askForCare([1])),
    "the registrar accepts care": () => mined(registrar.acceptCare([chart, 1])),
    "the registrar suspends care": () => mined(registrar.suspendCare([chart, 1])),
    "the registrar resumes care": () => mined(registrar.resumeCare([chart, 1])),
    "the registrar ends care": () => mined(registrar.endCare([chart, 1])),
    "the registrar assigns a doctor": () => assign(doctor(), otherPatient),
    "the registrar ends an assignment": () => mined(registrar.endAssignment([chart, doctor().address, 1])),
    "the registrar appoints a doctor": () => appoint(doctor(), 1),
    "the registrar ends an appointment": () => mined(registrar.revokeRole([doctorRole(1), doctor().address])),
    "the attester verifies a doctor": () => attest(doctor()),
    "the attester ends a verification": () => mined(registryAs(attester).write.revokeAttestation([doctor().address])),
  };

  async function epochOf(of: Hex): Promise<number> {
    return (await recordsAs(otherPatient).read.reportOf([of]))[1];
  }
  async function keyOf({ address }: HDAccount): Promise<number> {
    return (await registryAs(otherPatient).read.keyOf([address]))[0];
  }

  const counts: Record<string, number> = Object.fromEntries(Object.keys(acts).map((kind) => [kind, 0]));
  for (let done = 0; done < wanted;) {
    if (draw(40) === 0) await pass(1 + draw(6 * HOUR));
    const kind = reports.length === 0 ? "the patient adds a report" : pick(Object.keys(acts));
    if (SELDOM.test(kind) && draw(6) !== 0) continue;
    try {
      await acts[kind]!();
      counts[kind]!++;
      done++;
    } catch (error) {
      if (!(error instanceof ContractFunctionExecutionError)) throw error;
    }
  }
  return counts;
}
