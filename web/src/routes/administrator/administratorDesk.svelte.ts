import type { ChartId } from "@chartkey/protocol/chart";
import type { Address } from "viem";
import type { App } from "#lib/app.ts";
import type { Hospital } from "#lib/chain/who.ts";
import { readCareAtHospital, type CarePeriod } from "#lib/history/careAtHospital.ts";
import { appointmentAt, isCurrent, isVerified } from "#lib/history/doctorStatus.ts";
import { readDoctors, type Doctor } from "#lib/history/doctors.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import type { Network } from "#lib/network/network.ts";
import type { Decision, Decisions } from "./decisions.svelte.ts";
import { patientsOf, type Patient } from "./patientsOf.ts";

/** Days before the end of a verification at which its doctor is listed. */
export const SOON = 60;
const DAY = 86_400;

/** What a registrar works with: the doctors and patients of one hospital. */
export class AdministratorDesk {
  readonly app: App;
  readonly doctors = new Loaded<Doctor[]>();
  readonly care = new Loaded<CarePeriod[]>();

  /** For registrars of several: the one chosen. */
  chosen = $state<number | null>(null);
  /** When the lists were read, in Unix seconds: what is valid is valid as of then. */
  now = $state(0);

  readonly hospitals = $derived.by(() => this.app.session.who?.registrarAt ?? []);
  /** Null for whoever is registrar nowhere. */
  readonly hospital = $derived.by(
    () => this.hospitals.find(({ id }) => id === this.chosen) ?? this.hospitals[0] ?? null,
  );
  readonly error = $derived(this.doctors.error ?? this.care.error);
  readonly isLoaded = $derived(this.doctors.value !== null && this.care.value !== null);

  readonly #verified = $derived.by(() => (this.doctors.value ?? []).filter((doctor) => isVerified(doctor, this.now)));
  /** Verified and appointed nowhere, longest wait first. */
  readonly waiting = $derived(
    this.#verified.filter(({ appointments }) => !appointments.some(isCurrent)).sort(byVerification),
  );
  /** Verified and appointed at other hospitals only. */
  readonly elsewhere = $derived(
    this.#verified.filter((doctor) => doctor.appointments.some(isCurrent) && !this.#isHere(doctor)).sort(byName),
  );
  /** Appointed here now, verified or not. */
  readonly here = $derived.by(() => (this.doctors.value ?? []).filter((doctor) => this.#isHere(doctor)).sort(byName));
  readonly #left = $derived.by(() =>
    (this.doctors.value ?? [])
      .filter(
        (doctor) =>
          !this.#isHere(doctor) && doctor.appointments.some(({ hospital }) => hospital.id === this.hospital?.id),
      )
      .sort(byName),
  );
  /** Appointed here once, with assignments that rest until they are again. */
  readonly suspended = $derived(this.#left.filter((doctor) => this.chartsOf(doctor).length > 0));
  /** Appointed here once, and nothing rests. */
  readonly formerly = $derived(this.#left.filter((doctor) => this.chartsOf(doctor).length === 0));
  /** Whose verification ends within `SOON` days or ended while they are appointed here; the first to end first. */
  readonly endingSoon = $derived(
    this.here.filter(({ validUntil, revokedAt }) => (revokedAt ?? validUntil) < this.now + SOON * DAY).sort(byEnd),
  );
  /** Those who can be assigned. */
  readonly assignable = $derived(this.here.filter((doctor) => isVerified(doctor, this.now)));

  /** Oldest request first. */
  readonly asked = $derived.by(() => (this.care.value ?? []).filter(({ status }) => status === "ASKED"));
  readonly patients = $derived.by(() => this.#patients("ACCEPTED", "SUSPENDED"));
  readonly formerPatients = $derived.by(() => this.#patients("ENDED"));

  readonly #decisions: Decisions;

  constructor(app: App, decisions: Decisions) {
    this.app = app;
    this.#decisions = decisions;
  }

  /**
   * Asks whether to do it at the registrar's hospital, and shows the lists anew as it goes on.
   *
   * @param onDone Called once all of it is done.
   * @param onProgress Called with how many of its calls are done.
   */
  decide(
    decisionAt: (network: Network, hospital: Hospital) => Decision,
    onDone = () => {},
    onProgress: (sent: number) => void = () => {},
  ): void {
    if (!this.hospital) return;
    const progress = (sent: number) => {
      onProgress(sent);
      void this.read();
    };
    this.#decisions.ask(decisionAt(this.app.network, this.hospital), progress, onDone);
  }

  /** Reads the lists of the hospital anew. */
  async read(): Promise<void> {
    const { history } = this.app;
    const { hospital } = this;
    if (!hospital) return;
    this.now = Math.floor(Date.now() / 1000);
    await Promise.all([
      this.doctors.load(() => readDoctors(history)),
      this.care.load(() => readCareAtHospital(history, hospital.id)),
    ]);
  }

  /** For another hospital or another account: what was read before is not theirs. */
  clear(): void {
    this.care.clear();
  }

  /** The public name of a verified doctor; null for anybody else. */
  nameOf(account: Address): string | null {
    return this.doctors.value?.find((doctor) => doctor.account === account)?.name ?? null;
  }

  /** Charts of the patients a doctor is assigned to here, whether that counts now or rests. */
  chartsOf(doctor: Doctor): ChartId[] {
    return this.patients
      .filter(({ assignments }) =>
        assignments.some((each) => each.doctor === doctor.account && each.state.kind !== "ended"),
      )
      .map(({ care }) => care.chart);
  }

  /** The last appointment at this hospital that has ended; null when there is none. */
  formerAppointment(doctor: Doctor) {
    return (
      doctor.appointments.findLast((each) => each.hospital.id === this.hospital?.id && each.until !== null) ?? null
    );
  }

  #isHere(doctor: Doctor): boolean {
    return this.hospital !== null && appointmentAt(doctor, this.hospital.id) !== null;
  }

  #patients(...statuses: CarePeriod["status"][]): Patient[] {
    const care = (this.care.value ?? []).filter(({ status }) => statuses.includes(status));
    return patientsOf(care, this.doctors.value ?? [], this.hospital?.id ?? 0, this.now);
  }
}

const byName = (a: Doctor, b: Doctor) => a.name.localeCompare(b.name);
const byVerification = (a: Doctor, b: Doctor) => a.verifiedAt - b.verifiedAt;
const byEnd = (a: Doctor, b: Doctor) => (a.revokedAt ?? a.validUntil) - (b.revokedAt ?? b.validUntil);
