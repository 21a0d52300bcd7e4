import type { ReportId } from "@chartkey/protocol/report-id";
import { getAddress, type Address } from "viem";
import { putNewLock, type NewLockResult } from "#lib/flows/putNewLock.ts";
import { namedDoctorFromLogs } from "#lib/history/namedDoctor.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { m } from "#messages";
import { Flow } from "../../flowSteps.svelte.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";

/** A new lock on one report, as a page shows it. */
export class NewLocking {
  readonly flow = new Flow(
    {
      locking: m.reports_new_lock_step_make(),
      storing: m.reports_step_upload(),
      asked: m.reports_step_confirm_in_wallet(),
      sent: m.reports_step_confirm_on_record(),
      visible: m.reports_new_lock_step_remove_old(),
    },
    "then-more",
  );
  result = $state.raw<NewLockResult | null>(null);
  /** Names of those who may read and got no key. */
  leftOut = $state.raw<readonly string[]>([]);

  readonly #desk: PatientDesk;
  readonly #row: ReportRow;

  constructor(desk: PatientDesk, row: ReportRow) {
    this.#desk = desk;
    this.#row = row;
  }

  get report(): ReportId {
    return this.#row.report;
  }

  /** Begins, or goes on where it failed. @returns Whether it is done. */
  async run(): Promise<boolean> {
    const { app } = this.#desk;
    const done = await this.flow.run(async (onProgress) => {
      this.result = await putNewLock(app, this.#row, onProgress, this.flow.transfer);
    });
    if (!done || !this.result) {
      await this.#desk.readUnfinishedLocks();
      return false;
    }
    // The lock is on: what cannot be read now makes it no less so.
    this.leftOut = await Promise.all(this.result.leftOut.map((account) => this.#nameOf(account)));
    await this.#desk.load().catch(() => {});
    return true;
  }

  /** The address, where no name can be read. */
  #nameOf(account: Address): Promise<string> {
    return namedDoctorFromLogs(this.#desk.app.chain, getAddress(account)).then(
      ({ name }) => name,
      () => getAddress(account),
    );
  }
}
