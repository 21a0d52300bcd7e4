import type { DoctorAttestation } from "@chartkey/protocol/typed-data";
import type { Challenge } from "altcha-lib/types";
import type { Address, Hex } from "viem";
import * as z from "zod/mini";
import { m } from "#messages";
import type { Network } from "../network/network.ts";
import { ExplainedError, type Explanation } from "../words/explainedError.ts";
import type { Wallet } from "../wallet/wallet.svelte.ts";
import { otpRequest } from "./otpRequest.ts";
import { otpWords } from "./otpWords.ts";
import { signInMessage } from "./signInMessage.ts";

export type SignInStep = "checking" | "asking" | "verifying";

export type Licence = { authority: string; registrationNumber: string };

/** Where one blob may be uploaded, once, until `expiresAt`. */
export type Ticket = { url: string };

const challenge = z.custom<Challenge>(
  (value) => z.looseObject({ parameters: z.looseObject({ algorithm: z.string() }) }).safeParse(value).success,
);
const nonce = z.looseObject({ nonce: z.string().check(z.regex(/^[a-zA-Z0-9]{8,128}$/)) });
const session = z.looseObject({ token: z.string(), expiresAt: z.union([z.string(), z.number()]) });
const codeSent = z.looseObject({ message: z.string(), resendAfter: z.number() });
const invited = z.looseObject({ account: z.string(), expiresAt: z.number() });
const tickets = z.looseObject({ tickets: z.array(z.looseObject({ url: z.url() })) });
const unpinned = z.looseObject({ removed: z.array(z.string()) });
const linkMade = z.looseObject({
  token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  id: z.string(),
  expiresAt: z.number(),
});
const links = z.looseObject({
  links: z.array(
    z.object({
      id: z.string(),
      madeAt: z.number(),
      expiresAt: z.number(),
      endedAt: z.nullable(z.number()),
      opened: z.number(),
      triesLeft: z.number(),
    }),
  ),
});
const hex = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-fA-F]*$/.test(value));
const seconds = z.pipe(
  z.union([z.number(), z.string().check(z.regex(/^\d+$/))]),
  z.transform((value) => BigInt(value)),
);
const attested = z.looseObject({
  attestation: z.object({
    subject: hex,
    licenceTag: hex,
    professionalName: z.string(),
    specialty: z.string(),
    validUntil: seconds,
    issuedAt: seconds,
  }),
  signature: hex,
});

/** What the worker knows of a link; times in Unix seconds. */
export type KnownLink = z.output<typeof links>["links"][number];

/** The OTP worker as this page uses it. The session token lives in this object and nowhere else. */
export class Otp {
  /** The account that is signed in; null when none is. */
  account = $state<Address | null>(null);

  readonly #network: Network;
  readonly #wallet: Wallet;
  #session: { token: string; expiresAt: number } | null = null;

  constructor(network: Network, wallet: Wallet) {
    this.#network = network;
    this.#wallet = wallet;
  }

  /** Signs in with Ethereum (EIP-4361): a check that a person is here, then one signature in the wallet. */
  async signIn(onStep: (step: SignInStep) => void = () => {}): Promise<void> {
    const account = this.#wallet.client.account.address;
    onStep("checking");
    const altcha = await this.#passHumanCheck();
    const { nonce: fresh } = await this.#ask("/v1/nonce", { method: "GET" }, nonce);
    const { chainId } = this.#network;
    const message = signInMessage(location, { account, chainId, nonce: fresh }, new Date());
    onStep("asking");
    const signature = await this.#wallet.signMessage(message);
    onStep("verifying");
    const body = { message, signature, altcha };
    const { token, expiresAt } = await this.#ask("/v1/session", { method: "POST", body }, session);
    // The account may have been switched while the worker answered.
    if (this.#wallet.account !== account) throw new ExplainedError(signInEnded);
    this.#session = { token, expiresAt: expiryOf(expiresAt) };
    this.account = account;
  }

  /** Ends the session here at once, and at the worker when it can be reached. */
  async signOut(): Promise<void> {
    const token = this.#session?.token;
    this.#session = null;
    this.account = null;
    if (token) await this.#ask("/v1/session", { method: "DELETE", token }, z.unknown()).catch(() => {});
  }

  /** Asks for a one-time code by SMS. Resolves with the same message whether or not the number is registered. */
  async requestCode(licence: Licence): Promise<{ message: string; resendAfter: number }> {
    const altcha = await this.#passHumanCheck();
    const body = { ...licence, altcha };
    const sent = await this.#ask("/v1/codes", { method: "POST", token: this.#token(), body }, codeSent);
    return { ...sent, message: otpWords(sent.message) };
  }

  /** Exchanges a one-time code for a signed attestation. Throws `OtpRefusedError` with the tries left for a wrong one. */
  async attest(licence: Licence, code: string): Promise<{ attestation: DoctorAttestation; signature: Hex }> {
    const body = { ...licence, code };
    return this.#ask("/v1/attestations", { method: "POST", token: this.#token(), body }, attested);
  }

  /**
   * As a registrar of `hospital`: has the worker keep a message for a doctor's wallet and licence, for when strangers used theirs
   * up. Says nothing about whether the licence is registered. Returns until when, in Unix seconds.
   */
  async invite(hospital: number, account: Address, licence: Licence): Promise<number> {
    const body = { hospital, account, ...licence };
    return (await this.#ask("/v1/invitations", { method: "POST", token: this.#token(), body }, invited)).expiresAt;
  }

  /** Asks for one upload address per blob, in the order of `sizes` (bytes). */
  async tickets(report: Hex | null, sizes: readonly number[]): Promise<Ticket[]> {
    const body = { report, blobs: sizes.map((size) => ({ size })) };
    const answer = await this.#ask("/v1/tickets", { method: "POST", token: this.#token(), body }, tickets);
    if (answer.tickets.length !== sizes.length) throw new ExplainedError(ticketsMissing);
    return answer.tickets;
  }

  /**
   * Has the store forget blobs of a report that nothing on the public record needs any more, named by their SHA-256. Those that are
   * gone already are no error. Throws `OtpRefusedError` when one of them is still needed; then none is removed.
   */
  async unpin(report: Hex, blobs: readonly Hex[]): Promise<void> {
    await this.#ask("/v1/unpin", { method: "POST", token: this.#token(), body: { report, blobs } }, unpinned);
  }

  /**
   * Has the worker answer for a stored file, locked under a key that it is never told, to whoever has the passcode.
   *
   * @param upload What the blobs were uploaded for: an id of the patient's chart
   * @param parts The file's blobs in order, by their SHA-256
   * @param lifetime Seconds
   * @returns What the link's address ends in, what it is ended by, and until when it works in Unix seconds
   */
  async makeLink(
    upload: Hex,
    parts: readonly Hex[],
    passcode: string,
    lifetime: number,
  ): Promise<z.output<typeof linkMade>> {
    const body = { upload, parts, passcode, lifetime };
    return this.#ask("/v1/links", { method: "POST", token: this.#token(), body }, linkMade);
  }

  /** The links of the signed-in patient's chart that have not expired, whichever device made them. */
  async links(): Promise<readonly KnownLink[]> {
    return (await this.#ask("/v1/links", { method: "GET", token: this.#token() }, links)).links;
  }

  /** Ends a link at once and for good. */
  async endLink(id: string): Promise<void> {
    await this.#ask("/v1/links/end", { method: "POST", token: this.#token(), body: { id } }, z.unknown());
  }

  async #passHumanCheck(): Promise<string> {
    const [{ solveChallenge }, given] = await Promise.all([
      import("./solveChallenge.ts"),
      this.#ask("/v1/challenge", { method: "GET" }, challenge),
    ]);
    return solveChallenge(given);
  }

  #ask<Answer>(
    path: string,
    request: { method: "GET" | "POST" | "DELETE"; token?: string; body?: unknown },
    answer: z.ZodMiniType<Answer>,
  ): Promise<Answer> {
    return otpRequest(this.#network.otpUrl, path, request, answer);
  }

  /** Never signs in again by itself: that would ask the wallet without a word. */
  #token(): string {
    if (!this.#session || this.#session.expiresAt <= Date.now()) {
      this.#session = null;
      this.account = null;
      throw new ExplainedError(signInEnded);
    }
    return this.#session.token;
  }
}

/** Milliseconds since 1970 of an ISO date or of Unix seconds. */
function expiryOf(expiresAt: string | number): number {
  const time = typeof expiresAt === "number" ? expiresAt * 1000 : Date.parse(expiresAt);
  return Number.isNaN(time) ? 0 : time;
}

const signInEnded: Explanation = {
  what: m.flows_otp_signed_out(),
  safe: m.flows_otp_signed_out_safe(),
  next: m.flows_otp_signed_out_next(),
  remedy: "sign-in",
};

const ticketsMissing: Explanation = {
  what: m.flows_otp_tickets_missing(),
  safe: m.flows_otp_tickets_missing_safe(),
  next: m.flows_otp_tickets_missing_next(),
  remedy: "retry",
};
