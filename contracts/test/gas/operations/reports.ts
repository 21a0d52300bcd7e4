import { correction, newReport } from "../forms/report.ts";
import { signedRequest } from "../forms/request.ts";
import { grant } from "../forms/consent.ts";
import type { Operations } from "../operation.ts";
import { realisticBytes } from "../realistic.ts";
import { DEADLINE, NORTHFIELD, type World } from "../world.ts";

const WRONG_CONTENT = 3;

const CAPSULES = realisticBytes("capsules made anew");

export const reports = {
  "add a report": ({ doctor, chart }) => doctor.records("addReport", [newReport(chart, NORTHFIELD, "another")]),
  "add a report, as the patient": ({ patient, chart }) => patient.records("addReport", [newReport(chart, 0, "my own")]),
  "add a report, as the patient, by signature": async ({ contracts, patient, chart, stranger }) => {
    const { to, data } = patient.records("addReport", [newReport(chart, 0, "my own")]);
    const args = await signedRequest(contracts, patient, { chart, to, data, deadline: DEADLINE });
    return stranger.records("executeRequest", args);
  },
  "correct a report": ({ doctor, report }) => doctor.records("correctReport", [correction(report, NORTHFIELD)]),
  "rekey a report": ({ patient, report }) =>
    patient.records("rekeyReport", [report, 1, [realisticBytes("payload made anew")], CAPSULES]),
  "remark on a report, as the patient": ({ patient, report }) => patient.records("addRemark", remark(report)),
  "remark on a report, as a reader": async ({ patient, colleague, report, send }) => {
    await send(patient.records("grantConsents", [grant(colleague.address, [report])]));
    return colleague.records("addRemark", remark(report));
  },
  "retract a report": ({ doctor, report }) => doctor.records("retractReport", [report, WRONG_CONTENT]),
  "erase a report": ({ patient, report }) => patient.records("eraseReport", [report]),
  "publish capsules": ({ patient, chart, doctor }) =>
    patient.records("publishCapsules", [chart, doctor.address, 1, CAPSULES]),
  "publish capsules for oneself": ({ doctor }) => doctor.records("publishOwnCapsules", [1, CAPSULES]),
} satisfies Operations;

function remark(report: World["report"]) {
  return [
    report,
    1,
    realisticBytes("commitment of a remark"),
    realisticBytes("payload of a remark"),
    CAPSULES,
  ] as const;
}
