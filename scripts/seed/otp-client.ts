import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Challenge } from "altcha-lib/types";
import { setTimeout as pause } from "node:timers/promises";
import type { Address, Hex } from "viem";
import { createSiweMessage } from "viem/siwe";
import type { Actor } from "./actor.ts";
import type { SeedTarget } from "./seed-target.ts";

/** What a licence is known by. */
export interface Licence {
  readonly authority: string;
  readonly registrationNumber: string;
}

export interface SignedAttestation {
  readonly attestation: {
    readonly subject: Address;
    readonly licenceTag: Hex;
    readonly professionalName: string;
    readonly specialty: string;
    readonly validUntil: number;
    readonly issuedAt: number;
  };
  readonly signature: Hex;
}

/** Somebody signed in at the OTP worker. */
export interface OtpClient {
  /** Asks for a code, reads it from the inbox and exchanges it. */
  readonly verifyLicence: (licence: Licence) => Promise<SignedAttestation>;
  /** One upload address for each size, in bytes. */
  readonly tickets: (report: Hex | null, sizes: readonly number[]) => Promise<string[]>;
}

const CODE = /#(\d{6})$/m;
const CODE_TIMEOUT = 20_000;

/** Signs in as the page does: a human check, a nonce, a signature. */
export async function signIn(target: SeedTarget, { account }: Actor): Promise<OtpClient> {
  const { nonce } = await ask<{ nonce: string }>(target, "/v1/nonce");
  const now = new Date();
  const message = createSiweMessage({
    domain: new URL(target.webOrigin).host,
    address: account.address,
    statement: "Sign in to Chartkey. This sends nothing and costs nothing.",
    uri: target.webOrigin,
    version: "1",
    chainId: target.chainId,
    nonce,
    issuedAt: now,
    expirationTime: new Date(now.getTime() + 5 * 60_000),
  });
  const signature = await account.signMessage({ message });
  const altcha = await solvedChallenge(target);
  const { token } = await ask<{ token: string }>(target, "/v1/session", { body: { message, signature, altcha } });

  return {
    async verifyLicence(licence) {
      const asked = Date.now();
      await ask(target, "/v1/codes", { token, body: { ...licence, altcha: await solvedChallenge(target) } });
      const code = await codeFor(target, account.address, asked);
      return ask(target, "/v1/attestations", { token, body: { ...licence, code } });
    },
    async tickets(report, sizes) {
      const body = { report, blobs: sizes.map((size) => ({ size })) };
      const answer = await ask<{ tickets: { url: string }[] }>(target, "/v1/tickets", { token, body });
      return answer.tickets.map(({ url }) => url);
    },
  };
}

async function solvedChallenge(target: SeedTarget): Promise<string> {
  const challenge = await ask<Challenge>(target, "/v1/challenge");
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("The human check could not be solved.");
  return Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
}

async function codeFor(target: SeedTarget, wallet: Address, since: number): Promise<string> {
  const ending = wallet.slice(-6).toLowerCase();
  while (Date.now() - since < CODE_TIMEOUT) {
    const messages = (await (await fetch(`${target.inboxUrl}/messages`)).json()) as { body: string }[];
    const code = messages.find(({ body }) => body.toLowerCase().includes(ending))?.body.match(CODE)?.[1];
    if (code !== undefined) return code;
    await pause(100);
  }
  throw new Error("No one-time code arrived in the local inbox within 20 seconds.");
}

async function ask<Answer>(
  target: SeedTarget,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const response = await fetch(target.otpUrl + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      origin: target.webOrigin,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Answer & { message?: string };
  if (!response.ok) throw new Error(`The OTP worker refused ${path}: ${answer.message ?? response.status}`);
  return answer;
}
