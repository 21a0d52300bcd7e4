import { createContext } from "svelte";
import type { App } from "#lib/app.ts";
import { Adding } from "./add/adding.svelte.ts";
import { AssignedPatients } from "./assignedPatients.svelte.ts";
import type { DoctorName } from "./doctorName.svelte.ts";
import { PatientNames } from "./patientNames.svelte.ts";
import { SharedReports } from "./sharedReports.svelte.ts";

/** What the pages of one doctor's desk have in common, so that going from one to the other reads nothing twice. */
export class DoctorDesk {
  readonly name: DoctorName;
  readonly patients: AssignedPatients;
  readonly shared: SharedReports;
  readonly names: PatientNames;
  readonly adding: Adding;

  constructor(app: App, name: DoctorName) {
    this.name = name;
    this.patients = new AssignedPatients(app);
    this.shared = new SharedReports(app);
    this.names = new PatientNames(app, this.shared);
    this.adding = new Adding(app, this.patients);
  }
}

export const [doctorDesk, setDoctorDesk] = createContext<DoctorDesk>();
