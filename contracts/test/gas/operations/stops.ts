import { grant, signStopOfEverything, signStops, standingGrant } from "../forms/consent.ts";
import type { Operations } from "../operation.ts";
import { DEADLINE, type World } from "../world.ts";
import { elevenReports } from "./consents.ts";

export const stops = {
  "stop sharing a report": async (world) => {
    await share(world);
    return world.patient.records("stopConsent", [world.report, world.colleague.address]);
  },
  "stop sharing a report, as the authoriser": async (world) => {
    await share(world);
    return world.authoriser.records("stopConsent", [world.report, world.colleague.address]);
  },
  "stop its author's reading": ({ patient, report, doctor }) =>
    patient.records("stopConsent", [report, doctor.address]),
  "stop sharing a report, by signature": async (world) => {
    await share(world);
    return stopBySignature(world, world.colleague, 1);
  },
  "stop its author's reading, by signature": (world) => stopBySignature(world, world.doctor, 0),
  "stop sharing eleven reports": async (world) => {
    const reports = await elevenReports(world);
    await world.send(world.patient.records("grantConsents", [grant(world.colleague.address, reports)]));
    return world.patient.records("stopConsents", [reports, world.colleague.address]);
  },
  "stop everything": async (world) => {
    await shareEverything(world);
    return world.patient.records("stopEverything", [world.chart, world.colleague.address]);
  },
  "stop everything again": async ({ patient, chart, colleague, send }) => {
    await send(patient.records("stopEverything", [chart, colleague.address]));
    return patient.records("stopEverything", [chart, colleague.address]);
  },
  "stop everything where nothing was standing": ({ patient, chart, colleague }) =>
    patient.records("stopEverything", [chart, colleague.address]),
  "stop everything, by signature": async (world) => {
    await shareEverything(world);
    const { contracts, patient, chart, colleague, stranger } = world;
    const form = { chart, reader: colleague.address, counter: 1, deadline: DEADLINE };
    const signature = await signStopOfEverything(contracts, patient, form);
    return stranger.records("stopEverythingFor", [chart, colleague.address, 1, DEADLINE, signature]);
  },
} satisfies Operations;

async function share({ patient, colleague, report, send }: World): Promise<void> {
  await send(patient.records("grantConsents", [grant(colleague.address, [report])]));
}

async function shareEverything({ patient, colleague, chart, send }: World): Promise<void> {
  await send(patient.records("grantStandingConsent", [standingGrant(chart, colleague.address)]));
}

async function stopBySignature(world: World, reader: World["doctor"], counter: number) {
  const { contracts, patient, chart, report, stranger } = world;
  const stops = [{ report, counter }];
  const signature = await signStops(contracts, patient, { chart, reader: reader.address, stops, deadline: DEADLINE });
  return stranger.records("stopConsentsFor", [stops, reader.address, DEADLINE, signature]);
}
