import { purposeIndex } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import { grant, signGrant, signStandingGrant, standingGrant } from "../forms/consent.ts";
import { newReport, reportOf } from "../forms/report.ts";
import type { Operations } from "../operation.ts";
import { DEADLINE, NORTHFIELD, type World } from "../world.ts";

export const consents = {
  "ask for a report": ({ colleague, report }) => colleague.records("requestConsent", [report, purposeIndex("TREAT")]),
  "decline a request": async (world) => {
    await ask(world);
    return world.patient.records("declineRequest", [world.report, world.colleague.address]);
  },
  "share a report": ({ patient, colleague, report }) =>
    patient.records("grantConsents", [grant(colleague.address, [report])]),
  "share a report, asked for": async (world) => {
    await ask(world);
    return world.patient.records("grantConsents", [grant(world.colleague.address, [world.report])]);
  },
  "share a report again": async ({ patient, colleague, report, send }) => {
    await send(patient.records("grantConsents", [grant(colleague.address, [report])]));
    return patient.records("grantConsents", [grant(colleague.address, [report], 1)]);
  },
  "share a report, by signature": async (world) => grantBySignature(world, [world.report]),
  "share a report again, by signature": async (world) => {
    await world.send(world.patient.records("grantConsents", [grant(world.colleague.address, [world.report])]));
    return grantBySignature(world, [world.report], 1);
  },
  "share eleven reports": async (world) =>
    world.patient.records("grantConsents", [grant(world.colleague.address, await elevenReports(world))]),
  "share eleven reports, by signature": async (world) => grantBySignature(world, await elevenReports(world)),
  "share everything": ({ patient, colleague, chart }) =>
    patient.records("grantStandingConsent", [standingGrant(chart, colleague.address)]),
  "share everything again": async ({ patient, colleague, chart, send }) => {
    await send(patient.records("grantStandingConsent", [standingGrant(chart, colleague.address)]));
    const renewed = standingGrant(chart, colleague.address, { counter: 1, consentEpoch: 1 });
    return patient.records("grantStandingConsent", [renewed]);
  },
  "share everything, by signature": async ({ contracts, patient, colleague, chart, stranger }) => {
    const granted = standingGrant(chart, colleague.address);
    const signature = await signStandingGrant(contracts, patient, granted, DEADLINE);
    return stranger.records("grantStandingConsentFor", [granted, DEADLINE, signature]);
  },
} satisfies Operations;

async function ask({ colleague, report, send }: World): Promise<void> {
  await send(colleague.records("requestConsent", [report, purposeIndex("TREAT")]));
}

async function grantBySignature({ contracts, patient, colleague, stranger }: World, reports: ReportId[], counter = 0) {
  const granted = grant(colleague.address, reports, counter);
  const signature = await signGrant(contracts, patient, granted, DEADLINE);
  return stranger.records("grantConsentsFor", [granted, DEADLINE, signature]);
}

/** Has the doctor add reports, never shared with the colleague, and returns them. */
export async function elevenReports({ contracts, doctor, chart, send }: World): Promise<ReportId[]> {
  const names = Array.from({ length: 11 }, (_, n) => `report ${n} of eleven`);
  for (const name of names) await send(doctor.records("addReport", [newReport(chart, NORTHFIELD, name)]));
  return names.map((name) => reportOf(contracts, chart, doctor.address, name));
}
