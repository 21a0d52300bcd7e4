import type { Browser, Page } from "playwright-core";
import { bundleDigestOf, keyBundleOf, keyFingerprint } from "@chartkey/protocol/bundle";
import { bytesOfHex } from "@chartkey/protocol/bytes";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { signKeyPossession } from "@chartkey/protocol/key-publication";
import { openKeyring, parseKeyring } from "@chartkey/protocol/keyring";
import { identityOfSeed, newSeed } from "@chartkey/protocol/seed";
import { keyBundle } from "@chartkey/protocol/typed-data";
import { parseWalletUnlocker, walletSecret, walletUnlockMessage } from "@chartkey/protocol/unlocker-wallet";
import {
  bytesToHex,
  encodeAbiParameters,
  encodeFunctionData,
  hexToBytes,
  isAddressEqual,
  keccak256,
  toBytes,
  type Address,
  type Hex,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoPrivateKey } from "../../local/demo-private-key.ts";
import { DEMO_INDEX, DEMO_MNEMONIC } from "../../seed/people.ts";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { filesBelow } from "./leaks.ts";
import { honestServers, lyingIndex, lyingNode } from "./lying-servers.ts";
import { pdf } from "./documents.ts";
import { button, field, goTo, heading, link, openPerson, pressInFrame, read, see, type Person } from "./person.ts";
import { capsulesOpenedBy, keyringsOpenedBy, payloadsOpenedBy } from "./strangers-keys.ts";
import { connect, unlock } from "./sign-up.ts";
import { publicClient, stack } from "./stack.ts";

const HALLOWELL = "Dr Lena Hallowell";
const MARLOWE = "Dr Priya Marlowe";
const TITLE = "Allergy card, both sides";
const REMARK = "The allergy to penicillin is new.";

const account = (index: number) => mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });
const hallowell = account(DEMO_INDEX.drHallowell);

describe("attacks on keys", { timeout: 180_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "doctor", Person>;

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, doctor] = await Promise.all([openPerson(browser), openPerson(browser)]);
    people = { patient, doctor };
    const { page } = patient;
    await connect(patient, "I am a patient", "Tomas Wetherby");
    await unlock(page);
    await link(page, "Add your own").click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
    await chooser.setFiles(pdf);
    await field(page, "Type").selectOption("letter");
    await field(page, "Title").fill(TITLE);
    await button(page, "Add").click();
    await see(heading(page, TITLE));
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
    await honestServers(people.patient.context);
  });

  it("a first share shows the fingerprint that the doctor has: a forged doctor cannot be shared with unseen", async () => {
    const { page } = people.patient;
    const dialog = await startSharing(page, HALLOWELL);
    await read(dialog, `You have not shared with this key of ${HALLOWELL} before.`);
    const fingerprint = keyFingerprint(hallowell.address, bytesOfHex((await publishedKey(hallowell.address)).bundle));
    await read(dialog, fingerprint);
    await button(dialog, "Cancel").click();
  });

  it("a node and an index that swap a doctor's key get nothing: it was not signed by the doctor", async () => {
    const { page, context } = people.patient;
    const before = await grants();
    const forged = await forgedKey(hallowell.address);
    await lyingNode(context, (method, params, result) =>
      isCall(method, params, encodeFunctionData({ abi: registryAbi, functionName: "keyOf", args: [hallowell.address] }))
        ? encodeAbiParameters([{ type: "uint32" }, { type: "address" }], [1, forged.encryptionAddress])
        : result,
    );
    await lyingIndex(context, (data) => ("key" in data && data["key"] ? { ...data, key: forged } : data));

    const dialog = await startSharing(page, HALLOWELL);
    await button(dialog, "Share").click();
    await read(dialog, /was not signed by that account\. Nothing was shared/);
    await honestServers(context);
    await button(dialog, "Change something").click();
    await button(dialog, "Cancel").click();
    expect(await grants()).toBe(before);
  });

  it("an index that lies about a report is caught: what its author did not commit to is not shown", async () => {
    const { page, context } = people.patient;
    await lyingIndex(context, (data) => {
      const reports = data["reports"] as Record<string, unknown>[] | undefined;
      const swapped = reports?.map((row) => ({ ...row, commitment: `0x${"66".repeat(32)}` }));
      return swapped ? { ...data, reports: swapped } : data;
    });
    await page.reload();
    await unlock(page);
    await read(page, /^This report cannot be opened/);
    expect(await page.getByRole("region", { name: /^Document: / }).count()).toBe(0);
    await honestServers(context);
    await button(page, "Try again").click();
    await see(page.getByRole("region", { name: `Document: ${TITLE}` }));
  });

  it("an index that invents a consent gives nobody access: the contract is asked", async () => {
    const { page, context } = people.doctor;
    await lyingNode(context, (_method, _params, result) => result);
    await connect(people.doctor, "I am a doctor", HALLOWELL);
    await unlock(page);
    const report = new URL(people.patient.page.url()).pathname.split("/").at(-1) as Hex;
    await lyingIndex(context, (data) => {
      const consents = data["consents"] as Record<string, unknown>[] | undefined;
      const invented = consents?.map((row) => ({ ...row, report: { id: report }, stopped: false }));
      return invented ? { ...data, consents: invented } : data;
    });
    await page.goto(`${stack.webOrigin}/doctor/reports/${report}`);
    await read(page, "You cannot read this report");
    await honestServers(context);
  });

  it("a doctor makes a new key, which blocks until the patient confirms it, and an old one is refused by name", async () => {
    const { page, context } = people.patient;
    const marlowe = account(DEMO_INDEX.drMarlowe).address;
    const old = await publishedKey(marlowe);
    const first = await startSharing(page, MARLOWE);
    await button(first, "Share").click();
    await button(first, "Done").click();

    const doctor = people.doctor.page;
    await pressInFrame(doctor, "Sign out");
    await connect(people.doctor, "I am a doctor", MARLOWE);
    await goTo(doctor, "Keys and devices");
    await unlock(doctor);
    await button(doctor, "Make a new key…").click();
    const making = doctor.getByRole("dialog");
    await button(making, "Go on").click();
    await read(making, "You have a new key.");
    await button(making, "Done").click();
    const newest = await publishedKey(marlowe);
    expect(newest.version).toBe(old.version + 1);

    const again = await startSharing(page, MARLOWE);
    await read(again, `${MARLOWE} has another key than before.`);
    await read(again, keyFingerprint(marlowe, bytesOfHex(newest.bundle)));
    expect(await button(again, "Share").getAttribute("aria-disabled")).toBe("true");
    await button(again, "Cancel").click();

    // Nor is a remark locked for it unseen.
    await field(page, "Add a remark").fill(REMARK);
    await button(page, "Add remark").click();
    await read(page, `${MARLOWE} has another key than before.`);
    await see(button(page, "The fingerprint is right"));

    // A node that serves the old version: what is locked for it, the contract refuses.
    const before = await grants();
    await lyingNode(context, (method, params, result) =>
      isCall(method, params, encodeFunctionData({ abi: registryAbi, functionName: "keyOf", args: [marlowe] }))
        ? encodeAbiParameters([{ type: "uint32" }, { type: "address" }], [old.version, old.encryptionAddress])
        : result,
    );
    const stale = await startSharing(page, MARLOWE);
    await button(stale, "Share").click();
    await read(stale, /changed their key meanwhile/);
    expect(await grants()).toBe(before);
    await honestServers(context);
    await button(stale, "Change something").click();
    await button(stale, "Cancel").click();

    const confirmed = await startSharing(page, MARLOWE);
    await button(confirmed, "The fingerprint is right").click();
    await button(confirmed, "Share").click();
    await button(confirmed, "Done").click();
    expect(await grants()).toBe(before + 1);
    await button(page, "Add remark").click();
    await see(page.getByRole("listitem").filter({ hasText: REMARK }));
  });

  // Every key is tried at every capsule that the tests before left on the chain.
  const everyCapsule = { timeout: 300_000 };
  it(
    "registrars, attester, worker, store and an unrelated doctor together open nothing that is not theirs",
    everyCapsule,
    async () => {
      const administrators = [
        DEMO_INDEX.defaultAdmin,
        DEMO_INDEX.registrarNorthfield,
        DEMO_INDEX.registrarHarbour,
        DEMO_INDEX.attester,
        DEMO_INDEX.pauser,
      ].map((index) => hexToBytes(demoPrivateKey(index)));
      // Whatever the worker and the store keep as a secret, itself where it has 32 bytes, and its digest.
      const texts = filesBelow(stack.stateFolder, { except: ["logs"] })
        .filter(({ name }) => name.endsWith("secrets.json"))
        .flatMap(({ bytes }) => Object.values(JSON.parse(bytes.toString("utf8")) as Record<string, string>));
      const secrets = texts
        .flatMap((text) => [keccak256(toBytes(text)), ...(/^[0-9a-f]{64}$/.test(text) ? [`0x${text}` as Hex] : [])])
        .map((hex) => hexToBytes(hex));
      expect(secrets.length).toBeGreaterThan(0);
      const doctor = await seedsOf(DEMO_INDEX.drHallowell);
      expect(doctor).toHaveLength(1);

      const { tried, opened } = await capsulesOpenedBy([...administrators, ...secrets, ...doctor], {
        except: hallowell.address,
      });
      expect(tried).toBeGreaterThan(50);
      expect(opened).toBe(0);
      // The same keys do open what is theirs: the trial is a real one.
      const own = await capsulesOpenedBy(doctor, { only: hallowell.address });
      expect(own.opened).toBeGreaterThan(0);

      // Nor is any of them the content key of a payload; and what the doctor was given opens the reports that it is for, and no other.
      const { secret } = await walletUnlockerOf(DEMO_INDEX.drHallowell);
      const all = [...administrators, ...secrets, ...doctor, secret];
      const payloads = await payloadsOpenedBy(all);
      expect(payloads.tried).toBeGreaterThan(50);
      expect(payloads.opened).toEqual([]);
      const given = await payloadsOpenedBy(own.contentKeys.map(({ contentKey }) => contentKey));
      const reports = new Set(own.contentKeys.map(({ report }) => report));
      expect(given.opened.length).toBeGreaterThan(0);
      expect(given.opened.filter((report) => !reports.has(report))).toEqual([]);

      // Nor do they open anybody's keyring, in the place of whatever unlocks it.
      const keyrings = await keyringsOpenedBy(all, { except: hallowell.address });
      expect(keyrings.tried).toBeGreaterThan(50);
      expect(keyrings.opened).toBe(0);
      expect((await keyringsOpenedBy([secret], { only: hallowell.address })).opened).toBeGreaterThan(0);
    },
  );

  async function startSharing(page: Page, doctor: string) {
    await button(page, "Share").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: new RegExp(doctor) }).check();
    await dialog.getByRole("radio", { name: "1 year" }).check();
    return dialog;
  }
});

function isCall(method: string, params: readonly unknown[], data: Hex): boolean {
  const [call] = params as [{ data?: Hex; input?: Hex }?];
  return method === "eth_call" && (call?.data ?? call?.input)?.toLowerCase() === data.toLowerCase();
}

/** A key of an attacker's own, published as if it were somebody's: everything fits but the account's signature. */
async function forgedKey(victim: Address) {
  const identity = identityOfSeed(newSeed());
  const bundle = keyBundleOf(identity);
  const statement = { account: victim, version: 1, bundleDigest: bundleDigestOf(bundle) };
  const attacker = account(DEMO_INDEX.newDoctor);
  return {
    encryptionAddress: identity.encryptionAddress,
    bundle: bytesToHex(bundle),
    keyring: (await publishedKey(victim)).keyring,
    possession: signKeyPossession(stack, { account: victim, version: 1 }, identity),
    accountSignature: await attacker.signTypedData(keyBundle(stack, statement)),
  };
}

async function publishedKey(of: Address) {
  const logs = await publicClient.getContractEvents({
    address: stack.registry,
    abi: registryAbi,
    eventName: "KeyPublished",
    args: { account: of },
    fromBlock: 0n,
    strict: true,
  });
  return logs.at(-1)!.args;
}

/** The keyring of somebody of the demo, and what their wallet unlocks it with. */
async function walletUnlockerOf(index: number) {
  const owner = account(index);
  const sealed = bytesOfHex((await publishedKey(owner.address)).keyring);
  const unlocker = parseKeyring(sealed).unlockers.find(({ kind }) => kind === "wallet")!;
  const parameters = parseWalletUnlocker(unlocker.parameters);
  const signature = await owner.signMessage({ message: walletUnlockMessage(stack, parameters) });
  return { owner, sealed, id: unlocker.id, secret: await walletSecret(stack, parameters, signature) };
}

/** The seeds of somebody of the demo, by their wallet. */
async function seedsOf(index: number): Promise<Uint8Array[]> {
  const { owner, sealed, ...unlocker } = await walletUnlockerOf(index);
  const place = { location: stack, account: owner.address };
  const { contents } = await openKeyring(place, sealed, unlocker);
  return contents.keys.filter((key) => isAddressEqual(key.account, owner.address)).map(({ seed }) => seed);
}

/** How many grants there are on the public record. */
async function grants(): Promise<number> {
  const logs = await publicClient.getContractEvents({
    address: stack.records,
    abi: recordsAbi,
    eventName: "ConsentGranted",
    fromBlock: 0n,
  });
  return logs.length;
}
