import type { Purpose } from "@chartkey/protocol/purpose";
import type { ReportId } from "@chartkey/protocol/report-id";
import type { Address } from "viem";
import type { Phrase } from "#components/phrase.ts";
import type { PatientAct } from "#lib/acts/patientAct.ts";
import { exceptionsWith, type Exception } from "#lib/chain/exceptions.ts";
import { prepareShare, prepareShareOfAll, type Terms } from "#lib/flows/prepareShare.ts";
import type { OnProgress } from "#lib/flows/progress.ts";
import { confirmKey, keyChange, KeyChangedError, publishedRecipient, type KeyChange } from "#lib/flows/recipientOf.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { ExplainedError, type Explanation } from "#lib/words/explainedError.ts";
import { m } from "#messages";
import { actToPatient } from "../../actWords.ts";
import { Acting } from "../acting.svelte.ts";
import { readChart } from "../chartReports.ts";
import type { PatientDesk } from "../patientDesk.svelte.ts";
import { dayErrorOf, endOf, type Duration } from "../reports/[id]/share.svelte.ts";
import { shareableDoctors } from "../shareableDoctors.ts";
import { exceptionWords } from "./exceptionWords.ts";

/** What of a chart is shared: nothing, reports that are chosen, or all of them, also those added later. */
export type Scope = "nothing" | "profile" | "chosen" | "all";

/** Where a share begins: with a doctor who is fixed, with reports that are chosen already, for a purpose that was asked for. */
export type Beginning = {
  grantee?: Address;
  scope?: Scope;
  reports?: readonly ReportId[];
  purpose?: Purpose;
};

/** A share of one report, several or all while it is put together. What is said and what is signed come from the same terms. */
export class ShareChoice {
  grantee = $state<Address>();
  scope = $state<Scope>("chosen");
  chosen = $state<ReportId[]>([]);
  duration = $state<Duration>("30");
  /** "2026-12-22"; only for `other`. */
  day = $state("");
  purpose = $state<Purpose>("TREAT");
  /** Someone tried to go on: errors are shown from then on. */
  checked = $state(false);
  readonly doctors = new Loaded<readonly Doctor[]>();
  /** The chosen doctor's newest key; its fingerprint is for a comparison by telephone. */
  readonly key = new Loaded<{ version: number; fingerprint: string }>();
  /** What a share of all does not cover with the chosen doctor: they would learn of it from nobody, so it is said before. */
  readonly exceptions = new Loaded<readonly Exception[]>();
  readonly acting: Acting;

  readonly doctor = $derived.by(() => this.doctors.value?.find(({ account }) => account === this.grantee) ?? null);
  /** Last second, Unix time; null when no usable day is chosen. */
  readonly expiry = $derived.by(() => endOf(this.duration, this.day));
  readonly doctorError = $derived.by(() =>
    this.checked && !this.doctor ? m.reports_sharing_choice_doctor_error() : undefined,
  );
  readonly dayError = $derived.by(() => (this.checked ? dayErrorOf(this.duration, this.day) : undefined));
  readonly reportsError = $derived.by(() => {
    if (!this.checked || this.scope !== "chosen" || this.chosen.length > 0) return undefined;
    return this.sharable.length > 0
      ? m.reports_sharing_choice_reports_error()
      : m.reports_sharing_choice_no_reports_error();
  });
  /** The patient's own details, as far as they can be opened. */
  readonly profile: ReportRow | null = $derived.by(() =>
    this.#desk.ownDetails.state === "saved" ? this.#desk.ownDetails.row : null,
  );
  /** Whether the patient never shared anything with the chosen doctor's newest key: nobody compared it yet. */
  readonly isNewKey = $derived.by(() => {
    const { consents = [], standing = [] } = this.#desk.reports.value ?? {};
    const version = this.key.value?.version;
    return ![...consents, ...standing].some(
      ({ grantee, granteeKeyVersion }) => grantee.account === this.grantee && granteeKeyVersion === version,
    );
  });
  /** The reports that a share of all does not cover, in words; null when there are none. */
  readonly exceptWords: string | null = $derived.by(() =>
    exceptionWords((this.exceptions.value ?? []).map(({ row }) => this.#desk.titleOf(row.report))),
  );
  /** What is so once it is shared. */
  readonly done: string = $derived.by(() => {
    const doctor = this.doctor?.name ?? "";
    if (this.scope !== "all") return m.reports_sharing_dialog_done({ doctor });
    return this.exceptWords
      ? m.reports_sharing_dialog_done_all_but({ doctor, exceptions: this.exceptWords })
      : m.reports_sharing_dialog_done_all({ doctor });
  });
  readonly say: Phrase = $derived.by(() => this.#sentence());

  readonly #desk: PatientDesk;
  /** The only report of a share that can be taken back by one stop; null for any other. */
  #undoable: ReportId | null = null;

  constructor(desk: PatientDesk, { grantee, scope, reports = [], purpose }: Beginning = {}) {
    this.#desk = desk;
    this.acting = new Acting(desk.app, m.reports_step_visible_to_doctor());
    this.chosen = [...reports];
    if (scope) this.scope = scope;
    if (purpose) this.purpose = purpose;
    if (grantee) void this.choose(grantee);
  }

  /** What can be chosen: live, open, and not readable by the doctor until they stop. */
  readonly sharable: readonly ReportRow[] = $derived.by(() =>
    this.#desk.openings.flatMap(({ row, metadata }) => (row.status === "LIVE" && metadata ? [row] : [])),
  );
  /** Why there is nothing to choose among; null when there is something. */
  readonly nothingToChoose: string | null = $derived.by(() => {
    if (this.sharable.length > 0) return null;
    const live = this.#desk.openings.filter(({ row }) => row.status === "LIVE");
    if (!this.#desk.reports.value || live.some(({ metadata, error }) => !metadata && !error))
      return m.reports_sharing_terms_opening();
    return live.length > 0 ? m.reports_sharing_terms_none_open() : m.reports_sharing_terms_none();
  });
  /** How many reports this page could not open, and so cannot share. */
  readonly closed = $derived.by(
    () => this.#desk.openings.filter(({ row, metadata }) => row.status === "LIVE" && !metadata).length,
  );

  /** Until when the chosen doctor reads a report already, in milliseconds; null for "until you stop", undefined for not. */
  readsUntil(report: ReportId): number | null | undefined {
    return this.#desk.readersOf(report).find(({ doctor }) => doctor.account === this.grantee)?.until;
  }

  async loadDoctors(): Promise<void> {
    await this.doctors.load(() => shareableDoctors(this.#desk));
  }

  /** Reads the chosen doctor's key, to show its fingerprint before anything is signed. */
  async choose(grantee: Address): Promise<void> {
    this.grantee = grantee;
    this.key.clear();
    this.exceptions.clear();
    await this.key.load(async () => {
      const { app } = this.#desk;
      const recipient = await publishedRecipient(app, grantee);
      const change = await keyChange(app, grantee, recipient);
      if (change) throw new KeyChangedError(change);
      return { version: recipient.registered.version, fingerprint: recipient.fingerprint };
    });
  }

  /** Asks the contract what a share of all does not cover with the chosen doctor. */
  async readExceptions(): Promise<void> {
    const { app, chart, reports } = this.#desk;
    const { grantee } = this;
    if (!grantee) return;
    await this.exceptions.load(async () => {
      const { rows } = reports.value ?? (await readChart(app, chart));
      return exceptionsWith(app.chain, rows, grantee);
    });
  }

  /** Begins anew with what the share of all did not cover, as far as it can be opened here. */
  goOnWithExceptions(): void {
    const left = (this.exceptions.value ?? []).map(({ row }) => row.report);
    this.chosen = this.sharable.map(({ report }) => report).filter((report) => left.includes(report));
    this.scope = "chosen";
    this.checked = false;
    this.acting.reset();
  }

  /** The patient compared the fingerprint of the chosen doctor's changed key. */
  async confirmKey(change: KeyChange): Promise<void> {
    await confirmKey(change);
    this.acting.reset();
    if (this.grantee) await this.choose(this.grantee);
  }

  /** @returns Whether the doctor can read it now. */
  async share(): Promise<boolean> {
    this.checked = true;
    const terms = this.#terms();
    const [only, ...others] = this.scope === "all" ? [] : this.#rows().map(({ report }) => report);
    this.#undoable = only && others.length === 0 && this.readsUntil(only) === undefined ? only : null;
    const isShared = terms !== null && (await this.acting.send((onProgress) => this.#prepare(terms, onProgress)));
    await this.#showKeyChange();
    return isShared;
  }

  /** Says once more, where they go on, what was shared: with a way back where that is one stop. */
  tell(): void {
    const { doctor, scope } = this;
    const { wayBack } = this.#desk;
    if (!doctor) return;
    if (this.#undoable) wayBack.shared(this.#undoable, doctor);
    else if (scope === "all") wayBack.told(this.done);
    else wayBack.told(m.patient_way_back_shared_several({ doctor: doctor.name, count: this.#rows().length }));
  }

  /** The same, signed for somebody else to send. */
  async sign(): Promise<void> {
    this.checked = true;
    const terms = this.#terms();
    if (terms) await this.acting.sign((onProgress) => this.#prepare(terms, onProgress));
    await this.#showKeyChange();
  }

  /** A key that changed after it was chosen is read again, so that the change is there to be confirmed. */
  async #showKeyChange(): Promise<void> {
    if (this.acting.resetIfKeyChanged() && this.grantee) await this.choose(this.grantee);
  }

  async #prepare(terms: Terms, onProgress: OnProgress): Promise<PatientAct> {
    const { app, chart } = this.#desk;
    if (this.scope !== "all") return prepareShare(app, terms, this.#rows(), onProgress);
    onProgress({ step: "locking" });
    await this.#checkExceptions();
    return prepareShareOfAll(app, chart, terms, this.sharable, onProgress);
  }

  /** Nothing is signed that covers less than was said: reports may have been stopped since, elsewhere. */
  async #checkExceptions(): Promise<void> {
    const said = this.exceptions.value?.map(({ row }) => row.report) ?? [];
    await this.readExceptions();
    if (this.exceptions.error) throw this.exceptions.error;
    const isSaid = this.exceptions.value?.every(({ row }) => said.includes(row.report));
    if (!isSaid) throw new ExplainedError(coversLess);
  }

  #rows(): ReportRow[] {
    if (this.scope === "profile") return this.profile ? [this.profile] : [];
    return this.sharable.filter(({ report }) => this.chosen.includes(report));
  }

  #terms(): Terms | null {
    const { grantee, expiry, purpose, scope } = this;
    if (!grantee || !this.doctor || expiry === null || scope === "nothing") return null;
    return scope === "all" || this.#rows().length > 0 ? { grantee, expiry, purpose } : null;
  }

  #sentence(): Phrase {
    const terms = this.#terms();
    const { doctor } = this;
    if (!terms || !doctor) return [m.reports_sharing_choice_say_nothing_yet()];
    const { app, chart } = this.#desk;
    const shares = this.#rows().map(({ report }) => ({ report, counter: 0, capsules: "0x" as const }));
    const named = { ...terms, granteeKeyVersion: this.key.value?.version ?? 0 };
    const act: PatientAct =
      this.scope === "all"
        ? { kind: "share-all", chart, ...named, counter: 0, consentEpoch: 0, capsules: "0x" }
        : { kind: "share", ...named, shares };
    return actToPatient(app.network, act, {
      doctor: () => doctor.name,
      hospital: (id) => m.reports_sharing_choice_hospital({ id }),
      report: (report) => this.#desk.titleOf(report),
      exceptions: this.exceptWords,
    });
  }
}

const coversLess: Explanation = {
  what: m.reports_sharing_choice_covers_less(),
  safe: m.reports_sharing_choice_covers_less_safe(),
  next: m.reports_sharing_choice_covers_less_next(),
  remedy: "retry",
};
