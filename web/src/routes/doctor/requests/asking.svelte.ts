import type { ChartId } from "@chartkey/protocol/chart";
import { purposeIndex, type Purpose } from "@chartkey/protocol/purpose";
import { chartOfReport, type ReportId } from "@chartkey/protocol/report-id";
import { phraseOf, type Phrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import { recordsCall } from "#lib/chain/call.ts";
import { canRead } from "#lib/chain/reads.ts";
import { chartByCard } from "#lib/flows/chartByCard.ts";
import { CardRefusedError } from "#lib/flows/patientByCard.ts";
import { readChartsBetween } from "#lib/history/chartsBetween.ts";
import { readReports, readChartReports } from "#lib/history/reports.ts";
import { readDoctorRequests, type RequestRow } from "#lib/history/requests.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";
import { Sending } from "../../sending.svelte.ts";
import { mayAsk, type MayAsk } from "./mayAsk.ts";

/** What a doctor asks for, within the sentence that says so. */
const purposeOfTheirs: Record<Purpose, string> = {
  TREAT: m.doctor_asking_purpose_treat_said(),
  COC: m.doctor_asking_purpose_coordinate_said(),
  ETREAT: m.doctor_asking_purpose_emergency_said(),
  HRESCH: m.doctor_asking_purpose_research_said(),
  HPAYMT: m.doctor_asking_purpose_payment_said(),
  PATRQT: m.doctor_asking_purpose_request_said(),
};

export const purposes: readonly { value: Purpose; label: string; hint: string }[] = [
  { value: "TREAT", label: m.doctor_asking_purpose_treat(), hint: m.doctor_asking_purpose_treat_hint() },
  { value: "COC", label: m.doctor_asking_purpose_coordinate(), hint: m.doctor_asking_purpose_coordinate_hint() },
  { value: "ETREAT", label: m.doctor_asking_purpose_emergency(), hint: m.doctor_asking_purpose_emergency_hint() },
  { value: "HRESCH", label: m.doctor_asking_purpose_research(), hint: m.doctor_asking_purpose_research_hint() },
  { value: "HPAYMT", label: m.doctor_asking_purpose_payment(), hint: m.doctor_asking_purpose_payment_hint() },
  { value: "PATRQT", label: m.doctor_asking_purpose_request(), hint: m.doctor_asking_purpose_request_hint() },
];

/** A report that the doctor here cannot read, with whether they may ask for it. */
export type Askable = { row: ReportRow; may: MayAsk };

/** Asking patients for reports, and what became of that. */
export class Asking {
  readonly requests = new Loaded<readonly RequestRow[]>();
  /** Reports of the chosen patient that the doctor cannot read. */
  readonly reports = new Loaded<readonly Askable[]>();
  readonly sending = new Sending(m.doctor_asking_stage_visible());
  chart = $state<ChartId>();
  chosen = $state<ReportId[]>([]);
  purpose = $state<Purpose>("TREAT");
  /** Someone tried to go on: errors are shown from then on. */
  checked = $state(false);
  done = $state("");

  /** The card code of a patient whom the doctor does not know yet, as typed or scanned. */
  card = $state("");
  /** What is wrong with it; empty while nothing is. */
  cardError = $state("");
  isLooking = $state(false);

  readonly chartError = $derived.by(() =>
    this.checked && !this.chart ? m.doctor_asking_patient_missing() : undefined,
  );
  readonly reportsError = $derived.by(() =>
    this.checked && this.chosen.length === 0 ? m.doctor_asking_reports_missing() : undefined,
  );

  /** Those that may be asked for now. */
  readonly free: readonly ReportId[] = $derived.by(
    () => this.reports.value?.flatMap(({ row, may }) => (may.now ? [row.report] : [])) ?? [],
  );

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async load(): Promise<void> {
    const { history, wallet } = this.#app;
    await this.requests.load(() => readDoctorRequests(history, wallet.client.account.address));
  }

  /** Begins with one report, as from the page that refused it. */
  async beginWith(report: ReportId): Promise<void> {
    const [row] = await readReports(this.#app.history, [report]);
    if (!row) return;
    await this.choose(chartOfReport(report));
    if (this.reports.value?.some((each) => each.row.report === report && each.may.now)) this.chosen = [report];
  }

  /** Finds the patient whose card this is, known to the doctor or not, and looks for what can be asked for. */
  async chooseByCard(): Promise<void> {
    this.cardError = "";
    this.isLooking = true;
    try {
      const { history } = this.#app;
      const chart = await chartByCard(this.card, (first, last) => readChartsBetween(history, first, last));
      this.card = "";
      await this.choose(chart);
    } catch (error) {
      this.cardError = error instanceof CardRefusedError ? error.message : explain(error).what;
    } finally {
      this.isLooking = false;
    }
  }

  /** Looks for what of a patient's chart the doctor cannot read. The contract says what that is. */
  async choose(chart: ChartId): Promise<void> {
    this.chart = chart;
    this.chosen = [];
    this.done = "";
    this.reports.clear();
    await this.reports.load(async () => {
      const { chain, history, wallet } = this.#app;
      const account = wallet.client.account.address;
      const [rows, requests] = await Promise.all([
        readChartReports(history, chart),
        readDoctorRequests(history, account),
      ]);
      const live = rows.filter(({ status }) => status === "LIVE");
      const readable = await Promise.all(live.map(({ report }) => canRead(chain, report, account)));
      return live
        .filter((_, index) => !readable[index])
        .map((row) => ({ row, may: mayAsk(requests, row.report, Date.now() / 1000) }));
    });
  }

  /** What is about to be asked, of whom. */
  sayTo(patient: string): Phrase {
    const { chosen, purpose } = this;
    if (!this.chart || chosen.length === 0) return [m.doctor_asking_say_missing()];
    return phraseOf(m.doctor_asking_say, {
      patient: { strong: patient },
      reports: { strong: m.doctor_asking_reports({ count: chosen.length }) },
      purpose: purposeOfTheirs[purpose],
    });
  }

  /**
   * Asks for each of the chosen: by one transaction where the wallet takes them together. What was asked for is not asked for twice.
   * Returns false when nothing is chosen.
   */
  async ask(): Promise<boolean> {
    this.checked = true;
    this.done = "";
    const { chart, chosen, purpose } = this;
    if (!chart || chosen.length === 0) return false;
    const { network, transactions } = this.#app;
    const calls = chosen.map((report) => recordsCall(network, "requestConsent", [report, purposeIndex(purpose)]));
    const { sending } = this;
    const isDone = await sending.run((onStatus) =>
      transactions.runAll(
        calls,
        // That one is visible is not the end while others wait.
        (status, together) => (status !== "visible" || sending.through + together === calls.length) && onStatus(status),
        (done) => {
          sending.through = done;
          this.chosen = chosen.slice(done);
        },
      ),
    );
    const asked = sending.through;
    if (isDone) {
      this.checked = false;
      sending.reset();
      await Promise.all([this.load(), this.choose(chart)]);
    } else if (asked > 0) await this.load();
    if (asked > 0) this.done = m.doctor_asking_done({ count: asked });
    return true;
  }
}
