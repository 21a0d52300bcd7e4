import { fieldDay } from "../fieldDay.ts";
import { patientOfProfile, profileOfPatient, type PatientProfile } from "@chartkey/protocol/patient-profile";
import type { ChartId } from "@chartkey/protocol/chart";
import type { App } from "../app.ts";
import { checkFile } from "../documents/checkFile.ts";
import { lockReport } from "./lockReport.ts";
import type { KeptUpload } from "./keptUpload.ts";
import { openDocument, type OpenedReport } from "./openReport.ts";
import type { OnProgress } from "./progress.ts";

/** Locks a patient's own details as a report of their own, which no standing consent ever covers. See `resumeUpload`. */
export async function lockProfile(
  app: App,
  chart: ChartId,
  profile: PatientProfile,
  onProgress: OnProgress,
): Promise<KeptUpload> {
  const patient = JSON.stringify(patientOfProfile(profile), null, 2);
  const document = await checkFile(new File([patient], "profile.json", { type: "application/fhir+json" }));
  const date = fieldDay();
  return lockReport(app, { chart, hospital: null, document, type: "profile", title: "My details", date }, onProgress);
}

/** The details in an opened profile. @throws InvalidProfileError when it holds something else. */
export async function readProfile(app: App, opened: OpenedReport): Promise<PatientProfile> {
  const json: unknown = JSON.parse(await (await openDocument(app, opened)).text());
  return profileOfPatient(json);
}
