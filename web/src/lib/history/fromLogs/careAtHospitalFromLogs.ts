import type { ChartId } from "@chartkey/protocol/chart";
import { concat, toHex, type Address, type Hex } from "viem";
import type { AssignmentPeriod, CarePeriod } from "../careAtHospital.ts";
import { Periods, type RecordEvent, type RecordNames } from "./recordEvents.ts";

type Building = Omit<CarePeriod, "assignments"> & { assignments: AssignmentPeriod[] };

/** Every period of care at one hospital, oldest request first. See [Note: lists without the index]. */
export function careAtHospitalFromLogs(
  events: readonly RecordEvent[],
  hospital: number,
  names: RecordNames,
): CarePeriod[] {
  const periods: Building[] = [];
  const newest = new Map<ChartId, Building>();
  const numbers = new Periods();
  const idOf = (parts: readonly Hex[]): Hex => {
    const id = concat([...parts, toHex(hospital, { size: 4 })]).toLowerCase() as Hex;
    return concat([id, toHex(numbers.next(id), { size: 4 })]);
  };
  const running = (chart: ChartId, doctor: Address) =>
    newest.get(chart)?.assignments.findLast((each) => each.doctor === doctor && each.endedAt === null);

  for (const event of events) {
    if (!("hospital" in event.args) || event.args.hospital !== hospital) continue;
    const { at } = event;
    switch (event.eventName) {
      case "CareAsked": {
        const { chart } = event.args;
        const period: Building = {
          id: idOf([chart]),
          chart,
          status: "ASKED",
          askedAt: at,
          acceptedAt: null,
          suspendedAt: null,
          endedAt: null,
          endedBy: null,
          assignments: [],
        };
        newest.set(chart, period);
        periods.push(period);
        break;
      }
      case "CareAccepted":
        Object.assign(newest.get(event.args.chart) ?? {}, { status: "ACCEPTED", acceptedAt: at });
        break;
      case "CareSuspended":
        Object.assign(newest.get(event.args.chart) ?? {}, { status: "SUSPENDED", suspendedAt: at });
        break;
      case "CareResumed":
        Object.assign(newest.get(event.args.chart) ?? {}, { status: "ACCEPTED", suspendedAt: null });
        break;
      case "CareEnded": {
        const { chart, actor } = event.args;
        const endedBy = names.holders(chart).includes(actor) ? "patient" : "hospital";
        Object.assign(newest.get(chart) ?? {}, { status: "ENDED", suspendedAt: null, endedAt: at, endedBy });
        break;
      }
      case "DoctorAssigned": {
        const { chart, doctor, attestationGeneration } = event.args;
        newest.get(chart)?.assignments.push({
          id: idOf([chart, doctor]),
          doctor,
          doctorName: names.doctor(doctor).name,
          generation: attestationGeneration,
          assignedAt: at,
          endedAt: null,
        });
        break;
      }
      case "AssignmentEnded": {
        const assignment = running(event.args.chart, event.args.doctor);
        if (assignment) assignment.endedAt = at;
        break;
      }
    }
  }
  return periods;
}
