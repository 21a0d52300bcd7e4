import { createContext } from "svelte";
import type { App } from "#lib/app.ts";
import { Adding } from "./add/adding.svelte.ts";
import { AssignedPatients } from "./assignedPatients.svelte.ts";
import { DoctorName } from "./doctorName.svelte.ts";
import { PatientNames } from "./patientNames.svelte.ts";
import { SharedReports } from "./sharedReports.svelte.ts";
import { Verification } from "./verification/verification.svelte.ts";

/** What the pages of one doctor's desk have in common, so that going from one to the other reads nothing twice. */
export class DoctorDesk {
  readonly name: DoctorName;
  readonly patients: AssignedPatients;
  readonly shared: SharedReports;
  readonly names: PatientNames;
  readonly adding: Adding;
  readonly verification: Verification;

  constructor(app: App) {
    this.name = new DoctorName(app);
    this.patients = new AssignedPatients(app);
    this.shared = new SharedReports(app);
    this.names = new PatientNames(app, this.shared);
    this.adding = new Adding(app, this.patients, (chart) => this.names.ownNameOf(chart));
    this.verification = new Verification(app);
  }

  /** Reads everything anew: at first, and when the public record has a new block. */
  async load(): Promise<void> {
    await Promise.all([this.patients.load(), this.shared.load()]);
    await this.open();
  }

  /** Opens what is shared, to know what it is and who the patients are. Does nothing while the keys are locked. */
  async open(): Promise<void> {
    await this.shared.open();
    await this.names.read();
  }
}

export const [doctorDesk, setDoctorDesk] = createContext<DoctorDesk>();
