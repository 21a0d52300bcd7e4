import { expect, it, vi } from "vitest";
import { plainPhrase } from "#components/phrase.ts";
import type { App } from "#lib/app.ts";
import { SendForPatient } from "./sendForPatient.svelte.ts";

const [first, second] = ["0x976EA74026E726554dB657fA54763abd0C3a0aa9", "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"];
const act = { kind: "stop-all", chart: `0x${"1".repeat(40)}`, grantee: first };

vi.mock("#lib/flows/signAct.ts", () => ({ readSignedAct: async () => ({ signed: { act } }) }));
vi.mock("#lib/history/namedDoctor.ts", () => ({
  namedDoctorFromLogs: async (_: unknown, account: string) => ({ account, name: "Dr Lena Hallowell" }),
}));

/** What a patient signed, opened by the doctor it is about. */
async function opened(run: () => Promise<void> = async () => {}) {
  const account = { address: first };
  const app = { wallet: { client: { account } }, session: { hospitals: [] }, transactions: { run } };
  const sending = new SendForPatient(app as unknown as App);
  await sending.read("a link");
  return { sending, account };
}

it("what a patient signed is said anew to another account", async () => {
  const { sending, account } = await opened();
  expect(plainPhrase(sending.shown.value!.say)).toContain("with you (Dr Lena Hallowell)");
  account.address = second;
  await sending.readAgain();
  expect(plainPhrase(sending.shown.value!.say)).toContain("with Dr Lena Hallowell");
});

it("what was sent already is not tried again for another account", async () => {
  const { sending } = await opened();
  await sending.send();
  const { done } = sending;
  await sending.readAgain();
  expect(done).not.toBe("");
  expect(sending.done).toBe(done);
});

it("what one account sends says nothing about what is shown to the next", async () => {
  let end = () => {};
  const { sending } = await opened(() => new Promise<void>((resolve) => (end = resolve)));
  const sent = sending.send();
  await sending.readAgain();
  expect(sending.sending.busy).toBe(false);
  end();
  await sent;
  expect(sending.done).toBe("");
});
