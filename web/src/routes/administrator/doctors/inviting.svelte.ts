import { normaliseAuthority, normaliseRegistrationNumber } from "@chartkey/protocol/licence-tag";
import { formatDate } from "#components/dates.ts";
import type { App } from "#lib/app.ts";
import type { SignInStep } from "#lib/otp/otp.svelte.ts";
import { explain } from "#lib/words/explain.ts";
import { m } from "#messages";
import { NO_ADDRESS, parseAddress } from "../networkDesk.svelte.ts";

/** An invitation of a doctor who gets no code. What is typed lives here only, so that it is never stored. */
export class Inviting {
  account = $state("");
  authority = $state("");
  registrationNumber = $state("");
  errors = $state<{ account?: string; authority?: string; number?: string }>({});
  waiting = $state<SignInStep | "sending" | null>(null);
  /** What went wrong, other than a wrong field. */
  error = $state.raw<unknown>(null);
  /** That it is done, and until when it holds; empty before. */
  done = $state("");

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Signs in where that is needed, and invites. */
  async invite(hospital: number): Promise<void> {
    this.done = "";
    this.error = null;
    const account = parseAddress(this.account);
    this.errors = {
      ...(!account && { account: NO_ADDRESS }),
      ...(!accepts(() => normaliseAuthority(this.authority)) && {
        authority: m.administrator_inviting_wrong_authority(),
      }),
      ...(!accepts(() => normaliseRegistrationNumber(this.registrationNumber)) && {
        number: m.administrator_inviting_wrong_number(),
      }),
    };
    if (!account || this.errors.authority || this.errors.number) return;
    const { otp } = this.#app;
    try {
      if (!otp.account) await otp.signIn((step) => (this.waiting = step));
      this.waiting = "sending";
      const licence = { authority: this.authority, registrationNumber: this.registrationNumber };
      const until = await otp.invite(hospital, account, licence);
      this.done = m.administrator_inviting_done({ account, moment: formatDate(until * 1000, "until") });
      this.account = this.authority = this.registrationNumber = "";
    } catch (error) {
      if (explain(error).remedy === "sign-in") await otp.signOut();
      this.error = error;
    } finally {
      this.waiting = null;
    }
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
