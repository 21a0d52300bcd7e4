import { env, exports } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { inject } from "vitest";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import sample from "../../register.sample.csv?raw";
import type { Environment } from "../../src/environment.ts";
import { registerEntries } from "../../src/register/register-entries.ts";
import type { ReceivedMessage, SignRequest, StandInWorld } from "./stand-in.ts";

export const environment = env as unknown as Environment & Record<string, string>;

export const ORIGIN = "http://localhost:3000";

/** A registered doctor of the sample register, and the phone on file. */
export const MARLOWE = { authority: "NMC-DEMO", registrationNumber: "GM-1001", phone: "+12025550101" };
export const HALLOWELL = { authority: "NMC-DEMO", registrationNumber: "CA-1002", phone: "+12025550102" };

export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers of every shape
  body: any;
}

export async function ask(method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  return read(
    await exports.default.fetch(`https://otp.example${path}`, {
      method,
      headers: {
        origin: ORIGIN,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

/** Fetches a challenge and solves it, as the page does. */
export async function solve(): Promise<string> {
  const { body: challenge } = await ask("GET", "/v1/challenge");
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}

type MessageFields = Parameters<typeof createSiweMessage>[0];

/** A message that signs `account` in, as the page writes it. */
export async function signInMessage(account: { address: `0x${string}` }, changes: Partial<MessageFields> = {}) {
  const { body } = await ask("GET", "/v1/nonce");
  const now = Date.now();
  return createSiweMessage({
    address: account.address,
    chainId: 1337,
    domain: "localhost:3000",
    uri: ORIGIN,
    version: "1",
    statement: "Sign in to Chartkey.",
    nonce: body.nonce,
    issuedAt: new Date(now),
    expirationTime: new Date(now + 5 * 60_000),
    ...changes,
  });
}

export async function signIn(account: PrivateKeyAccount): Promise<string> {
  const message = await signInMessage(account);
  const signature = await account.signMessage({ message });
  const { body } = await ask("POST", "/v1/session", { message, signature, altcha: await solve() });
  return body.token;
}

/** A wallet that nobody has seen before. */
export function newWallet(): PrivateKeyAccount {
  return privateKeyToAccount(generatePrivateKey());
}

export async function importSample() {
  const secret = new Uint8Array(Buffer.from(String(environment["REGISTER_SECRET"]), "hex"));
  for (const { key, value } of await registerEntries(sample, { registerSecret: secret })) {
    await environment.REGISTER.put(key, value);
  }
}

export function stateStub() {
  return environment.STATE.getByName("state");
}

/** Lets the messages that are wanted go out now. */
export async function deliver() {
  await runDurableObjectAlarm(stateStub());
}

export async function setWorld(changes: Partial<StandInWorld>) {
  await standIn("/world", changes);
}

export async function messagesTo(phone: string): Promise<ReceivedMessage[]> {
  const all = (await standIn("/messages")) as ReceivedMessage[];
  return all.filter(({ to }) => to === phone);
}

export async function signRequests(): Promise<SignRequest[]> {
  return (await standIn("/signed")) as SignRequest[];
}

/** The six digits of the latest message to a phone. */
export async function latestCode(phone: string): Promise<string> {
  const messages = await messagesTo(phone);
  return /^\d{6}/.exec(messages.at(-1)?.body ?? "")?.[0] ?? "none";
}

/** Some other six digits. */
export function wrongCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, "0");
}

async function standIn(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(
    inject("standIn") + path,
    body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  );
  return response.json();
}
