import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { afterAll, describe, expect, inject, it } from "vitest";
import type { PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import { readConfiguration } from "../../src/configuration/read-configuration.ts";
import { createNodeApp } from "../../src/node/node-app.ts";
import { openDatabase } from "../../src/node/open-database.ts";
import { sqlOver, transactions } from "../../src/node/sql-over.ts";
import { registerEntries } from "../../src/register/register-entries.ts";
import { createState } from "../../src/state/state.ts";
import { MARLOWE, messagesTo, newWallet, ORIGIN, read, wrongCode, type Answer } from "../support/client.ts";
import { fastFolder } from "../support/fast-folder.ts";
import { mortal } from "../support/mortal.ts";
import { testEnvironment } from "../support/test-environment.ts";

const { authority, registrationNumber, phone } = MARLOWE;
const number = { authority, registrationNumber };
const variables = { ...testEnvironment(inject("standIn")), MESSAGES_PER_PHONE_PER_DAY: "1000" };
const configuration = readConfiguration(variables);
const folder = fastFolder();
const csv = readFileSync(path.join(import.meta.dirname, "../../register.sample.csv"), "utf8");
const entries = await registerEntries(csv, { registerSecret: Buffer.from(variables.REGISTER_SECRET, "hex") });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The worker over a file, until its last step. */
function start(file: string, lastStep: number) {
  const life = mortal(lastStep);
  const database = openDatabase(file);
  const sql = sqlOver(database);
  const register = { get: life.reading(async (key) => entries.find((entry) => entry.key === key)?.value ?? null) };
  const state = createState({
    configuration,
    register,
    sql: life.sql(sql),
    atomically: life.atomically(transactions(database)),
    wakeAt: () => {},
  });
  const app = createNodeApp(configuration, { state, register });
  const ask = async (method: string, address: string, body?: unknown, token = ""): Promise<Answer> =>
    read(
      await app.fetch(
        new Request(`https://otp.example${address}`, {
          method,
          headers: { origin: ORIGIN, "content-type": "application/json", authorization: `Bearer ${token}` },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
        { incoming: { socket: { remoteAddress: "203.0.113.1" } as never } },
      ),
    );
  return { life, state, ask, sql, end: () => database.close() };
}

type Worker = ReturnType<typeof start>;

async function solve({ ask }: Worker) {
  const { body: challenge } = await ask("GET", "/v1/challenge");
  return btoa(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }));
}

/** What somebody has in hand, as far as answers reached them. */
interface InHand {
  signIn?: { message: string; signature: string };
  token?: string;
  asked?: boolean;
  /** How many wrong codes were answered as such. */
  wrong: number;
}

/** A doctor's whole way. Goes on after answers that failed, as people do. */
async function goThrough(worker: Worker, wallet: PrivateKeyAccount): Promise<InHand> {
  const inHand: InHand = { wrong: 0 };
  const { body: nonce } = await worker.ask("GET", "/v1/nonce");
  const message = createSiweMessage({
    address: wallet.address,
    chainId: 1337,
    domain: "localhost:3000",
    uri: ORIGIN,
    version: "1",
    nonce: nonce.nonce,
    issuedAt: new Date(),
    expirationTime: new Date(Date.now() + 5 * 60_000),
  });
  const signature = await wallet.signMessage({ message });
  inHand.signIn = { message, signature };
  const session = await worker.ask("POST", "/v1/session", { message, signature, altcha: await solve(worker) });
  if (session.status !== 201) return inHand;
  inHand.token = session.body.token;
  const asked = await worker.ask("POST", "/v1/codes", { ...number, altcha: await solve(worker) }, inHand.token);
  inHand.asked = asked.status === 202;
  await worker.state.alarm().catch(() => {});
  for (let i = 0; i < 2; i++) {
    const code = wrongCode((await codesOf(wallet))[0] ?? "000000");
    const tried = await worker.ask("POST", "/v1/attestations", { ...number, code }, inHand.token);
    if (tried.body.error === "wrong_code") inHand.wrong += 1;
  }
  return inHand;
}

async function codesOf(wallet: PrivateKeyAccount): Promise<string[]> {
  const messages = await messagesTo(phone);
  return messages.filter(({ body }) => body.includes(wallet.address.slice(-6))).map(({ body }) => body.slice(0, 6));
}

/** What must hold once the worker is back, whenever it was killed. */
async function expectClosed(worker: Worker, wallet: PrivateKeyAccount, inHand: InHand) {
  // Whatever is due, several times over.
  for (let i = 0; i < 3; i++) await worker.state.alarm();
  const codes = await codesOf(wallet);
  expect(codes.length).toBeLessThanOrEqual(1);

  if (inHand.signIn) {
    const again = await worker.ask("POST", "/v1/session", { ...inHand.signIn, altcha: await solve(worker) });
    expect([201, 401]).toContain(again.status);
    if (inHand.token !== undefined) expect(again.body.error).toBe("nonce_used");
    const sessions = worker.sql<{ n: number }>("SELECT count(*) AS n FROM session");
    expect(sessions[0]?.n).toBeLessThanOrEqual(1);
  }
  if (inHand.token === undefined) return codes.length;
  let evaluated = inHand.wrong;
  for (let i = 0; i < 6; i++) {
    const { body } = await worker.ask(
      "POST",
      "/v1/attestations",
      { ...number, code: wrongCode(codes[0] ?? "") },
      inHand.token,
    );
    if (body.error === "wrong_code") evaluated += 1;
  }
  expect(evaluated).toBeLessThanOrEqual(5);
  const last = await worker.ask("POST", "/v1/attestations", { ...number, code: codes[0] ?? "000000" }, inHand.token);
  expect(last.status).not.toBe(200);
  return codes.length;
}

describe("the worker, killed at each of its steps in turn", () => {
  it("fails closed: no second message, no second session, no sixth try", async () => {
    let messages = 0;
    let killed = 0;
    for (let lastStep = 0; ; lastStep++) {
      const file = path.join(folder, `${lastStep}.sqlite`);
      // Tables are made beforehand: there is nothing to lose before.
      start(file, Infinity).end();
      const wallet = newWallet();
      const before = start(file, lastStep + preparation);
      const inHand = await goThrough(before, wallet);
      const wasKilled = before.life.isDead();
      before.end();
      const after = start(file, Infinity);
      messages += await expectClosed(after, wallet, inHand);
      after.end();
      if (!wasKilled) break;
      killed += 1;
    }
    // The way is long enough to mean something, and messages did go out in many of these lives.
    expect(killed).toBeGreaterThan(40);
    expect(messages).toBeGreaterThan(10);
  }, 120_000);
});

/** Steps that opening takes when all tables are there. */
const preparation = stepsToOpen();

function stepsToOpen() {
  const file = path.join(folder, "opened.sqlite");
  start(file, Infinity).end();
  const { life, end } = start(file, Infinity);
  end();
  return life.steps();
}
