import { platform } from "#platform";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { inject, vi } from "vitest";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import sample from "../../register.sample.csv?raw";
import { registerEntries } from "../../src/register/register-entries.ts";
import { checkAnswer } from "./openapi/check-answer.ts";
import type { Pin, ReceivedMessage, SignRequest, StandInWorld } from "./stand-in.ts";

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

export interface Asking {
  readonly token?: string | undefined;
  /** The network address that asks; a new one each time unless given. */
  readonly address?: string;
}

/** Asks as the page does. Every answer is compared with what `openapi.json` says of it. */
export async function ask(method: string, path: string, body?: unknown, asking: Asking | string = {}): Promise<Answer> {
  const { token, address = someAddress() } = typeof asking === "string" ? { token: asking } : asking;
  return send(
    new Request(`https://otp.example${path}`, {
      method,
      headers: {
        origin: ORIGIN,
        // Each platform reads its own.
        "cf-connecting-ip": address,
        "x-forwarded-for": address,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
}

/** Sends any request and reads the answer. */
export async function send(request: Request): Promise<Answer> {
  const { method, url } = request;
  const answer = await read(await platform.fetch(request));
  checkAnswer(method, new URL(url).pathname, answer);
  return answer;
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

function someAddress() {
  const group = () => Math.floor(Math.random() * 2 ** 16).toString(16);
  return `2001:db8:${group()}:${group()}::1`;
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
  const secret = new Uint8Array(Buffer.from(String(platform.variables["REGISTER_SECRET"]), "hex"));
  for (const { key, value } of await registerEntries(sample, { registerSecret: secret })) {
    await platform.register.put(key, value);
  }
}

/** Lets the messages that are wanted go out now, and waits for those that are on their way. */
export async function deliver() {
  await platform.alarm();
  await vi.waitFor(async () => {
    const onTheirWay = await platform.rows("SELECT request FROM code WHERE delivery = 'sending'");
    if (onTheirWay.length > 0) throw new Error("Messages are still on their way.");
  }, 10_000);
}

/** Seconds that pass, as far as the clock of tests and worker says. */
export function later(seconds: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
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

/** Files that the store holds. */
export async function heldPins(): Promise<Pin[]> {
  return (await standIn("/pins")) as Pin[];
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
