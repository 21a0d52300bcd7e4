import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { solveChallenge, type Challenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { createSiweMessage } from "viem/siwe";
import sample from "../../register.sample.csv?raw";
import { replaceRegister } from "../../src/node/replace-register.ts";
import { registerEntries } from "../../src/register/register-entries.ts";
import { MARLOWE, messagesTo, newWallet, ORIGIN, setWorld } from "../support/client.ts";
import { testEnvironment } from "../support/test-environment.ts";

const { authority, registrationNumber, phone } = MARLOWE;
const number = { authority, registrationNumber };
const variables = testEnvironment(inject("standIn"));

let folder: string;
let store: string;
let programs: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "chartkey-serve-"));
  store = path.join(folder, "otp.sqlite");
  programs = [];
  const secret = Buffer.from(variables.REGISTER_SECRET, "hex");
  replaceRegister(store, await registerEntries(sample, { registerSecret: secret }));
});

afterEach(async () => {
  await setWorld({ twilioDelay: 0 });
  for (const program of programs) program.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command that the README gives. */
function command(changes: Record<string, string> = {}) {
  const program = spawn(process.execPath, ["src/node/serve.ts"], {
    cwd: path.join(import.meta.dirname, "../.."),
    env: { PATH: process.env["PATH"], STORE_FILE: store, PORT: "0", ...variables, ...changes },
    stdio: ["ignore", "pipe", "pipe"],
  });
  programs.push(program);
  const said: string[] = [];
  program.stdout?.on("data", (data: Buffer) => said.push(data.toString()));
  program.stderr?.on("data", (data: Buffer) => said.push(data.toString()));
  const ended = new Promise<number | null>((resolve) => program.once("exit", resolve));
  return { program, said: () => said.join(""), ended };
}

async function serve(changes: Record<string, string> = {}) {
  const { program, said, ended } = command(changes);
  const port = await vi.waitFor(
    () => {
      const found = /"event":"listening","port":(\d+)/.exec(said())?.[1];
      if (found === undefined) throw new Error(`It does not listen: ${said()}`);
      return found;
    },
    { timeout: 30_000, interval: 50 },
  );
  const ask = async (method: string, address: string, body?: unknown, token = "") => {
    const response = await fetch(`http://127.0.0.1:${port}${address}`, {
      method,
      headers: { origin: ORIGIN, "content-type": "application/json", authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  return { ask, program, said, ended };
}

/** What the answers hold that are read here. */
type Answer = Challenge & { nonce: string; token: string };
type Served = Awaited<ReturnType<typeof serve>>;

async function solve({ ask }: Served) {
  const { body: challenge } = await ask("GET", "/v1/challenge");
  return btoa(JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) }));
}

async function signIn(served: Served): Promise<string> {
  const wallet = newWallet();
  const { nonce } = (await served.ask("GET", "/v1/nonce")).body;
  const message = createSiweMessage({
    ...{ address: wallet.address, chainId: 1337, domain: "localhost:3000", uri: ORIGIN, version: "1", nonce },
    issuedAt: new Date(),
    expirationTime: new Date(Date.now() + 5 * 60_000),
  });
  const signature = await wallet.signMessage({ message });
  return (await served.ask("POST", "/v1/session", { message, signature, altcha: await solve(served) })).body.token;
}

describe("the worker, run by its command", () => {
  it("takes a doctor from sign-in to attestation over a file that only its owner can read", async () => {
    const served = await serve();
    const before = (await messagesTo(phone)).length;
    const token = await signIn(served);
    const altcha = await solve(served);
    expect((await served.ask("POST", "/v1/codes", { ...number, altcha }, token)).status).toBe(202);
    await vi.waitFor(async () => expect(await messagesTo(phone)).toHaveLength(before + 1), 5_000);
    const code = (await messagesTo(phone)).at(-1)!.body.slice(0, 6);
    expect((await served.ask("POST", "/v1/attestations", { ...number, code }, token)).status).toBe(200);

    served.program.kill("SIGTERM");
    expect(await served.ended).toBe(0);
    expect(statSync(store).mode & 0o777).toBe(0o600);
    for (const file of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, file), "latin1");
      for (const secret of [
        phone.slice(1),
        registrationNumber,
        "GM1001",
        "Marlowe",
        token,
        code,
        variables.PINATA_JWT,
      ]) {
        expect(text).not.toContain(secret);
      }
    }
    for (const secret of [phone.slice(1), "GM1001", "GM-1001", token, code])
      expect(served.said()).not.toContain(secret);
  });

  it("killed while a message is on its way sends no second one, and keeps its sessions", async () => {
    await setWorld({ twilioDelay: 1000 });
    const first = await serve();
    const before = (await messagesTo(phone)).length;
    const token = await signIn(first);
    await first.ask("POST", "/v1/codes", { ...number, altcha: await solve(first) }, token);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.program.kill("SIGKILL");
    await first.ended;

    const second = await serve();
    await vi.waitFor(() => expect(second.said()).toContain('"event":"message_uncertain"'), 10_000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect((await messagesTo(phone)).length).toBeLessThanOrEqual(before + 1);
    const guess = await second.ask("POST", "/v1/attestations", { ...number, code: "000000" }, token);
    expect(guess.body).toMatchObject({ error: "wrong_code", triesLeft: 4 });
  });

  it.each([
    ["a secret is missing", { WORKER_SECRET: "" }, "WORKER_SECRET is missing"],
    ["a secret is weak", { REGISTER_SECRET: "11".repeat(32) }, "REGISTER_SECRET is weak"],
    ["its file is not named", { STORE_FILE: "" }, "STORE_FILE is missing"],
    ["its port is none", { PORT: "many" }, "PORT must be a port"],
    ["a local inbox is to serve in production", { MODE: "production" }, "TWILIO_BASE_URL must begin with https:"],
    ["a public page is to be served locally", { ORIGIN: "https://chartkey.example" }, "ORIGIN must be this machine"],
  ])("does not start when %s, and says which", async (_, changes, words) => {
    const { ended, said } = command(changes);
    expect(await ended).toBe(1);
    expect(said()).toContain(words);
    expect(said()).not.toContain("listening");
  });

  it("does not start over a file that is no store", async () => {
    const { ended, said } = command({ STORE_FILE: path.join(import.meta.dirname, "serve.test.ts") });
    expect(await ended).toBe(1);
    expect(said()).toContain("STORE_FILE");
  });
});
