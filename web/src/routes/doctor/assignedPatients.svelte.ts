import type { ChartId } from "@chartkey/protocol/chart";
import type { App } from "#lib/app.ts";
import { liveAssignments } from "#lib/chain/liveAssignments.ts";
import { readDoctorAssignments } from "#lib/history/careTeam.ts";
import type { AssignmentRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { m } from "#messages";

/** A patient to whom the doctor is or was assigned at a hospital: the newest of such periods. */
export type AssignedPatient = {
  chart: ChartId;
  hospital: { id: number; name: string };
  /** Milliseconds since 1970, as is `until`. */
  since: number;
  /** When it was ended; null when it was not. */
  until: number | null;
  /** Whether the contract accepts reports under it now. */
  isLive: boolean;
};

/** Tells assignments of one doctor apart. */
export const assignmentKey = ({ chart, hospital }: AssignedPatient): string => `${chart}:${hospital.id}`;

/** Everyone the doctor here is or was assigned to. */
export class AssignedPatients {
  readonly all = new Loaded<readonly AssignedPatient[]>();

  readonly now = $derived.by(() => this.all.value?.filter(({ isLive }) => isLive) ?? []);
  readonly past = $derived.by(() => this.all.value?.filter(({ isLive }) => !isLive) ?? []);

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    await this.all.load(() => this.#read());
  }

  async #read(): Promise<AssignedPatient[]> {
    const { chain, history, session, wallet } = this.#app;
    const account = wallet.client.account.address;
    const rows = newestOfEach(await readDoctorAssignments(history, account));
    const live = await liveAssignments(chain, rows);
    return rows.map((row) => ({
      chart: row.chart,
      hospital: session.hospitals.find(({ id }) => id === row.hospital) ?? {
        id: row.hospital,
        name: m.doctor_assigned_patients_hospital({ number: row.hospital }),
      },
      since: row.assignedAt * 1000,
      until: row.endedAt === null ? null : row.endedAt * 1000,
      isLive: live.has(row),
    }));
  }
}

/** Of each patient and hospital the newest period. Rows come newest first. */
function newestOfEach(rows: readonly AssignmentRow[]): AssignmentRow[] {
  const pairs = Map.groupBy(rows, ({ chart, hospital }) => `${chart}:${hospital}`);
  return [...pairs.values()].flatMap(([newest]) => (newest ? [newest] : []));
}
