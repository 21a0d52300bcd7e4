import { purposeIndex, type Purpose } from "@chartkey/protocol/purpose";
import type { Address } from "viem";
import { formatDate } from "#components/dates.ts";
import { phraseOf, type Phrase } from "#components/phrase.ts";
import type { ReportReader } from "#lib/chain/readers.ts";
import { confirmKey, keyChange, publishedRecipient, type KeyChange } from "#lib/flows/recipientOf.ts";
import { prepareShare, type Terms } from "#lib/flows/prepareShare.ts";
import type { Doctor } from "#lib/history/doctors.ts";
import type { ReportRow } from "#lib/history/rows.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { m } from "#messages";
import { Acting, type Prepare } from "../../acting.svelte.ts";
import type { PatientDesk } from "../../patientDesk.svelte.ts";
import { shareableDoctors } from "../../shareableDoctors.ts";

const DAY = 86_400_000;
/** Milliseconds for the wallet and for the public record, whose contract takes no share that is over already. */
const TO_CONFIRM = 10 * 60_000;

/** How long a share may last: days from today, or a day of one's own choice. */
export type Duration = "7" | "30" | "180" | "365" | "other";

export const durations: readonly { value: Duration; label: string }[] = [
  { value: "7", label: m.reports_share_duration_week() },
  { value: "30", label: m.reports_share_duration_month() },
  { value: "180", label: m.reports_share_duration_half_year() },
  { value: "365", label: m.reports_share_duration_year() },
  { value: "other", label: m.reports_share_duration_other() },
];

export const purposes: readonly { value: Purpose; label: string; hint: string }[] = [
  { value: "TREAT", label: m.reports_share_purpose_treat(), hint: m.reports_share_purpose_treat_hint() },
  { value: "COC", label: m.reports_share_purpose_coordinate(), hint: m.reports_share_purpose_coordinate_hint() },
  { value: "ETREAT", label: m.reports_share_purpose_emergency(), hint: m.reports_share_purpose_emergency_hint() },
  { value: "HRESCH", label: m.reports_share_purpose_research(), hint: m.reports_share_purpose_research_hint() },
  { value: "HPAYMT", label: m.reports_share_purpose_payment(), hint: m.reports_share_purpose_payment_hint() },
  { value: "PATRQT", label: m.reports_share_purpose_request(), hint: m.reports_share_purpose_request_hint() },
];

/** How each purpose stands in the sentence that is signed. */
const purposePhrase: Record<Purpose, string> = {
  TREAT: m.reports_share_purpose_treat_said(),
  COC: m.reports_share_purpose_coordinate_said(),
  ETREAT: m.reports_share_purpose_emergency_said(),
  HRESCH: m.reports_share_purpose_research_said(),
  HPAYMT: m.reports_share_purpose_payment_said(),
  PATRQT: m.reports_share_purpose_request_said(),
};

/** A share of one report while it is put together. What is said and what is signed come from the same `terms`. */
export class Sharing {
  grantee = $state<Address>();
  duration = $state<Duration>("30");
  /** "2026-12-22"; only for `other`. */
  day = $state("");
  purpose = $state<Purpose>("TREAT");
  /** Someone tried to go on: errors are shown from then on. */
  checked = $state(false);
  readonly doctors = new Loaded<readonly Doctor[]>();
  /** The chosen doctor's newest key; its fingerprint is for a comparison by telephone. */
  readonly key = new Loaded<{ version: number; fingerprint: string; change: KeyChange | null }>();
  readonly acting: Acting;

  readonly doctor = $derived.by(() => this.doctors.value?.find(({ account }) => account === this.grantee) ?? null);
  /** Last second, Unix time; null when no usable day is chosen. */
  readonly expiry = $derived.by(() => endOf(this.duration, this.day));
  readonly dayError = $derived.by(() => (this.checked ? dayErrorOf(this.duration, this.day) : undefined));
  readonly doctorError = $derived.by(() => (this.checked && !this.doctor ? m.reports_share_doctor_error() : undefined));
  /** How the chosen doctor can read it already; null when they cannot. Kept as it was once the share is under way. */
  readonly reader = $derived.by(() => (this.acting.hasBegun ? this.#readerBefore : this.readerOf(this.grantee)));
  /** Whether the patient never shared anything with the chosen doctor's newest key: nobody compared it yet. */
  readonly isNewKey = $derived.by(() => {
    const shared = this.#desk.reports.value?.consents.filter(({ grantee }) => grantee.account === this.grantee) ?? [];
    return !shared.some(({ granteeKeyVersion }) => granteeKeyVersion === this.key.value?.version);
  });
  readonly say: Phrase = $derived.by(() => this.#sentence());
  /** What the transaction holds, but for the locked key itself, which is made when it is shared. */
  readonly fields = $derived.by(() => [
    { label: m.reports_share_field_report(), value: this.#row.report, code: true },
    { label: m.reports_share_field_doctor(), value: this.grantee ?? "", code: true },
    {
      label: m.reports_share_field_until(),
      value: this.expiry === null ? "" : `${this.expiry} (${formatDate(this.expiry * 1000, "until")})`,
    },
    { label: m.reports_share_field_purpose(), value: `${purposeIndex(this.purpose)} (${purposePhrase[this.purpose]})` },
    { label: m.reports_share_field_key_version(), value: String(this.key.value?.version ?? "") },
    { label: m.reports_share_field_locked_key(), value: m.reports_share_field_locked_key_value() },
  ]);

  readonly #desk: PatientDesk;
  readonly #row: ReportRow;
  #readerBefore = $state.raw<ReportReader | null>(null);

  constructor(desk: PatientDesk, row: ReportRow) {
    this.#desk = desk;
    this.#row = row;
    this.acting = new Acting(desk.app, m.reports_step_visible_to_doctor());
  }

  async loadDoctors(): Promise<void> {
    await this.doctors.load(() => shareableDoctors(this.#desk));
  }

  /** How somebody can read it already; null when they cannot. */
  readerOf(account: Address | undefined): ReportReader | null {
    return this.#desk.readersOf(this.#row.report).find(({ doctor }) => doctor.account === account) ?? null;
  }

  /** Reads the chosen doctor's key, to show its fingerprint before anything is signed. */
  async choose(grantee: Address): Promise<void> {
    this.grantee = grantee;
    this.key.clear();
    await this.key.load(async () => {
      const recipient = await publishedRecipient(this.#desk.app, grantee);
      const change = await keyChange(this.#desk.app, grantee, recipient);
      return { version: recipient.registered.version, fingerprint: recipient.fingerprint, change };
    });
  }

  /** The chosen doctor's other key is the one to lock for from now on. */
  async confirmKey(): Promise<void> {
    const { change } = this.key.value ?? {};
    if (!change || !this.grantee) return;
    await confirmKey(change);
    await this.choose(this.grantee);
  }

  /** @returns Whether the doctor can read it now. */
  async share(): Promise<boolean> {
    const prepare = this.#prepare();
    const isShared = prepare !== null && (await this.acting.send(prepare));
    await this.#showKeyChange();
    return isShared;
  }

  /** The same, signed for somebody else to send. */
  async sign(): Promise<void> {
    const prepare = this.#prepare();
    if (prepare) await this.acting.sign(prepare);
    await this.#showKeyChange();
  }

  /** A key that changed after it was chosen is read again, so that the change is there to be confirmed. */
  async #showKeyChange(): Promise<void> {
    if (this.acting.resetIfKeyChanged() && this.grantee) await this.choose(this.grantee);
  }

  /** Null while something is still to be chosen, or to be confirmed. */
  #prepare(): Prepare | null {
    this.checked = true;
    const terms = this.#terms();
    if (!terms || this.key.value?.change) return null;
    // Read anew, the lists count the doctor among the readers; what was signed was said before.
    this.#readerBefore = this.readerOf(terms.grantee);
    return (onProgress) => prepareShare(this.#desk.app, terms, [this.#row], onProgress);
  }

  #terms(): Terms | null {
    const { grantee, expiry, purpose } = this;
    if (!grantee || !this.doctor || expiry === null) return null;
    // Whoever wrote it reads until the patient stops, and whoever reads all reports until that ends: no day would change it.
    if (this.reader?.until === null || this.reader?.readsAll) return null;
    return { grantee, expiry, purpose };
  }

  #sentence(): Phrase {
    const terms = this.#terms();
    if (!terms || !this.doctor) return [m.reports_share_say_nothing_yet()];
    const said = {
      doctor: { strong: this.doctor.name },
      report: { strong: this.#desk.titleOf(this.#row.report) },
      purpose: purposePhrase[terms.purpose],
      until: { strong: formatDate(terms.expiry * 1000, "until") },
    };
    const before = this.reader?.until;
    return before
      ? phraseOf(m.reports_share_say_change, { ...said, before: { strong: formatDate(before, "until") } })
      : phraseOf(m.reports_share_say, said);
  }
}

/** The last second of the chosen day, in the reader's own time zone. */
export function endOf(duration: Duration, day: string, now = Date.now()): number | null {
  const chosen = duration === "other" ? dayOf(day) : new Date(now + Number(duration) * DAY);
  if (!chosen) return null;
  const end = new Date(chosen.getFullYear(), chosen.getMonth(), chosen.getDate(), 23, 59, 59).getTime();
  const isAllowed = end > now + TO_CONFIRM && end < now + 5 * 365 * DAY;
  return isAllowed ? Math.floor(end / 1000) : null;
}

/** Why the chosen day cannot be the last one; undefined when it can. */
export function dayErrorOf(duration: Duration, day: string, now = Date.now()): string | undefined {
  if (endOf(duration, day, now) !== null) return undefined;
  const isToday = dayOf(day)?.toDateString() === new Date(now).toDateString();
  return isToday ? m.reports_share_day_over() : m.reports_share_day_error();
}

function dayOf(text: string): Date | null {
  const [year, month, day] = text.split("-").map(Number);
  return year && month && day ? new Date(year, month - 1, day) : null;
}
