import type { Browser, Page } from "playwright-core";
import { createWalletClient, http, type Abi, type Address, type Hex } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { chartIdOf } from "@chartkey/protocol/chart";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, DEMO_MNEMONIC, HOSPITALS } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { canRead } from "./can-read.ts";
import { launchBrowser } from "./browser.ts";
import { pdf, prescription, savedCopy, sha256, type PickedFile } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { addPasskeyDevice } from "./passkey-device.ts";
import { button, field, heading, link, openPerson, read, see, type Person } from "./person.ts";
import {
  connect,
  finishNewLock,
  setUpKeys,
  startRegistering,
  unlock,
  unlockWithCode,
  writeDownCode,
} from "./sign-up.ts";
import { fund, passTime, publicClient, stack } from "./stack.ts";

const HALLOWELL = "Dr Lena Hallowell";
const [, HARBOUR] = HOSPITALS;
const OWN = "Letter from the eye clinic";
const AFTER = "Tablets after the change of wallet";
const DAY = 86_400;

const keys = { patient: generatePrivateKey(), random: generatePrivateKey(), newWallet: generatePrivateKey() };
const address = {
  patient: privateKeyToAccount(keys.patient).address,
  newWallet: privateKeyToAccount(keys.newWallet).address,
};
const chart = chartIdOf(stack, address.patient);
const demo = (index: number) => mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });

describe("keys that are not lost", { timeout: 180_000 }, () => {
  let browser: Browser;
  let people: Record<string, Person> = {};
  let code: string;
  let secondCode: string;
  let report: Hex;

  const person = (name: string): Person => {
    const found = people[name];
    if (!found) throw new Error(`${name} is not here yet.`);
    return found;
  };
  const come = async (name: string, key: Hex | null, options = {}) => {
    people = { ...people, [name]: await openPerson(browser, key, options) };
    return person(name);
  };

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("registers a patient with a code and a passkey, which opens the tab again after a reload", async () => {
    const patient = await come("patient", keys.patient);
    const { page } = patient;
    await addPasskeyDevice(page);
    await startRegistering(patient, "Odalys Fenwick");
    code = await setUpKeys(page, "Use a passkey");
    await see(heading(page, "Reports"));
    report = await addOwn(page, pdf, "letter", OWN);

    await page.reload();
    await button(page, "Unlock with my passkey").click();
    await see(heading(page, OWN));
    expect(patient.wallet!.requests.filter((method) => method === "personal_sign")).toHaveLength(1); // the sign-in
  });

  it("refuses a wallet that signs differently each time as a way to unlock, and takes a second code instead", async () => {
    const patient = await come("random", keys.random, { random: true });
    const { page } = patient;
    await startRegistering(patient, "Bertil Ashgrove");
    const first = await setUpKeys(page, "Use my wallet");
    await read(page, /^Signing twice gave two different answers/);
    await button(page, "Use another way").click();
    await button(page, "Use a second recovery code").click();
    const second = await writeDownCode(page);
    expect(second).not.toBe(first);
    await see(heading(page, "Reports"));

    for (const each of [second, first]) {
      await page.reload();
      expect(await button(page, "Unlock with my wallet").count()).toBe(0);
      await unlockWithCode(page, each);
      await see(heading(page, "Reports"));
    }
  });

  it("adds a second recovery code, which opens everything on a device that was never used", async () => {
    const { page } = person("patient");
    await link(page, "Keys and devices").first().click();
    await button(page, "Add a recovery code…").click();
    secondCode = await writeDownCode(page);
    await read(page, "You have one more way to unlock.");
    await button(page, "Done").click();
    await see(page.getByRole("listitem").filter({ hasText: "Second recovery code" }));
    expect(await keyVersion(address.patient)).toBe(2);

    const elsewhere = await come("clean profile", keys.patient);
    await connect(elsewhere, "I am a patient");
    await unlockWithCode(elsewhere.page, secondCode);
    await link(elsewhere.page, OWN).click();
    expect(sha256(await savedCopy(elsewhere.page))).toBe(sha256(pdf.buffer));
    await elsewhere.context.close();
  });

  it("locks the keys of the reports for the newest key, after which nothing is due", async () => {
    const { page } = person("patient");
    await button(page, "Lock them for the new key").click();
    await read(page, "Your new key opens everything.");
    expect(await ownCapsules(address.patient)).toEqual([2]);
  });

  it("removes the second code: it opens nothing any more, and the recovery key is another", async () => {
    const before = await authoriser();
    const { page } = person("patient");
    await button(page, "Remove Second recovery code").click();
    const dialog = page.getByRole("dialog");
    await read(dialog, "What this cannot undo");
    await button(dialog, "Go on").click();
    await field(dialog, "Recovery code").fill(secondCode.replace(/^./, (first) => (first === "0" ? "1" : "0")));
    await button(dialog, "Go on").click();
    await read(dialog, /^Group 1 is mistyped/);
    await field(dialog, "Recovery code").fill(code);
    await button(dialog, "Go on").click();
    await button(dialog, "Ask my passkey").click();
    await read(dialog, "Second recovery code opens nothing new any more.");
    await button(dialog, "Done").click();
    expect(await keyVersion(address.patient)).toBe(3);
    expect(await authoriser()).not.toBe(before);

    const thief = await come("finder of the second code", keys.patient);
    await connect(thief, "I am a patient");
    const reveal = button(thief.page, "Use my recovery code");
    await reveal.click();
    await field(thief.page, "Recovery code").fill(secondCode);
    await button(thief.page, "Unlock").click();
    await read(thief.page, /^This does not open the keyring/);
    await thief.context.close();
  });

  it("finishes the replacement of the recovery key after a closed tab", async () => {
    const { page, wallet } = person("patient");
    const before = await authoriser();
    await button(page, "Add a recovery code…").click();
    const extra = await writeDownCode(page);
    await button(page, "Done").click();
    await button(page, "Remove Second recovery code").click();
    const dialog = page.getByRole("dialog");
    await button(dialog, "Go on").click();
    await field(dialog, "Recovery code").fill(code);
    await button(dialog, "Go on").click();
    wallet!.rejectAfter("eth_sendTransaction", 1);
    await button(dialog, "Ask my passkey").click();
    await read(dialog, /You said no in your wallet/);
    expect(extra).not.toBe(code);
    expect(await authoriser()).toBe(before);

    await page.reload();
    await button(page, "Unlock with my passkey").click();
    await read(page, "Your recovery key is not replaced yet.");
    await button(page, "Finish").click();
    await page.getByText("Your recovery key is not replaced yet.").waitFor({ state: "detached" });
    expect(await authoriser()).not.toBe(before);
  });

  it("brings the chart to a new wallet on a clean profile, with nothing but the recovery code", async () => {
    const patient = person("patient");
    await link(patient.page, "Reports").first().click();
    await link(patient.page, OWN).click();
    await shareForAYear(patient.page);
    expect(await canRead(report, demo(DEMO_INDEX.drHallowell).address)).toBe(true);
    await patient.context.close();

    const comer = await come("new wallet", keys.newWallet);
    const { page } = comer;
    await connect(comer, "I am a patient");
    await link(page, "recover your chart").click();
    await field(page, "Recovery code").fill(secondCode);
    await button(page, "Find my chart").click();
    await read(page, /opens no keyring of any patient/);
    await field(page, "Recovery code").fill(code.toLowerCase().replaceAll("-", " "));
    await button(page, "Find my chart").click();
    await read(page, "Your chart is found, and your keys are open.");
    await setUpKeys(page);
    await button(page, "Ask for my chart").click();
    await read(page, /^You can take it over on/);

    await passTime(3 * DAY + 60);
    await page.reload();
    await button(page, "Take over my chart").click();
    await unlock(page);
    await link(page, OWN).click();
    expect(sha256(await savedCopy(page))).toBe(sha256(pdf.buffer));
  });

  it("lets the new wallet stop what the old one shared", async () => {
    const { page } = person("new wallet");
    await button(page, `Stop sharing with ${HALLOWELL}`).click();
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await finishNewLock(page);
    await button(page, `Stop sharing with ${HALLOWELL}`).waitFor({ state: "detached" });
    expect(await canRead(report, demo(DEMO_INDEX.drHallowell).address)).toBe(false);
  });

  it("lets the new wallet receive and open a new report", async () => {
    await registry(privateKeyToAccount(keys.newWallet), "askForCare", [HARBOUR.id]);
    await registry(demo(DEMO_INDEX.registrarHarbour), "acceptCare", [chart, HARBOUR.id]);
    await registry(demo(DEMO_INDEX.registrarHarbour), "assignDoctor", [
      chart,
      demo(DEMO_INDEX.drHallowell).address,
      HARBOUR.id,
    ]);
    const doctor = await come("doctor", null);
    await connect(doctor, "I am a doctor", HALLOWELL);
    await addFor(doctor.page, prescription, "prescription", AFTER);

    const { page } = person("new wallet");
    await link(page, "Reports").first().click();
    await link(page, AFTER).click();
    expect(sha256(await savedCopy(page))).toBe(sha256(prescription.buffer));
  });
});

async function addFor(page: Page, file: PickedFile, type: string, title: string): Promise<void> {
  await link(page, "Add a report").first().click();
  await unlock(page);
  await field(page, "Patient").selectOption({ index: 1 });
  await page.getByRole("checkbox", { name: /^Yes, / }).check();
  await fill(page, file, type, title);
  await button(page, "Sign and add this report").click();
  await read(page, "The report is added.");
}

async function fill(page: Page, file: PickedFile, type: string, title: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose a file").click()]);
  await chooser.setFiles(file);
  await field(page, "Type").selectOption(type);
  await field(page, "Title").fill(title);
}

async function shareForAYear(page: Page): Promise<void> {
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(HALLOWELL) }).check();
  await dialog.getByRole("radio", { name: "1 year" }).check();
  await button(dialog, "Share").click();
  await read(dialog, `${HALLOWELL} can read ${OWN} now.`);
  await button(dialog, "Done").click();
}

/** What somebody does without the page. */
async function registry(
  account: ReturnType<typeof demo> | ReturnType<typeof privateKeyToAccount>,
  functionName: string,
  args: readonly unknown[],
): Promise<void> {
  await fund(account.address);
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account, chain, transport: http(stack.rpcUrl) });
  const call = { address: stack.registry, abi: registryAbi as Abi, functionName, args };
  await publicClient.waitForTransactionReceipt({ hash: await wallet.writeContract(call) });
}

const registryView = { address: stack.registry, abi: registryAbi } as const;

async function keyVersion(account: Address): Promise<number> {
  const [version] = await publicClient.readContract({ ...registryView, functionName: "keyOf", args: [account] });
  return version;
}

function authoriser(): Promise<Address> {
  return publicClient.readContract({ ...registryView, functionName: "authoriserOf", args: [chart] });
}

/** For which key versions an account wrapped its keys again. */
async function ownCapsules(account: Address): Promise<number[]> {
  const published = await publicClient.getContractEvents({
    address: stack.records,
    abi: recordsAbi,
    eventName: "OwnCapsulesPublished",
    args: { account },
    fromBlock: 0n,
  });
  return published.map(({ args }) => args.keyVersion!);
}
