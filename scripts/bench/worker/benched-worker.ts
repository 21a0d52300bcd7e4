import { serve } from "@hono/node-server";
import { solveChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { Hono } from "hono";
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { DEMO_INDEX } from "../../seed/people.ts";
import { demoPrivateKey } from "../../local/demo-private-key.ts";
import { runOtpWorker } from "../../local/otp-worker.ts";
import type { ProcessRecord } from "../../local/process-record.ts";

const ORIGIN = "http://localhost:3000";
const CHAIN_ID = 1337;
/** Nothing here asks the contracts. */
const SOME_CONTRACT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
/** Above every number of requests made here. */
const NO_LIMIT = "1000000";
const CODE_TIMEOUT = 10_000;

type Number = { readonly authority: string; readonly registrationNumber: string };

/** A worker whose SMS service answers after `delay` seconds. Times are milliseconds as a client sees them. */
export interface BenchedWorker {
  readonly delay: number;
  signIn(): Promise<{ wallet: PrivateKeyAccount; token: string; milliseconds: number }>;
  askForCode(token: string, number: Number): Promise<number>;
  /** Enters the code that was sent for a wallet. */
  attest(token: string, wallet: PrivateKeyAccount, number: Number): Promise<number>;
  stop(): Promise<void>;
}

export async function startBenchedWorker(options: {
  readonly folder: string;
  readonly record: ProcessRecord;
  readonly delay: number;
}): Promise<BenchedWorker> {
  const { folder, record, delay } = options;
  const messages: string[] = [];
  const sms = await startSmsService(delay, messages);
  const port = await freePort();
  const worker = await runOtpWorker({
    port,
    folder,
    logFile: path.join(folder, "worker.log"),
    record,
    variables: variablesOf(sms.url),
  });
  const ask = (address: string, body?: unknown, token?: string) => timed(worker.url + address, body, token);

  const solve = async (): Promise<string> => {
    const challenge = (await ask("/v1/challenge")).body as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
  };

  return {
    delay,
    async signIn() {
      const wallet = privateKeyToAccount(generatePrivateKey());
      const { nonce } = (await ask("/v1/nonce")).body as { nonce: string };
      const now = Date.now();
      const message = createSiweMessage({
        address: wallet.address,
        chainId: CHAIN_ID,
        domain: new URL(ORIGIN).host,
        uri: ORIGIN,
        version: "1",
        nonce,
        issuedAt: new Date(now),
        expirationTime: new Date(now + 5 * 60_000),
      });
      const signature = await wallet.signMessage({ message });
      const { body, milliseconds } = await ask("/v1/session", { message, signature, altcha: await solve() });
      return { wallet, token: (body as { token: string }).token, milliseconds };
    },
    async askForCode(token, number) {
      return (await ask("/v1/codes", { ...number, altcha: await solve() }, token)).milliseconds;
    },
    async attest(token, wallet, number) {
      const code = await codeFor(messages, wallet);
      return (await ask("/v1/attestations", { ...number, code }, token)).milliseconds;
    },
    async stop() {
      await worker.stop();
      sms.stop();
    },
  };
}

async function timed(url: string, body?: unknown, token?: string): Promise<{ body: unknown; milliseconds: number }> {
  const begin = performance.now();
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      origin: ORIGIN,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  const milliseconds = performance.now() - begin;
  if (!response.ok) throw new Error(`The worker refused ${new URL(url).pathname}: ${JSON.stringify(answer)}`);
  return { body: answer, milliseconds };
}

async function codeFor(messages: readonly string[], { address }: PrivateKeyAccount): Promise<string> {
  const deadline = Date.now() + CODE_TIMEOUT;
  while (Date.now() < deadline) {
    const code = messages.find((message) => message.includes(address.slice(-6)))?.slice(0, 6);
    if (code !== undefined) return code;
    await sleep(5);
  }
  throw new Error("No one-time code was sent.");
}

async function startSmsService(delay: number, messages: string[]) {
  const app = new Hono();
  app.post("*", async (context) => {
    const { Body } = await context.req.parseBody();
    messages.push(String(Body));
    await sleep(delay * 1000);
    return context.json({ sid: `SM${"0".repeat(32)}`, status: "queued" }, 201);
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}

async function freePort(): Promise<number> {
  const server = serve({ fetch: () => new Response(), hostname: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A cheap human check: its work is the client's, and is not what is measured. */
function variablesOf(smsUrl: string) {
  const secret = (): string => randomBytes(32).toString("hex");
  return {
    MODE: "local",
    ORIGIN,
    CHAIN_ID: String(CHAIN_ID),
    REGISTRY_ADDRESS: SOME_CONTRACT,
    RECORDS_ADDRESS: SOME_CONTRACT,
    RPC_URL: smsUrl,
    CHALLENGE_COST: "10",
    CHALLENGE_ROUNDS: "4",
    CODES_PER_ADDRESS_PER_DAY: NO_LIMIT,
    MESSAGES_PER_PHONE_PER_DAY: NO_LIMIT,
    MESSAGES_PER_DAY: NO_LIMIT,
    TWILIO_BASE_URL: smsUrl,
    TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
    TWILIO_FROM: "+12025550199",
    ATTESTER_PRIVATE_KEY: demoPrivateKey(DEMO_INDEX.attester),
    LICENCE_PEPPER: secret(),
    REGISTER_SECRET: secret(),
    WORKER_SECRET: secret(),
    TWILIO_AUTH_TOKEN: secret(),
    PINATA_JWT: secret(),
  };
}
