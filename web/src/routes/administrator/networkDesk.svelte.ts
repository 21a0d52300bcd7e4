import { ATTESTER_ROLE, registrarRole } from "@chartkey/protocol/role-id";
import { getAddress, isAddress, type Address } from "viem";
import type { App } from "#lib/app.ts";
import { readAppointmentDelay, readScheduledGrants, type ScheduledGrant } from "#lib/chain/scheduledGrants.ts";
import { readHospitals, type Hospital } from "#lib/chain/who.ts";
import { readRoleHistory, type RoleKind, type RolePeriod } from "#lib/history/roleHistory.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import type { Decision, Decisions } from "./decisions.svelte.ts";

/** The hospitals of the network with their registrars, and its verifiers: the default admin's work. */
export class NetworkDesk {
  readonly app: App;
  readonly loaded = new Loaded<{
    hospitals: Hospital[];
    roles: RolePeriod[];
    scheduled: ScheduledGrant[];
    /** How long after its announcement an appointment can be completed, in seconds. */
    delay: number;
  }>();
  readonly #decisions: Decisions;

  readonly hospitals = $derived.by(() => this.loaded.value?.hospitals ?? []);
  readonly delay = $derived.by(() => this.loaded.value?.delay ?? 0);
  /** Seconds until the next announced appointment is due; null when none waits. */
  readonly nextDue = $derived.by(() => {
    const waits = (this.loaded.value?.scheduled ?? []).map(({ waits }) => waits).filter((wait) => wait > 0);
    return waits.length > 0 ? Math.min(...waits) : null;
  });
  readonly mayDecide = $derived.by(() => this.app.session.who?.isDefaultAdmin ?? false);

  constructor(app: App, decisions: Decisions) {
    this.app = app;
    this.#decisions = decisions;
  }

  /** Asks whether to do it; once it is done, calls `onDone` and shows the lists anew. */
  decide(decision: Decision, onDone = () => {}): void {
    this.#decisions.ask(decision, () => {
      onDone();
      void this.read();
    });
  }

  read(): Promise<void> {
    const { chain, history } = this.app;
    return this.loaded.load(async () => {
      const [hospitals, roles, scheduled, delay] = await Promise.all([
        readHospitals(chain),
        readRoleHistory(history),
        readScheduledGrants(chain),
        readAppointmentDelay(chain),
      ]);
      return { hospitals, roles, scheduled, delay };
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

  /** Appointments of verifiers, or of a hospital's registrars, that were announced and wait to be completed. */
  announced(hospital: number | null): ScheduledGrant[] {
    const wanted = hospital === null ? ATTESTER_ROLE : registrarRole(hospital);
    return (this.loaded.value?.scheduled ?? []).filter(({ role }) => role === wanted);
  }
}

/** An address as typed or pasted; null for anything else, and for one whose capitals show a mistyped digit (EIP-55). */
export function parseAddress(text: string): Address | null {
  const trimmed = text.trim();
  return isAddress(trimmed) ? getAddress(trimmed) : null;
}

/** A hospital number that is free: a whole number from 1 to 2³² − 1. Otherwise the sentence that says why not. */
export function parseHospitalNumber(text: string, taken: readonly Hospital[]): number | string {
  const number = Number(text.trim());
  if (!/^\d+$/.test(text.trim()) || number < 1 || number > 0xffff_ffff) {
    return "A hospital’s number is a whole number from 1, for example 3.";
  }
  const owner = taken.find(({ id }) => id === number);
  return owner ? `Number ${number} is ${owner.name}’s. Choose another.` : number;
}
