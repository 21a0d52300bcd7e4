import { doctorRole, registrarRole } from "@chartkey/protocol/role-id";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import type { Browser, Locator, Page } from "playwright-core";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, HOSPITALS } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { attested } from "./attested.ts";
import { launchBrowser } from "./browser.ts";
import { canRead } from "./can-read.ts";
import { pdf, savedCopy, sha256 } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { heldTransaction } from "./held-transaction.ts";
import { honestServers, lyingIndex, lyingNode } from "./lying-servers.ts";
import { button, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";
import { fund, mine, publicClient, setBalance, stack } from "./stack.ts";
import { account, keyOf, records, registry } from "./without-page.ts";

const [, HARBOUR] = HOSPITALS;
const HALLOWELL = "Dr Lena Hallowell";
const TITLE = "Knee after the fall";
const MAINNET = 1;
const TREAT = 1;

const patientKey = keyOf(DEMO_INDEX.anjali);
const hallowell = account(DEMO_INDEX.drHallowell).address;
const attester = account(DEMO_INDEX.attester);

/** Whatever a node, the index or the storage is asked. */
const nodes = `${stack.rpcUrl}/**`;
const blobs = `${stack.gatewayUrl}/ipfs/**`;

describe("when a step fails on its way", { timeout: 120_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "doctor", Person>;
  let others: Record<string, Person> = {};
  let report: Hex;

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, doctor] = await Promise.all([
      openPerson(browser, patientKey),
      openPerson(browser, keyOf(DEMO_INDEX.drHallowell)),
    ]);
    people = { patient, doctor };
    await connect(patient, "I am a patient");
    await unlock(patient.page);
    report = await addOwn(patient.page, pdf, "letter", TITLE);
  });
  afterAll(async () => {
    await browser?.close();
    if (report) await records(DEMO_INDEX.anjali, "eraseReport", [report]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") {
      await explainFailure(task.name, { ...people, ...others });
      await people.patient.page.goto(`${stack.webOrigin}/patient/reports/${report}`);
    }
    for (const { context } of Object.values(others)) await context.close();
    others = {};
    await people.patient.page.unrouteAll({ behavior: "ignoreErrors" });
    await honestServers(people.patient.context);
    await people.patient.context.setOffline(false);
  });

  const come = async (name: string, key: Hex): Promise<Person> => (others[name] = await openPerson(browser, key));

  describe("a wallet on another network", () => {
    it("is asked to switch, and to add the network where it was never told of it", async () => {
      const { page, wallet } = people.patient;
      await wallet!.moveTo(MAINNET, "was never told of the network");
      await read(page, "Your wallet is on another network.");
      wallet!.rejectNext("wallet_switchEthereumChain");
      await button(page, "Switch network").click();
      await read(page, /You said no in your wallet\./);
      expect(wallet!.requests).not.toContain("wallet_addEthereumChain");
      await button(page, "Switch network").click();
      await page.getByText("Your wallet is on another network.").waitFor({ state: "detached" });
      expect(wallet!.requests.filter((method) => method === "wallet_addEthereumChain")).toHaveLength(1);
    });

    it("that it left for in the middle of a decision is asked to come back, and nothing is sent before", async () => {
      const { page, wallet } = people.patient;
      const before = sent(people.patient);
      const dialog = await startSharing(page, "1 year");
      await wallet!.moveTo(MAINNET);
      await read(page, "Your wallet is on another network.");
      wallet!.rejectNext("wallet_switchEthereumChain");
      await button(dialog, "Share").click();
      await read(dialog, "Your wallet is on another network. Nothing was sent. Switch to go on.");
      expect(sent(people.patient)).toBe(before);
      await button(dialog, "Ask my wallet again").click();
      await finishSharing(dialog);
    });
  });

  describe("a node that does not answer", () => {
    it("is named before anything is sent, and what was chosen stays to be tried again", async () => {
      const { page } = people.patient;
      const dialog = await startSharing(page, "7 days");
      await page.route(nodes, (route) => route.abort());
      const before = sent(people.patient);
      await button(dialog, "Share").click();
      await read(dialog, /The public record does not answer\. Nothing was sent, and nothing is lost\./);
      expect(sent(people.patient)).toBe(before);
      await page.unroute(nodes);
      await button(dialog, "Ask my wallet again").click();
      await finishSharing(dialog);
    });

    it("after a step was sent is said to be away, and the step goes on by itself when it is back", async () => {
      const { page } = people.patient;
      const { dialog, held } = await shareHeld("30 days");
      await page.route(nodes, (route) => route.abort());
      await read(dialog, /It was sent\. The public record does not answer now/);
      await held.letThrough();
      await page.unroute(nodes);
      await finishSharing(dialog);
    });

    it("costs nobody the page they are on", async () => {
      const { page } = people.patient;
      const dialog = await startSharing(page, "7 days");
      let asked = false;
      // It fails from the moment on at which the step is confirmed.
      await lyingNode(people.patient.context, (method, _, result) => {
        if (method === "eth_getTransactionReceipt" && result) asked = true;
        return result;
      });
      await page.route(nodes, (route) => (asked ? route.abort() : route.fallback()));
      await button(dialog, "Share").click();
      await expect.poll(() => asked, { timeout: 20_000 }).toBe(true);
      await page.waitForTimeout(2500);
      expect(await dialog.isVisible()).toBe(true);
      await page.unroute(nodes);
      await finishSharing(dialog);
    });
  });

  describe("a transaction that is sent", () => {
    it("and sped up in the wallet is followed as the new one", async () => {
      const { dialog, held } = await shareHeld("6 months");
      await held.speedUp();
      await held.letThrough();
      await finishSharing(dialog);
    });

    it("and cancelled in the wallet is said to have changed nothing", async () => {
      const { page } = people.patient;
      const before = await expiry();
      const { dialog, held } = await shareHeld("1 year");
      await held.cancel();
      await held.letThrough();
      await read(dialog, "You cancelled this in your wallet. Nothing changed. Start again when you are ready.");
      expect(await expiry()).toBe(before);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    });

    it("and whose block the network takes back is followed into the next one", async () => {
      const { page } = people.patient;
      let receipts = 0;
      let isBack = false;
      await lyingNode(people.patient.context, (method, _, result) => {
        if (method !== "eth_getTransactionReceipt" || !result) return result;
        // Once, as before the other chain wins.
        return receipts++ === 0 || isBack ? result : null;
      });
      const dialog = await startSharing(page, "30 days");
      await button(dialog, "Share").click();
      await read(dialog, "The network took it back, and will confirm it again. Nothing is lost.");
      isBack = true;
      await mine();
      await finishSharing(dialog);
    });

    it("goes on when its dialog is closed, and is told of on every page from then on", async () => {
      const { page } = people.patient;
      const { dialog, held } = await shareHeld("7 days");
      await button(dialog, "Close").click();
      await dialog.waitFor({ state: "detached" });
      await read(page, /is on its way\.$/);
      await goTo(page, "Care team");
      await read(page, /It was sent\. It will finish without you/);
      await held.letThrough();
      await read(page, /is done\.$/);
      await button(page, "Understood").click();
      await page.goBack();
    });

    it("is named as too dear for a wallet that has too little, with nothing lost", async () => {
      const { page, wallet } = people.patient;
      await setBalance(wallet!.address, 1n);
      const dialog = await startSharing(page, "7 days");
      await button(dialog, "Share").click();
      await read(dialog, /^Your wallet has too little for the network fee\. Nothing was sent\./);
      await fund(wallet!.address);
      await button(dialog, "Ask my wallet again").click();
      await finishSharing(dialog);
    });
  });

  describe("a page that is loaded again", () => {
    it("while the wallet was asked says what it cannot know, and sends nothing by itself", async () => {
      const { page, wallet } = people.patient;
      wallet!.ignoreNext("eth_sendTransaction");
      const dialog = await startSharing(page, "7 days");
      await button(dialog, "Share").click();
      await read(dialog, /Your wallet was asked/);
      await expect.poll(() => wallet!.requests.at(-1)).toBe("eth_sendTransaction");
      const before = sent(people.patient);
      await page.reload();
      await read(page, /was interrupted\.$/);
      await read(page, /This page was closed while your wallet was asked/);
      await button(page, "Understood").click();
      await page.getByText(/was interrupted\.$/).waitFor({ state: "detached" });
      expect(sent(people.patient)).toBe(before);
    });

    it("while it was on its way follows it on", async () => {
      const { page } = people.patient;
      const { held } = await shareHeld("1 year");
      await page.reload();
      await read(page, /is on its way\.$/);
      await read(page, /It was sent\. It will finish without you/);
      await held.letThrough();
      await read(page, /is done\.$/);
      await button(page, "Understood").click();
    });

    it.each([
      ["sped up", "speedUp", /is done\.$/],
      ["cancelled", "cancel", /was cancelled in your wallet\.$/],
    ] as const)("after it was %s in the wallet meanwhile tells how it ended", async (_, change, ending) => {
      const { page } = people.patient;
      const { held } = await shareHeld("30 days");
      const { href } = new URL(page.url());
      await page.goto("about:blank");
      await held[change]();
      await held.letThrough();
      await mine();
      await page.goto(href);
      await read(page, ending);
      await button(page, "Understood").click();
    });
  });

  describe("a list that is not there", () => {
    it.each([
      ["behind", "The list is behind."],
      ["away", "The list does not answer."],
    ] as const)("because the index is %s is read from the public record, which is said", async (how, says) => {
      const { page, context } = people.patient;
      if (how === "behind") await laggingIndex(context);
      else await context.route(`${stack.subgraphUrl}**`, (route) => route.abort());
      await page.reload();
      await read(page, says);
      await read(page, /We read the public record directly meanwhile; this is slower, and complete\./);
      await unlock(page);
      await see(heading(page, TITLE));
      await see(button(page, `Stop sharing with ${HALLOWELL}`));
    });
  });

  it("a storage that is slow is waited for, and nothing is said to be missing meanwhile", async () => {
    const { page, context } = people.patient;
    await context.route(blobs, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.reload();
    await unlock(page);
    await see(page.locator("[aria-busy=true], .bones"));
    expect(await page.getByText(/cannot be opened|does not answer/).count()).toBe(0);
    await read(page, "Unchanged since signed");
    expect(sha256(await savedCopy(page))).toBe(sha256(pdf.buffer));
  });

  describe("without a network", () => {
    it("reads what was opened, sends nothing, and queues nothing for later", async () => {
      const { page, context } = people.patient;
      await goTo(page, "Reports");
      // The report's own history has links of its title, too.
      await see(page.getByRole("searchbox"));
      await see(link(page, TITLE));
      await context.setOffline(true);
      await read(page, "You are offline.");
      await link(page, TITLE).first().click();
      await read(page, "Unchanged since signed");
      expect(sha256(await savedCopy(page))).toBe(sha256(pdf.buffer));

      const before = sent(people.patient);
      const until = await expiry();
      await button(page, `Stop sharing with ${HALLOWELL}`).click();
      const dialog = page.getByRole("alertdialog");
      await button(dialog, "Stop sharing").click();
      await read(dialog, /Nothing was sent/);
      await button(dialog, "Keep sharing").click();
      await context.setOffline(false);
      await page.getByText("You are offline.").first().waitFor({ state: "detached" });
      await mine();
      await page.waitForTimeout(1500);
      expect(sent(people.patient)).toBe(before);
      expect(await expiry()).toBe(until);
      expect(await canRead(report, hallowell)).toBe(true);
    });
  });

  describe("what is open at a doctor’s", () => {
    it("is covered as soon as the time is over", async () => {
      const { page } = people.doctor;
      await connect(people.doctor, "I am a doctor");
      await unlock(page);
      await openShared(page);
      // By the clock of the chain, which may be ahead of this one: the newest block says it only where it is new.
      await mine();
      await shareUntil((await publicClient.getBlock()).timestamp + 4n);
      await page.waitForTimeout(5000);
      await mine();
      await see(heading(page, "You cannot read this report"));
      expect(await heading(page, TITLE).count()).toBe(0);
      await shareUntil((await publicClient.getBlock()).timestamp + 86_400n);
      await see(heading(page, TITLE));
    });

    it("is covered as soon as the hospital suspends them, which is said, and is back with the appointment", async () => {
      const { page } = people.doctor;
      await registry(DEMO_INDEX.registrarHarbour, "revokeRole", [doctorRole(HARBOUR.id), hallowell]);
      try {
        await read(page, "You cannot open or add reports now.");
        expect(await heading(page, TITLE).count()).toBe(0);
        expect(await page.getByText(/Only the patient can change that/).count()).toBe(0);
      } finally {
        await registry(DEMO_INDEX.registrarHarbour, "grantRole", [doctorRole(HARBOUR.id), hallowell]);
      }
      await see(heading(page, TITLE));
      await page.getByText("You cannot open or add reports now.").waitFor({ state: "detached" });
    });

    it("is left to nobody when another account is chosen in the wallet", async () => {
      const { page, wallet } = people.doctor;
      await wallet!.switchTo(generatePrivateKey());
      await see(heading(page, "You are not verified yet"));
      expect(await page.getByText(TITLE).count()).toBe(0);
      expect(await page.title()).not.toContain(TITLE);
      await wallet!.leave();
      await see(heading(page, "Connect your wallet"));
    });
  });

  it("a doctor whose verification is ended while they look is told at once", async () => {
    const key = generatePrivateKey();
    const subject = await attested(attester, "Dr Briefly Verified", 86_400n, privateKeyToAccount(key));
    const doctor = await come("doctor for a moment", key);
    await connect(doctor, "I am a doctor");
    // Somebody who has no key yet is shown a code for it, which is not left by accident.
    await see(heading(doctor.page, "Write down your recovery code"));
    await goTo(doctor.page, "Patients");
    await button(doctor.page.getByRole("alertdialog"), "Leave the page").click();
    await read(doctor.page, "You cannot open or add reports now.");
    await registry(DEMO_INDEX.attester, "revokeAttestation", [subject]);
    await see(heading(doctor.page, "You are not verified yet"));
  });

  it("a registrar whose role is taken in the middle of a decision is told at once, and can decide nothing", async () => {
    const key = generatePrivateKey();
    const role = [registrarRole(HARBOUR.id), privateKeyToAccount(key).address];
    await registry(DEMO_INDEX.defaultAdmin, "scheduleRoleGrant", role);
    await registry(DEMO_INDEX.defaultAdmin, "grantRole", role);
    const registrar = await come("registrar for a moment", key);
    const { page } = registrar;
    await connect(registrar, "I am an administrator");
    await goTo(page, "Doctors");
    await button(page, `End appointment of ${HALLOWELL}`).click();
    await see(page.getByRole("alertdialog"));
    await registry(DEMO_INDEX.defaultAdmin, "revokeRole", role);
    await see(heading(page, "Administrators only"));
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    expect(sent(registrar)).toBe(0);
  });

  it("leaves nobody’s page open when the wallet is disconnected, whatever page that is", async () => {
    const { page, wallet } = people.patient;
    await page.reload();
    for (const place of ["Sharing", "Reports", TITLE]) {
      await unlock(page);
      if (place === TITLE) await link(page, TITLE).click();
      else await link(page, place).first().click();
      await see(heading(page, place));
      await wallet!.leave();
      await see(heading(page, "Connect your wallet"));
      expect(await page.getByText(TITLE).count()).toBe(0);
      expect(await page.title()).not.toContain(TITLE);
      await button(page, /Test Wallet/).click();
    }
  });

  /** How many transactions somebody’s wallet was asked for. */
  function sent({ wallet }: Person): number {
    return wallet!.requests.filter((method) => method === "eth_sendTransaction").length;
  }

  /** Has the report that is open shared, up to where the wallet is to be asked. */
  async function startSharing(page: Page, duration: string): Promise<Locator> {
    await see(button(page, "Unlock with my wallet").or(button(page, "Share")));
    if (await button(page, "Unlock with my wallet").isVisible()) await unlock(page);
    await button(page, "Share").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: new RegExp(HALLOWELL) }).check();
    await dialog.getByRole("radio", { name: duration }).check();
    return dialog;
  }

  /** Shares it by a transaction that the network does not take yet. */
  async function shareHeld(duration: string) {
    const { page, wallet } = people.patient;
    wallet!.holdNext();
    const dialog = await startSharing(page, duration);
    await button(dialog, "Share").click();
    const held = await heldTransaction(patientKey);
    await read(dialog, /Usually under 15 seconds/);
    return { dialog, held };
  }

  async function finishSharing(dialog: Locator): Promise<void> {
    await read(dialog, new RegExp(`^${HALLOWELL} can read ${TITLE}`));
    await button(dialog, "Done").click();
    await dialog.waitFor({ state: "detached" });
  }

  async function openShared(page: Page): Promise<void> {
    await goTo(page, "Shared with me");
    await link(page, new RegExp(`^${TITLE}`))
      .first()
      .click();
    await see(heading(page, TITLE));
  }

  /** Until when the doctor may read the report, in Unix seconds. */
  async function expiry(): Promise<bigint> {
    return (await lastGrant()).expiry;
  }

  async function lastGrant() {
    const grants = await publicClient.getContractEvents({
      address: stack.records,
      abi: recordsAbi,
      eventName: "ConsentGranted",
      args: { report, grantee: hallowell },
      fromBlock: 0n,
      strict: true,
    });
    return grants.at(-1)!.args;
  }

  /** Shares it anew, with the key as it was locked for the doctor before. */
  async function shareUntil(until: bigint): Promise<void> {
    const { capsules, counter, granteeKeyVersion } = await lastGrant();
    const share = { report, counter, capsules };
    const grant = { grantee: hallowell, expiry: until, purpose: TREAT, granteeKeyVersion, shares: [share] };
    await records(DEMO_INDEX.anjali, "grantConsents", [grant]);
  }

  /** The index says that it has got no further than the network’s first blocks. */
  async function laggingIndex(context: Person["context"]): Promise<void> {
    await lyingIndex(context, (data) =>
      "_meta" in data ? { ...data, _meta: { block: { number: 1 }, hasIndexingErrors: false } } : data,
    );
  }
});
