import type { Browser, Page } from "playwright-core";
import { createWalletClient, http, toHex, zeroAddress, type Abi, type Address, type Hex } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { chartIdOf } from "@chartkey/protocol/chart";
import { digestOf, digestOfCid } from "@chartkey/protocol/cid";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { encodeKeyCopy } from "@chartkey/protocol/key-copy";
import { reportIdOf } from "@chartkey/protocol/report-id";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, DEMO_MNEMONIC, HOSPITALS } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { canRead } from "./can-read.ts";
import { launchBrowser } from "./browser.ts";
import { pdf, prescription, savedCopy, sha256, type PickedFile } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { holdUploads } from "./held-uploads.ts";
import { look } from "./look.ts";
import { addPasskeyDevice } from "./passkey-device.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
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
import { stored } from "./stored.ts";

const HALLOWELL = "Dr Lena Hallowell";
const MARLOWE = "Dr Priya Marlowe";
const [, HARBOUR] = HOSPITALS;
const OWN = "Letter from the eye clinic";
const AFTER = "Tablets after the change of wallet";
const LATE = "Letter that a new key overtook";
const DAY = 86_400;

/** Of more than three parts. */
const long: PickedFile = {
  name: "letter.txt",
  mimeType: "text/plain",
  buffer: Buffer.from("Both eyes see as they did a year ago. Come again in spring.\n".repeat(70_000)),
};

const keys = {
  patient: generatePrivateKey(),
  random: generatePrivateKey(),
  newWallet: generatePrivateKey(),
  third: generatePrivateKey(),
};
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
    await expect.poll(() => storedCopy(address.patient), { timeout: 10_000 }).toBe(true);
    report = await addOwn(page, pdf, "letter", OWN);

    await page.reload();
    await button(page, "Unlock with my passkey").click();
    await see(heading(page, OWN));
    expect(patient.wallet!.requests.filter((method) => method === "personal_sign")).toHaveLength(1); // the sign-in
  });

  it("locks its keys at once when another account is chosen in the wallet, and leaves nothing open behind it", async () => {
    const { page, wallet } = person("patient");
    const holder = page.workers().find((worker) => worker.url().includes("keyHolder"))!;
    const ended = holder.waitForEvent("close");
    await wallet!.switchTo(keys.third);
    await ended;
    expect(await heading(page, OWN).count()).toBe(0);

    await wallet!.switchTo(keys.patient);
    await see(button(page, "Unlock with my passkey"));
    expect(await page.getByText(OWN).count()).toBe(0);
    await button(page, "Unlock with my passkey").click();
    await goTo(page, "Reports");
    await see(link(page, OWN));
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
    await goTo(page, "Keys and devices");
    await button(page, "Add a recovery code…").click();
    secondCode = await writeDownCode(page);
    await read(page, "You have one more way to unlock.");
    await button(page, "Done").click();
    await see(page.getByRole("listitem").filter({ hasText: "Second recovery code" }));
    expect(await keyVersion(address.patient)).toBe(2);
    // Nobody is signed in since the reload, and publishing does not ask for that.
    expect(await storedCopy(address.patient)).toBe(false);
    await button(page, "Store a copy").click();
    await see(button(page, "Copy the address"));
    expect(await storedCopy(address.patient)).toBe(true);

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
    await read(dialog, "“Second recovery code” opens nothing new any more.");
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

  it("puts a new lock on every report, which is offered after that and stays offered until it is done", async () => {
    const { page } = person("patient");
    await button(page, "Put a new lock on all my reports…").click();
    const dialog = page.getByRole("dialog");
    await read(dialog, /^Your wallet asks for/);
    expect(await look(page, "new locks on everything")).toEqual([]);
    await button(dialog, "Later").click();
    await page.reload();
    await button(page, "Unlock with my passkey").click();
    await button(page, "Put a new lock on all my reports…").click();
    await button(dialog, "Put on new locks").click();
    await read(dialog, /(report has a|reports have) new locks?\.$/);
    await button(dialog, "Done").click();
    await page.getByText("Put a new lock on your reports?").waitFor({ state: "detached" });
    expect(new Set((await epochsOf(chart)).values())).toEqual(new Set([2]));
    expect(await epochOf(report)).toBe(2);
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
    await goTo(patient.page, "Reports");
    await link(patient.page, OWN).click();
    for (const doctor of [HALLOWELL, MARLOWE]) await shareForAYear(patient.page, doctor);
    expect(await canRead(report, demo(DEMO_INDEX.drHallowell).address)).toBe(true);
    expect(await canRead(report, demo(DEMO_INDEX.drMarlowe).address)).toBe(true);
    await patient.context.close();

    const comer = await come("new wallet", keys.newWallet);
    const { page } = comer;
    await addPasskeyDevice(page);
    await connect(comer, "I am a patient");
    await link(page, "recover your chart").click();
    await field(page, "Recovery code").fill(secondCode);
    await button(page, "Find my chart").click();
    await read(page, /opens no keyring of any patient/);
    await field(page, "Recovery code").fill(code.toLowerCase().replaceAll("-", " "));
    await button(page, "Find my chart").click();
    await read(page, "Your chart is found, and your keys are open.");
    await setUpKeys(page, "Use a passkey");
    await button(page, "Ask for my chart").click();
    await read(page, /^You can take it over on/);

    // Before it holds the chart, it stops what the old wallet shared: the recovery key waits for nothing.
    await button(page, `Stop sharing everything with ${MARLOWE}`).click();
    expect(await look(page, "a stop before the chart is there")).toEqual([]);
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await button(page, `Stop sharing everything with ${MARLOWE}`).waitFor({ state: "detached" });
    expect(await canRead(report, demo(DEMO_INDEX.drMarlowe).address)).toBe(false);
    await see(button(page, `Stop sharing everything with ${HALLOWELL}`));

    await passTime(3 * DAY + 60);
    await page.reload();
    await button(page, "Take over my chart").click();
    await button(page, "Unlock with my passkey").click();
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
    await goTo(doctor.page, "Add a report");
    await unlock(doctor.page);
    await addFor(doctor.page, prescription, "prescription", AFTER);
    await read(doctor.page, "The report is added.");

    const { page } = person("new wallet");
    await goTo(page, "Reports");
    await link(page, AFTER).click();
    expect(sha256(await savedCopy(page))).toBe(sha256(prescription.buffer));
  });

  it("locks a kept report again for the patient's new key, and sends the file no second time", async () => {
    const doctor = person("doctor");
    await button(doctor.page, "Add another").click();
    // The file's own parts go first.
    const uploads = await holdUploads(doctor, 3);
    await addFor(doctor.page, long, "letter", LATE);
    const progress = doctor.page.getByText(/^3 of \d+ locked parts are in the storage/);
    await see(progress);
    const parts = Number(/of (\d+)/.exec((await progress.textContent())!)![1]);
    await doctor.page.reload();
    uploads.answer();
    const before = uploads.sent();

    const { page } = person("new wallet");
    await goTo(page, "Keys and devices");
    await button(page, "Make a new key…").click();
    await button(page.getByRole("dialog"), "Go on").click();
    await read(page.getByRole("dialog"), "You have a new key.");
    await button(page.getByRole("dialog"), "Done").click();

    await button(doctor.page, /^Discard/).click();
    expect(await look(doctor.page, "a report to be discarded")).toEqual([]);
    await button(doctor.page.getByRole("alertdialog"), "Keep it").click();
    await button(doctor.page, /^Continue/).click();
    await read(doctor.page, /changed since it was locked/);
    await unlock(doctor.page);
    await button(doctor.page, "Continue").click();
    await button(doctor.page, "The fingerprint is right").click();
    await read(doctor.page, "The report is added.");
    expect(uploads.sent() - before).toBe(parts - 3);
    await goTo(page, "Reports");
    await link(page, LATE).click();
    expect(sha256(await savedCopy(page))).toBe(sha256(long.buffer));
  });

  it("has the storage forget what it was sent of a report that its author discards", async () => {
    const { page, context } = person("doctor");
    const sent: Promise<{ data: { cid: string } }>[] = [];
    context.on("response", (response) => {
      if (response.request().method() !== "POST" || !response.url().startsWith(`${stack.gatewayUrl}/`)) return;
      sent.push(response.json() as (typeof sent)[number]);
    });
    await button(page, "Add another").click();
    await holdUploads(person("doctor"), 3);
    await addFor(page, long, "letter", "Letter to nobody");
    await see(page.getByText(/^3 of \d+ locked parts are in the storage/));
    const blobs = (await Promise.all(sent)).map(({ data }) => digestOfCid(data.cid));
    const left = async () => (await Promise.all(blobs.map(stored))).filter((blob) => blob !== null).length;
    expect(await left()).toBe(3);

    await button(page, "Cancel the upload").click();
    await button(page, "Discard and change it").click();
    await expect.poll(left, { timeout: 20_000 }).toBe(0);
  });

  it("lets the patient reject a report that she cannot open", async () => {
    const author = demo(DEMO_INDEX.drHallowell);
    const commitment = toHex(7n, { size: 32 });
    const closed = reportIdOf(stack, { chart, author: author.address, commitment });
    const added = { chart, hospital: HARBOUR.id, commitment, payload: commitment, capsules: toHex(1n, { size: 64 }) };
    const rest = { holderKeyVersion: 2, consentEpoch: await consentEpoch(), explicitOnly: false };
    await send(author, { address: stack.records, abi: recordsAbi as Abi }, "addReport", [{ ...added, ...rest }]);

    const { page } = person("new wallet");
    await goTo(page, "Reports");
    await page.locator(`a[href$="${closed}"]`).first().click();
    await see(heading(page, "This report cannot be opened"));
    await button(page, "Reject it…").click();
    await button(page.getByRole("alertdialog"), "Reject").click();
    await see(heading(page, /^You (erased|rejected) this report$/));
    expect(await canRead(closed, author.address)).toBe(false);
  });

  it("finds the chart with nothing but the passkey, and lets the wallet that holds it object", async () => {
    const holder = await come("holder", keys.newWallet);
    const comer = person("new wallet");
    const { page } = comer;
    await fund(privateKeyToAccount(keys.third).address);
    comer.wallet!.become(keys.third);
    await page.reload();
    await link(page, "I lost my wallet, and have a recovery code or passkey").click();
    await button(page, "Find it with my passkey").click();
    await read(page, "Your chart is found, and your keys are open.");
    await setUpKeys(page);
    await button(page, "Ask for my chart").click();
    await read(page, /^You can take it over on/);

    await connect(holder, "I am a patient");
    await button(holder.page, "It is not me: object…").click();
    expect(await look(holder.page, "a patient’s objection")).toEqual([]);
    await button(holder.page.getByRole("alertdialog"), "Object").click();
    await read(page, /^From the moment this is confirmed, nobody can share/);
    const [successor] = await publicClient.readContract({ ...registryView, functionName: "recoveryOf", args: [chart] });
    expect(successor).toBe(zeroAddress);
  });
});

async function addFor(page: Page, file: PickedFile, type: string, title: string): Promise<void> {
  await goTo(page, "Add a report");
  await field(page, "Patient").selectOption({ index: 1 });
  await page.getByRole("checkbox", { name: /^Yes, / }).check();
  await fill(page, file, type, title);
  await button(page, "Sign and add this report").click();
}

async function fill(page: Page, file: PickedFile, type: string, title: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
  await chooser.setFiles(file);
  await field(page, "Type").selectOption(type);
  await field(page, "Title").fill(title);
}

async function shareForAYear(page: Page, doctor: string): Promise<void> {
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(doctor) }).check();
  await dialog.getByRole("radio", { name: "1 year" }).check();
  await button(dialog, "Share").click();
  await read(dialog, `${doctor} can read ${OWN} now.`);
  await button(dialog, "Done").click();
}

type Account = ReturnType<typeof demo> | ReturnType<typeof privateKeyToAccount>;

/** What somebody does without the page. */
async function send(
  account: Account,
  contract: { address: Address; abi: Abi },
  functionName: string,
  args: readonly unknown[],
): Promise<void> {
  await fund(account.address);
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account, chain, transport: http(stack.rpcUrl) });
  const hash = await wallet.writeContract({ ...contract, functionName, args });
  await publicClient.waitForTransactionReceipt({ hash });
}

const registry = (account: Account, functionName: string, args: readonly unknown[]): Promise<void> =>
  send(account, { address: stack.registry, abi: registryAbi as Abi }, functionName, args);

const registryView = { address: stack.registry, abi: registryAbi } as const;

/** How often a report is locked. */
async function epochOf(report: Hex): Promise<number> {
  const call = { address: stack.records, abi: recordsAbi, functionName: "reportOf", args: [report] } as const;
  const [, epoch] = await publicClient.readContract(call);
  return epoch;
}

/** How often each report of a chart is locked. */
async function epochsOf(chart: Hex): Promise<Map<Hex, number>> {
  const query = { address: stack.records, abi: recordsAbi, eventName: "ReportAdded", args: { chart } } as const;
  const added = await publicClient.getContractEvents({ ...query, fromBlock: 0n, strict: true });
  return new Map(await Promise.all(added.map(async ({ args }) => [args.report, await epochOf(args.report)] as const)));
}

async function keyVersion(account: Address): Promise<number> {
  const [version] = await publicClient.readContract({ ...registryView, functionName: "keyOf", args: [account] });
  return version;
}

function authoriser(): Promise<Address> {
  return publicClient.readContract({ ...registryView, functionName: "authoriserOf", args: [chart] });
}

function consentEpoch(): Promise<number> {
  const records = { address: stack.records, abi: recordsAbi };
  return publicClient.readContract({ ...records, functionName: "consentEpochOf", args: [chart] });
}

/** Whether the store has, bit for bit, what the event of the account's newest key says. */
async function storedCopy(account: Address): Promise<boolean> {
  const published = await publicClient.getContractEvents({
    ...registryView,
    eventName: "KeyPublished",
    args: { account },
    fromBlock: 0n,
    strict: true,
  });
  const copy = encodeKeyCopy(stack, published.at(-1)!.args);
  const held = await stored(await digestOf(copy));
  return held !== null && Buffer.from(held).equals(Buffer.from(copy));
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
