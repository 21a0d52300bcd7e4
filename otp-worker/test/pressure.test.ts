import { platform } from "#platform";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { generatePrivateKey } from "viem/accounts";
import type { Address } from "viem";
import sample from "../register.sample.csv?raw";
import { readConfiguration } from "../src/configuration/read-configuration.ts";
import { parseRegister } from "../src/register/parse-register.ts";
import { registerKey } from "../src/register/register-key.ts";
import { deliver, importSample, messagesTo, newWallet } from "./support/client.ts";

const REQUESTS = 10_000;
const AT_ONCE = 100;
const DAY = 24 * 60 * 60;

const configuration = readConfiguration(platform.variables);
const licences = parseRegister(sample);

beforeEach(async () => {
  await platform.clear();
  await importSample();
});

/** What is stored once a wallet has signed in and passed the human check, and asks for a code. */
async function askAs(account: Address, licence: string) {
  const session = randomBytes(32).toString("hex");
  return platform.state().askForCode({ session, account, licence, from: randomBytes(32).toString("hex") });
}

async function messagesOfAll() {
  const counts = await Promise.all(licences.map(({ phone }) => messagesTo(phone).then(({ length }) => length)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function someAccount() {
  return generatePrivateKey().slice(0, 42) as Address;
}

describe("ten thousand requests from as many wallets", () => {
  it("send no more messages than the phones' limits allow, and never more than the day's budget", async () => {
    const rows = await Promise.all(licences.map((licence) => registerKey(configuration.registerKeys, licence)));
    const before = await messagesOfAll();
    for (let asked = 0; asked < REQUESTS; asked += AT_ONCE) {
      const outcomes = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) => askAs(someAccount(), rows[i % rows.length] ?? "")),
      );
      expect(outcomes.every(({ kind }) => kind === "asked")).toBe(true);
    }
    await deliver();
    const sent = (await messagesOfAll()) - before;
    expect(sent).toBe(licences.length * configuration.limits.messagesPerPhone);
    expect(sent).toBeLessThanOrEqual(configuration.limits.messages);
    expect(await platform.rows("SELECT count(*) AS n FROM code WHERE digest IS NULL")).toEqual([{ n: 0 }]);
  }, 120_000);

  it("send nothing more once the day's budget is spent, to whatever phone, but for invited wallets", async () => {
    const now = Math.floor(Date.now() / 1000);
    const [licence = ""] = await Promise.all(licences.map((each) => registerKey(configuration.registerKeys, each)));
    const [invited, budget] = [someAccount(), configuration.limits.messages];
    await platform.state().invite({ registrar: newWallet().address, account: invited, licence });
    const spend = (amount: number) =>
      platform.rows(
        `INSERT INTO usage (kind, subject, amount, at, expires_at) VALUES ('message', '*', ${amount}, ${now}, ${now + DAY})`,
      );

    await spend(budget * 0.9);
    const before = await messagesOfAll();
    await Promise.all(Array.from({ length: 20 }, () => askAs(someAccount(), licence)));
    await deliver();
    expect(await messagesOfAll()).toBe(before);
    await askAs(invited, licence);
    await deliver();
    expect(await messagesOfAll()).toBe(before + 1);

    await spend(budget * 0.1);
    await platform.rows("DELETE FROM usage WHERE kind = 'code-asked'");
    await askAs(invited, licence);
    await deliver();
    expect(await messagesOfAll()).toBe(before + 1);
  });
});
