import { doctorRole, registrarRole } from "../role-id.ts";
import {
  accountAt,
  change,
  concatenated,
  fetchChart,
  fetchHospital,
  lower,
  must,
  newestPeriod,
  put,
  startPeriod,
  u32,
  type Book,
} from "./book.ts";
import { mustBeHolder } from "./chart-events.ts";
import type { Care } from "./entities.ts";
import type { Handlers } from "./handlers.ts";
import { generationOf, hasRole, isAssigned, isAttested, isFrozen } from "./reading.ts";
import { mustHold, mustNotBePaused } from "./role-events.ts";

type CareEvents =
  "CareAsked" | "CareAccepted" | "CareSuspended" | "CareResumed" | "CareEnded" | "DoctorAssigned" | "AssignmentEnded";
type AtHospital = { chart: string; hospital: number; actor: string };

/** Which hospital cares for whom, and who is assigned. */
export const careEvents: Handlers<CareEvents> = {
  CareAsked(book, { chart: id, hospital: number, actor }) {
    mustNotBePaused(book);
    const chart = fetchChart(book, id);
    mustBeHolder(book, chart, actor);
    must(book, !isFrozen(chart), "ChartsAreTheHolders", "a frozen chart was changed");
    const hospital = fetchHospital(book, number);
    must(book, hospital.opened !== null, "OfficesActWithinTheirPowers", "the hospital was never opened");
    mustFollow(book, careOf(book, id, number), [undefined, "ENDED"]);

    const care = put(book, book.entities.cares, {
      id: startPeriod(book, concatenated(id, u32(number))),
      chart: id,
      hospital: hospital.id,
      status: "ASKED",
      askedAt: book.now,
      asked: book.at,
      acceptedAt: null,
      accepted: null,
      suspendedAt: null,
      suspended: null,
      resumedAt: null,
      resumed: null,
      endedAt: null,
      ended: null,
    });
    auditCare(book, care, actor);
  },

  CareAccepted(book, args) {
    mustNotBePaused(book);
    mustHold(book, registrarRole(args.hospital), args.actor);
    move(book, args, ["ASKED"], { status: "ACCEPTED", acceptedAt: book.now, accepted: book.at });
  },

  CareSuspended(book, args) {
    mustHold(book, registrarRole(args.hospital), args.actor);
    move(book, args, ["ACCEPTED"], { status: "SUSPENDED", suspendedAt: book.now, suspended: book.at });
  },

  CareResumed(book, args) {
    mustNotBePaused(book);
    mustHold(book, registrarRole(args.hospital), args.actor);
    move(book, args, ["SUSPENDED"], { status: "ACCEPTED", resumedAt: book.now, resumed: book.at });
  },

  CareEnded(book, args) {
    const isHolder = lower(args.actor) === fetchChart(book, args.chart).holder;
    if (!isHolder) mustHold(book, registrarRole(args.hospital), args.actor);
    const from = ["ASKED", "ACCEPTED", "SUSPENDED"] as const;
    move(book, args, from, { status: "ENDED", endedAt: book.now, ended: book.at });
  },

  DoctorAssigned(book, { chart, doctor: assigned, hospital, actor, attestationGeneration }) {
    mustNotBePaused(book);
    mustHold(book, registrarRole(hospital), actor);
    const doctor = accountAt(book, assigned);
    must(book, lower(actor) !== doctor, "NobodyAssignsThemself", "a registrar assigned themself");
    const care = careOf(book, chart, hospital);
    const hasGround =
      care?.status === "ACCEPTED" &&
      hasRole(book, doctorRole(hospital), doctor) &&
      isAttested(book, doctor) &&
      attestationGeneration === generationOf(book, doctor) &&
      !isAssigned(book, chart, doctor, hospital);
    must(book, hasGround, "OfficesActWithinTheirPowers", "an assignment has no ground");

    const periods = concatenated(chart, doctor, u32(hospital));
    const previous = newestPeriod(book, book.entities.assignments, periods);
    // One that had lapsed is assigned anew without having been ended.
    if (previous && previous.care === care?.id && previous.ended === null) {
      change(book, previous, { endedAt: book.now, ended: book.at });
    }
    put(book, book.entities.assignments, {
      id: startPeriod(book, periods),
      chart,
      doctor,
      hospital: fetchHospital(book, hospital).id,
      care: care?.id ?? "",
      attestationGeneration,
      assignedAt: book.now,
      assigned: book.at,
      endedAt: null,
      ended: null,
    });
    Object.assign(book.audit, { actor: accountAt(book, actor), account: doctor, chart, hospital: String(hospital) });
  },

  AssignmentEnded(book, { chart, doctor: assigned, hospital, actor }) {
    mustHold(book, registrarRole(hospital), actor);
    const doctor = accountAt(book, assigned);
    const periods = concatenated(chart, doctor, u32(hospital));
    const assignment = newestPeriod(book, book.entities.assignments, periods);
    const care = careOf(book, chart, hospital);
    const isNamed =
      (care?.status === "ACCEPTED" || care?.status === "SUSPENDED") &&
      assignment?.endedAt === null &&
      assignment.care === care.id;
    must(book, isNamed, "OfficesActWithinTheirPowers", "an assignment ended that was none");
    if (assignment) change(book, assignment, { endedAt: book.now, ended: book.at });
    Object.assign(book.audit, { actor: accountAt(book, actor), account: doctor, chart, hospital: String(hospital) });
  },
};

/** The newest period of a patient's care at a hospital. */
export function careOf(book: Book, chart: string, hospital: number): Care | undefined {
  return newestPeriod(book, book.entities.cares, concatenated(chart, u32(hospital)));
}

function move(
  book: Book,
  { chart, hospital, actor }: AtHospital,
  from: readonly Care["status"][],
  changes: Partial<Care>,
): void {
  const care = careOf(book, chart, hospital);
  mustFollow(book, care, from);
  if (!care) return;
  change(book, care, changes);
  auditCare(book, care, actor);
}

function mustFollow(book: Book, care: Care | undefined, from: readonly (Care["status"] | undefined)[]): void {
  const otherwise = "care went from one state to another that does not follow";
  must(book, from.includes(care?.status), "OfficesActWithinTheirPowers", otherwise);
}

function auditCare(book: Book, { chart, hospital }: Care, actor: string): void {
  Object.assign(book.audit, { actor: accountAt(book, actor), chart, hospital });
}
