import { ATTESTER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { getAddress, isAddress, type Address } from "viem";
import type { App } from "#lib/app.ts";
import { readDisowned, readNetworkPower, type NetworkPower } from "#lib/chain/networkPower.ts";
import { readScheduledGrants, type ScheduledGrant } from "#lib/chain/scheduledGrants.ts";
import { readHospitals, type Hospital } from "#lib/chain/who.ts";
import { isVerified } from "#lib/history/doctorStatus.ts";
import { readDoctors, type Doctor } from "#lib/history/doctors.ts";
import { readRoleHistory, type RoleKind, type RolePeriod } from "#lib/history/roleHistory.ts";
import { readVerifierUse, type VerifierUse } from "#lib/history/verifierUse.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { m } from "#messages";
import type { Decision, Decisions } from "./decisions.svelte.ts";
import { disowning } from "./networkDecisions.ts";

/** The hospitals of the network with their registrars, and its verifiers: the default admin's work. */
export class NetworkDesk {
  readonly app: App;
  readonly loaded = new Loaded<{
    hospitals: Hospital[];
    roles: RolePeriod[];
    scheduled: ScheduledGrant[];
    power: NetworkPower;
    use: VerifierUse;
    disowned: ReadonlyMap<Address, number>;
    doctors: Doctor[];
    /** When it was read, by this device's clock, in milliseconds: countdowns run from then. */
    at: number;
  }>();
  readonly #decisions: Decisions;

  readonly hospitals = $derived.by(() => this.loaded.value?.hospitals ?? []);
  readonly power = $derived.by(() => this.loaded.value?.power ?? null);
  /** How long an announced appointment waits, in seconds. */
  readonly delay = $derived.by(() => this.power?.delay ?? 0);
  /** Seconds until the next thing that waits is due; null when nothing waits. */
  readonly nextDue = $derived.by(() => {
    const { handover, pauseEnds, pauseRests } = this.power ?? {};
    const announced = (this.loaded.value?.scheduled ?? []).map(({ waits }) => waits);
    const waits = [...announced, handover?.waits ?? 0, pauseEnds ?? 0, pauseRests ?? 0].filter((wait) => wait > 0);
    return waits.length > 0 ? Math.min(...waits) : null;
  });
  readonly mayDecide = $derived.by(() => this.app.session.who?.isDefaultAdmin ?? false);

  constructor(app: App, decisions: Decisions) {
    this.app = app;
    this.#decisions = decisions;
  }

  /** Asks whether to do it, and shows the lists anew as it goes on; once all of it is done, calls `onDone`. */
  decide(decision: Decision, onDone = () => {}): void {
    this.#decisions.ask(decision, () => void this.read(), onDone);
  }

  /**
   * Asks whether to disown a verifier, with whom that concerns by lists that are read for it: what nobody can undo is not decided by
   * what was so when the page was opened. Throws why they could not be read.
   *
   * @param since Unix seconds.
   */
  async decideToDisown(verifier: Address, since: number): Promise<void> {
    await this.read();
    if (this.loaded.error) throw this.loaded.error;
    this.decide(disowning(this.app.network, verifier, since, this.doctorsSince(verifier, since)));
  }

  read(): Promise<void> {
    const { chain, history } = this.app;
    return this.loaded.load(async () => {
      const [hospitals, roles, scheduled, power, use, disowned, doctors] = await Promise.all([
        readHospitals(chain),
        readRoleHistory(history),
        readScheduledGrants(chain),
        readNetworkPower(chain),
        readVerifierUse(chain),
        readDisowned(chain),
        readDoctors(history),
      ]);
      return { hospitals, roles, scheduled, power, use, disowned, doctors, at: Date.now() };
    });
  }

  /** Who holds a role now, or held it before; newest first. */
  holders(role: RoleKind, hospital: number | null, when: "now" | "before"): RolePeriod[] {
    return (this.loaded.value?.roles ?? []).filter(
      (period) =>
        period.role === role &&
        (period.hospital?.id ?? null) === hospital &&
        (period.revoked === null) === (when === "now"),
    );
  }

  /** Names of the doctors who lose their verification when a verifier is disowned from a moment on (Unix seconds). */
  doctorsSince(verifier: Address, since: number): string[] {
    const now = Math.floor(Date.now() / 1000);
    return (this.loaded.value?.doctors ?? [])
      .filter((doctor) => doctor.verifier === verifier && doctor.verifiedAt >= since && isVerified(doctor, now))
      .map(({ name }) => name);
  }

  /** How much of the daily cap of a verifier is used: "3 of 200 verifications today (UTC)". */
  useOf(verifier: Address): string {
    const use = this.loaded.value?.use;
    return use ? m.administrator_network_desk_verifier_use({ used: use.used.get(verifier) ?? 0, cap: use.cap }) : "";
  }

  /** Appointments of verifiers, or of a hospital's registrars, that were announced and wait to be completed. */
  announced(hospital: number | null): ScheduledGrant[] {
    const wanted = hospital === null ? ATTESTER_ROLE : registrarRole(hospital);
    return (this.loaded.value?.scheduled ?? []).filter(({ role }) => role === wanted);
  }
}

/** When something that waits so many seconds is due, in milliseconds since 1970, by this device's clock. */
export function dueAt(loadedAt: number | undefined, waits: number): number {
  return (loadedAt ?? Date.now()) + waits * 1000;
}

/** What is said of what `parseAddress` does not take. */
export const NO_ADDRESS = m.administrator_network_desk_no_address();

/** An address as typed or pasted; null for anything else, and for one whose capitals show a mistyped digit (EIP-55). */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  return isAddress(trimmed) ? getAddress(trimmed) : null;
}

/** A hospital number that is free: a whole number from 1 to 2³² − 1. Otherwise the sentence that says why not. */
export function parseHospitalNumber(text: string, taken: readonly Hospital[]): number | string {
  const number = Number(text.trim());
  if (!/^\d+$/.test(text.trim()) || number < 1 || number > 0xffff_ffff) {
    return m.administrator_network_desk_no_hospital_number();
  }
  const owner = taken.find(({ id }) => id === number);
  return owner ? m.administrator_network_desk_hospital_number_taken({ number, hospital: owner.name }) : number;
}
