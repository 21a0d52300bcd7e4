import { normaliseAuthority, normaliseRegistrationNumber } from "@chartkey/protocol/licence-tag";
import { m } from "#messages";
import type { App } from "#lib/app.ts";
import { registryCall } from "#lib/chain/call.ts";
import { otherWalletOf, readChangeOfWallet, type ChangeOfWallet } from "#lib/chain/changeOfWallet.ts";
import { isUnderWay } from "#lib/chain/transactions.svelte.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { OtpRefusedError } from "#lib/otp/otpRequest.ts";
import type { SignInStep } from "#lib/otp/otp.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { Sending } from "../../sending.svelte.ts";
import { Countdown } from "./countdown.svelte.ts";
import {
  forgetAttestation,
  keepAttestation,
  keptAttestation,
  submission,
  type SignedAttestation,
} from "./keptAttestation.ts";
import { hasLapsed, verificationStep, type VerificationStep } from "./verificationStep.ts";

/** What the verifier signed, before it is on the public record; and whose place this wallet takes then, if anybody's. */
type Attested = SignedAttestation & { inPlaceOf: Awaited<ReturnType<typeof otherWalletOf>> };

/** Days before its end from which a verification can be renewed. */
const RENEW_WITHIN = 60;

const DAY = 86_400_000;

/**
 * How one becomes a verified doctor. It outlives the page, not the tab: what is typed lives here only, so that it is never stored. What
 * the verifier signed is kept: see `keptAttestation`.
 */
export class Verification {
  authority = $state("");
  registrationNumber = $state("");
  code = $state("");
  authorityError = $state<string>();
  numberError = $state<string>();
  codeError = $state<string>();
  /** What the page waits for before a code is on its way; null when for nothing. */
  waiting = $state<SignInStep | "sending" | null>(null);
  checkingCode = $state(false);
  /** The verifier took the request for a code. Whether one was sent it does not say, as not everybody is to know who is registered. */
  isAsked = $state(false);
  /** The code was asked for before this page was loaded. */
  hasCode = $state(false);
  /** The code can no longer be entered: it was tried too often, or is too old. */
  spent = $state(false);
  /** What went wrong, other than a wrong field. */
  error = $state.raw<unknown>(null);
  attested = $state.raw<Attested | null>(null);

  readonly resend = new Countdown();
  readonly sending = new Sending(m.doctor_verification_step_read_back());
  /** That this wallet waits to take the place of another; null when it does not. */
  readonly change = new Loaded<ChangeOfWallet | null>();
  readonly completing = new Sending(m.doctor_verification_step_read_back());

  readonly step: VerificationStep = $derived.by(() => {
    const isAttested = this.attested !== null || this.earlierIsUnderWay;
    const underWay = { isAsked: this.isAsked, isAttested, isRenewing: this.#isRenewing };
    return verificationStep(this.#app.session.who, underWay, Date.now());
  });
  /** Something was typed, or answered by the verifier, that is not on the public record. */
  readonly isFilledIn = $derived.by(
    () =>
      this.attested !== null ||
      ((this.step === "licence" || this.step === "code") &&
        `${this.authority}${this.registrationNumber}`.trim() !== ""),
  );
  /** Milliseconds since 1970 of the end of the present verification; null without one. */
  readonly until: number | null = $derived.by(() => {
    const seconds = this.#app.session.who?.attestation?.validUntil;
    return seconds === undefined ? null : seconds * 1000;
  });
  readonly hasLapsed = $derived.by(() => {
    const { who } = this.#app.session;
    return who !== null && hasLapsed(who, Date.now());
  });
  readonly canRenew = $derived.by(() => this.until !== null && this.until - Date.now() < RENEW_WITHIN * DAY);
  /** A submission from before this page was opened, still under way or ended without success; null when there is none. */
  readonly earlier = $derived.by(() => {
    const kept = this.#app.transactions.list.find(({ call }) => call.functionName === "submitAttestation");
    return kept && kept.askedAt < this.#openedAt && kept.status !== "visible" ? kept : null;
  });
  readonly earlierIsUnderWay = $derived.by(() => this.earlier !== null && isUnderWay(this.earlier));

  readonly #app: App;
  readonly #openedAt = Date.now();
  #isRenewing = $state(false);

  constructor(app: App) {
    this.#app = app;
  }

  /** Looks whether this wallet waits to take the place of another. */
  async readChange(): Promise<void> {
    const account = this.#app.session.who?.account;
    if (account) await this.change.load(() => readChangeOfWallet(this.#app.chain, account));
  }

  /** Takes the place of the other wallet. */
  async completeChange(): Promise<void> {
    const change = this.change.value;
    if (!change) return;
    const call = registryCall(this.#app.network, "completeReplacement", [change.attestation]);
    const done = await this.completing.run((onStatus) => this.#app.transactions.run(call, onStatus));
    if (done) this.change.clear();
  }

  /** Leaves the change as it stands, and begins with a licence again. */
  useAnotherLicence(): void {
    this.change.clear();
  }

  /** Goes on with what the verifier signed before the page was loaded again. */
  async takeUp(): Promise<void> {
    if (this.attested) return;
    const kept = await keptAttestation(this.#app, Date.now());
    if (!kept || this.attested) return;
    await this.#attest(kept);
    // One that still holds was being renewed.
    this.#isRenewing = this.until !== null && !this.hasLapsed;
  }

  /** Goes to the code without asking for another one: it came while this page was closed. */
  enterEarlierCode(): void {
    if (!this.#licenceIsPlausible()) return;
    this.error = null;
    this.isAsked = true;
    this.hasCode = true;
  }

  /** Asks for a one-time code, signing in first where that is needed. */
  async requestCode(): Promise<void> {
    if (!this.#licenceIsPlausible()) return;
    this.error = null;
    try {
      if (!this.#app.otp.account) await this.#app.otp.signIn((step) => (this.waiting = step));
      this.waiting = "sending";
      const { resendAfter } = await this.#app.otp.requestCode(this.#licence());
      this.isAsked = true;
      this.hasCode = false;
      this.code = "";
      this.codeError = undefined;
      this.spent = false;
      this.resend.start(resendAfter);
    } catch (error) {
      await this.#refused(error);
    } finally {
      this.waiting = null;
    }
  }

  /** Exchanges the code for what the verifier signs. */
  async enterCode(): Promise<void> {
    const code = this.code.replaceAll(/\D/g, "");
    if (code.length !== 6) {
      this.codeError = m.doctor_verification_code_six_digits();
      return;
    }
    this.error = null;
    this.codeError = undefined;
    this.checkingCode = true;
    let typed = "";
    try {
      if (!this.#app.otp.account) {
        // Said no in the wallet, it is not typed again.
        typed = this.code;
        await this.#app.otp.signIn();
      }
      typed = "";
      const signed = await this.#app.otp.attest(this.#licence(), code);
      // The code is spent: what it gave is not to be lost because a tab is closed, or cannot be kept.
      await keepAttestation(this.#app, signed).catch(() => {});
      await this.#attest(signed);
    } catch (error) {
      await this.#refused(error);
    } finally {
      this.checkingCode = false;
      this.code = typed;
    }
  }

  /** Puts what the verifier signed on the public record. */
  async submit(): Promise<void> {
    if (!this.attested) return;
    const call = submission(this.#app, this.attested);
    const done = await this.sending.run((onStatus) => this.#app.transactions.run(call, onStatus));
    if (!done) return;
    await forgetAttestation(this.#app);
    this.startAgain();
    this.#isRenewing = false;
    await this.readChange();
  }

  /** Back to the registration number, which stays as typed. */
  startAgain(): void {
    if (this.attested) void forgetAttestation(this.#app);
    this.attested = null;
    this.isAsked = false;
    this.hasCode = false;
    this.spent = false;
    this.error = null;
    this.code = "";
    this.codeError = undefined;
    this.sending.reset();
  }

  renew(): void {
    this.#isRenewing = true;
  }

  async forgetEarlier(): Promise<void> {
    if (this.earlier) await this.#app.transactions.dismiss(this.earlier.id);
  }

  /** What was typed, as it is compared with the register: nobody is told whether it is there, so they look themselves. */
  get typed(): { authority: string; number: string } {
    return {
      authority: normaliseAuthority(this.authority),
      number: normaliseRegistrationNumber(this.registrationNumber),
    };
  }

  async #attest(signed: SignedAttestation): Promise<void> {
    const { licenceTag, subject } = signed.attestation;
    const inPlaceOf = await otherWalletOf(this.#app.chain, licenceTag, subject).catch(() => null);
    this.attested = { ...signed, inPlaceOf };
  }

  #licence() {
    return { authority: this.authority, registrationNumber: this.registrationNumber };
  }

  #licenceIsPlausible(): boolean {
    this.authorityError = accepts(() => normaliseAuthority(this.authority))
      ? undefined
      : m.doctor_verification_authority_wrong();
    this.numberError = accepts(() => normaliseRegistrationNumber(this.registrationNumber))
      ? undefined
      : m.doctor_verification_number_wrong();
    return !this.authorityError && !this.numberError;
  }

  /** Says a refusal where it belongs: at the code, or above the form. */
  async #refused(error: unknown): Promise<void> {
    const code = error instanceof OtpRefusedError ? error.code : null;
    if (code === "wrong_code" || code === "code_expired" || code === "too_many_tries") {
      this.codeError = explain(error).what;
      this.spent = !(error instanceof OtpRefusedError && (error.triesLeft ?? 0) > 0);
      return;
    }
    // The verifier does not know this sign-in any more: forget it, so that the next attempt signs in anew.
    if (explain(error).remedy === "sign-in") await this.#app.otp.signOut();
    this.error = error;
  }
}

function accepts(normalise: () => string): boolean {
  try {
    normalise();
    return true;
  } catch {
    return false;
  }
}
