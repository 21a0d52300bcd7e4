import { chartIdOf } from "@chartkey/protocol/chart";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { formatEther, getAddress, type Address } from "viem";
import type { Phrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import { readSignedAct, type ReadyToSend } from "#lib/flows/signAct.ts";
import { namedDoctorFromLogs } from "#lib/history/namedDoctor.ts";
import { formatLocale } from "#lib/language.ts";
import { Loaded } from "#lib/loaded.svelte.ts";
import { locationOf } from "#lib/network/locationOf.ts";
import { m } from "#messages";
import { actToSender } from "../actWords.ts";
import { Sending } from "../sending.svelte.ts";
import { refusedForSender } from "./refusedForSender.ts";

/** What is shown before sending: all of it from the transaction's own data. */
export type Shown = ReadyToSend & { say: Phrase };

/** Sending for a patient what they signed: read, said in words, sent. */
export class SendForPatient {
  /** What was given here, by link, square code or file; null while nothing is. */
  carried = $state.raw<string | null>(null);
  readonly shown = new Loaded<Shown>();
  sending = $state.raw(newSending());
  /** What sending it did; empty before. */
  done = $state("");

  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads what was given, checks whose it is and tries it. Sends nothing. */
  async read(carried: string): Promise<void> {
    this.carried = carried;
    this.#forget();
    await this.shown.load(() => this.#read(carried).catch(refuseToSender));
  }

  /** For another account it is said and tried anew: who "you" is, and what the contract answers, depends on it. */
  async readAgain(): Promise<void> {
    if (this.carried !== null && !this.done) await this.read(this.carried);
  }

  /** Back to where something can be given. */
  clear(): void {
    this.carried = null;
    this.#forget();
  }

  async send(): Promise<void> {
    const { sending } = this;
    const ready = this.shown.value;
    if (!ready) return;
    const { transactions, network } = this.#app;
    const went = await sending.run((onStatus) => transactions.run(ready.call, onStatus).catch(refuseToSender));
    // Something else may be shown by now.
    if (!went || this.sending !== sending) return;
    const { act } = ready.signed;
    this.done =
      act.kind === "register"
        ? m.words_send_registered({ code: cardCodeOf(chartIdOf(locationOf(network), act.holder)) })
        : m.words_send_done();
  }

  #forget(): void {
    this.done = "";
    this.sending = newSending();
    this.shown.clear();
  }

  async #read(carried: string): Promise<Shown> {
    const ready = await readSignedAct(this.#app, carried);
    const { act } = ready.signed;
    const { chain, network, session, wallet } = this.#app;
    const named = "grantee" in act ? await namedDoctorFromLogs(chain, getAddress(act.grantee)) : null;
    const hospitalName = (id: number) =>
      session.hospitals.find((hospital) => hospital.id === id)?.name ?? m.words_send_hospital({ number: id });
    const say = actToSender(
      network,
      act,
      {
        doctor: (account: Address) => (named?.account === getAddress(account) ? named.name : account),
        hospital: hospitalName,
        report: () => null,
      },
      wallet.client.account.address,
    );
    return { ...ready, say };
  }
}

function refuseToSender(error: unknown): never {
  throw refusedForSender(error);
}

const newSending = () => new Sending(m.words_send_visible());

/** A fee in ether, by two figures that matter: "0.00021". */
export function feeWords(wei: bigint): string {
  const ether = Number(formatEther(wei));
  return new Intl.NumberFormat(formatLocale, { maximumSignificantDigits: 2, useGrouping: false }).format(ether);
}
