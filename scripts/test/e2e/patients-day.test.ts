import { chartIdOf } from "@chartkey/protocol/chart";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { doctorAttestation } from "@chartkey/protocol/typed-data";
import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { createWalletClient, http, type Address, type Hex } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, DEMO_MNEMONIC, HOSPITALS } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { launchBrowser } from "./browser.ts";
import { withCameraOn } from "./camera.ts";
import { canRead } from "./can-read.ts";
import { pdf, prescription, sha256, type PickedFile } from "./documents.ts";
import { dropFiles } from "./drop-files.ts";
import { explainFailure } from "./explain-failure.ts";
import { holdUploads } from "./held-uploads.ts";
import { look } from "./look.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, finishNewLock, setUpKeys, unlock } from "./sign-up.ts";
import { fund, publicClient, setBalance, stack } from "./stack.ts";

const [NORTHFIELD, HARBOUR] = HOSPITALS;
const MARLOWE = "Dr Priya Marlowe";
const HALLOWELL = "Dr Lena Hallowell";
const HAY_FEVER = "Hay fever, ten summers";
const TABLETS = "Tablets against it";
const PRIVATE = "Something for later";
const BLOOD = "Blood count of the spring";
/** What stands where somebody accepts without words of their own. */
const ACCEPTANCE = "I accept this report.";
const OBJECTION = "I was not there that day.";

const account = (index: number) => mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: index });
const marlowe = account(DEMO_INDEX.drMarlowe).address;
const hallowell = account(DEMO_INDEX.drHallowell).address;
const patientKey = generatePrivateKey();
const patient = privateKeyToAccount(patientKey).address;
const chart = chartIdOf(stack, patient);
const card = cardCodeOf(chart);

describe("a patient’s and a doctor’s day on phones", { timeout: 240_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "marlowe" | "registrar", Person>;
  const reports: Record<string, Hex> = {};

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, marlowe, registrar] = await Promise.all([
      openPerson(browser, patientKey, { phone: true }),
      openPerson(browser, null, { phone: true }),
      openPerson(browser),
    ]);
    people = { patient, marlowe, registrar };
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  describe("without ether", () => {
    let carried = "";

    it("registers by a signature, handed over as a link, a square code and a file", async () => {
      await setBalance(patient, 0n);
      const { page } = people.patient;
      await connect(people.patient, "I am a patient");
      await fillDetails(page);
      await page.getByRole("radio", { name: /Sign for free/ }).check();
      await button(page, "I am a person, sign me in").click();
      await setUpKeys(page);
      await see(heading(page, "Let them send your registration"));
      await see(page.getByRole("img", { name: /Square code of what you signed/ }));
      carried = await savedFile(page);
    });

    it("is sent by the registrar, who sees in words what it does and what it costs", async () => {
      const { page } = people.registrar;
      await connect(people.registrar, "I am an administrator", "Registrar of Northfield Hospital");
      await goTo(page, "To send for patients");

      await field(page, "Link").fill("https://example.com/#nothing");
      await button(page, "Open").click();
      await read(page, "This is not something that a patient signed here.");
      const name = page.getByText(new RegExp(`^(Account: )?Registrar of ${NORTHFIELD.name}$`));
      await see(name.filter({ visible: true }));
      await button(page, "Open something else").click();

      await give(page, carried);
      await read(page, /opens a chart of their own, held by the account/);
      await read(page, /^The network fee is about/);
      await button(page, "Send").click();
      await read(page, `The patient is registered. Their card code is ${card}.`);
      await see(heading(people.patient.page, /Save your details|Register as a patient/));
      expect(await holderOf(chart)).toBe(patient);
      await button(page, "Open the next one").click();

      await give(page, carried);
      await read(page, "This was already sent, or the patient decided anew since.");
      await button(page, "Open something else").click();
    });

    it("saves the details by a signature, too, once the wallet turns out to be empty", async () => {
      const { page } = people.patient;
      await read(page, /^Your wallet has too little for the network fee/);
      await button(page, "Sign for free instead").click();
      const file = await savedFile(page);
      await give(people.registrar.page, file);
      await read(people.registrar.page, /adds a report to their own chart/);
      await button(people.registrar.page, "Send").click();
      await read(people.registrar.page, "It is done, and the patient sees it in their lists.");
      await button(people.registrar.page, "Open the next one").click();
    });

    it("asks a hospital for care by a link that its registrar opens", async () => {
      const { page } = people.patient;
      await link(page, "Later").click();
      await see(page.getByRole("listitem").filter({ hasText: "My details" }));
      await goTo(page, "Care team");
      await button(page, `Sign for free instead, to ask ${NORTHFIELD.name} for care`).click();
      const file = await savedFile(page);

      const registrar = people.registrar.page;
      // As a link that is opened, whose payload does not stay in the address bar.
      await registrar.evaluate((hash) => void (location.hash = hash), file.trim());
      await read(registrar, new RegExp(`^The patient with card ${card}`));
      await read(registrar, new RegExp(`asks ${NORTHFIELD.name} for care`));
      expect(new URL(registrar.url()).hash).toBe("");
      await button(registrar, "Send").click();
      await read(registrar, "It is done, and the patient sees it in their lists.");
      await read(page, /^Asked on/);
    });
  });

  describe("on an assignment", () => {
    it("is asked once what the doctor may read, and answers nothing by default", async () => {
      await fund(patient);
      await registry(DEMO_INDEX.registrarNorthfield, "acceptCare", [chart, NORTHFIELD.id]);
      await registry(DEMO_INDEX.registrarNorthfield, "assignDoctor", [chart, marlowe, NORTHFIELD.id]);
      const { page } = people.patient;
      await see(heading(page, `${MARLOWE} now looks after you`));
      expect(await page.getByRole("radio", { name: "Nothing" }).isChecked()).toBe(true);
      await button(page, "Let them read nothing").click();
      await heading(page, `${MARLOWE} now looks after you`).waitFor({ state: "detached" });
      await page.reload();
      await see(heading(page, "Looking after you now"));
      await page.waitForTimeout(1_500);
      expect(await heading(page, `${MARLOWE} now looks after you`).count()).toBe(0);
    });
  });

  describe("sharing", () => {
    it("shares two reports at once, one transaction, in words that name both", async () => {
      const { page } = people.patient;
      await goTo(page, "Reports");
      await unlock(page);
      reports[HAY_FEVER] = await addOwn(page, pdf, "letter", HAY_FEVER);
      reports[TABLETS] = await addOwn(page, prescription, "prescription", TABLETS);
      reports[PRIVATE] = await addOwn(page, pdf, "other", PRIVATE);
      await openShare(page, MARLOWE);
      await choose(page, HAY_FEVER, TABLETS);
      await read(page.getByRole("dialog"), new RegExp(`${TABLETS} and ${HAY_FEVER}|${HAY_FEVER} and ${TABLETS}`));
      await button(page.getByRole("dialog"), "Share").click();
      await read(page, `${MARLOWE} can read it now.`);
      await button(page.getByRole("dialog"), "Done").click();
      expect(await readable(marlowe)).toEqual([HAY_FEVER, TABLETS]);
    });

    it("says what is missing before anything is asked of the wallet", async () => {
      const { page } = people.patient;
      await button(page, "Share…").click();
      await button(page.getByRole("dialog"), "Share").click();
      await read(page, "Choose who can read.");
      await read(page, "Choose at least one report.");
      await button(page.getByRole("dialog"), "Close").click();
    });

    it("shares everything, also what comes, by a signature that the doctor sends", async () => {
      const { page } = people.patient;
      await openShare(page, HALLOWELL);
      await page.getByRole("radio", { name: /All reports, now and later/ }).check();
      await read(page, /all your reports, also those added later/);
      await button(page.getByRole("dialog"), "Sign for free instead").click();
      const file = await savedFile(page);
      await button(page.getByRole("dialog"), "Done").click();
      expect(await readable(hallowell)).toEqual([]);

      const doctor = people.marlowe.page;
      await connect(people.marlowe, "I am a doctor", MARLOWE);
      await goTo(doctor, "To send for patients");
      await give(doctor, file);
      await read(doctor, /all their reports, also those added later/);
      await button(doctor, "Send").click();
      await read(doctor, "It is done, and the patient sees it in their lists.");
      expect(await readable(hallowell)).toEqual([HAY_FEVER, TABLETS, PRIVATE]);
    });

    it("stops several with one doctor, and everything with another after a typed word", async () => {
      const { page } = people.patient;
      await button(page, `Stop several reports shared with ${MARLOWE}`).click();
      const dialog = page.getByRole("alertdialog");
      await dialog.getByRole("checkbox", { name: TABLETS }).check();
      await button(dialog, "Stop sharing").click();
      await finishNewLock(page);
      expect(await readable(marlowe)).toEqual([HAY_FEVER]);
      expect(await epochOf(TABLETS)).toBe(2);

      await button(page, `Stop everything shared with ${HALLOWELL}`).click();
      await button(dialog, "Stop everything").click({ force: true });
      expect(await readable(hallowell)).toHaveLength(3);
      await field(dialog, "Type “stop everything” to go on").fill("stop everything");
      await button(dialog, "Stop everything").click();
      const locks = page.getByRole("dialog", { name: `Sharing with ${HALLOWELL} has ended` });
      await read(locks, "All 3 new locks are on.");
      expect(await look(page, "new locks after a stop")).toEqual([]);
      await button(locks, "Done").click();
      expect(await readable(hallowell)).toEqual([]);
      expect(await Promise.all([HAY_FEVER, TABLETS, PRIVATE].map(epochOf))).toEqual([2, 3, 2]);
    });

    it("names, before all is shared, what a stop of its own keeps from the doctor", async () => {
      const { page } = people.patient;
      await openShare(page, MARLOWE);
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: /All reports, now and later/ }).check();
      await see(
        dialog.getByRole("listitem").filter({ hasText: TABLETS }).getByText("You stopped sharing it with them"),
      );
      await see(dialog.getByRole("listitem").filter({ hasText: "My details" }).getByText("Kept for explicit sharing"));
      await read(dialog, new RegExp(`also those added later, but for .*${TABLETS}.* and what is added for explicit`));
      expect(await look(page, "share of all but some")).toEqual([]);
      await button(dialog, "Close").click();
    });

    it("shows again what was signed and not sent, and makes it void", async () => {
      const { page } = people.patient;
      await openShare(page, HALLOWELL);
      await choose(page, PRIVATE);
      await button(page.getByRole("dialog"), "Sign for free instead").click();
      const file = await savedFile(page);
      await button(page.getByRole("dialog"), "Done").click();
      await page.getByRole("tab", { name: /^Waiting/ }).click();
      await button(page, /^Show it again, signed on/).click();
      expect(await savedFile(page)).toBe(file);
      expect(await look(page, "signed and shown again")).toEqual([]);
      await button(page.getByRole("dialog"), "Done").click();
      await button(page, "Make all of it void…").click();
      await button(page.getByRole("alertdialog"), "Make it void").click();
      await page.getByRole("alertdialog").waitFor({ state: "detached" });
      await read(page, /^Nothing that you signed in this browser waits to be sent/);

      const doctor = people.marlowe.page;
      await button(doctor, "Open the next one").click();
      await give(doctor, file);
      await read(doctor, /^This is not what the patient signed, or something since has made it void/);
      expect(await readable(hallowell)).toEqual([]);
    });
  });

  describe("from a report’s own page", () => {
    it("shares and stops by signatures that a doctor sends", async () => {
      const { page } = people.patient;
      const doctor = people.marlowe.page;
      await goTo(page, "Reports");
      await link(page, PRIVATE).click();
      await button(page, "Share").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: HALLOWELL }).check();
      await button(dialog, "Sign for free instead").click();
      const share = await savedFile(page);
      await button(dialog, "Done").click();
      await send(doctor, share, new RegExp(`^The patient with card ${card}`));
      expect(await readable(hallowell)).toEqual([PRIVATE]);

      await button(page, `Stop sharing with ${HALLOWELL}`).click();
      const question = page.getByRole("alertdialog");
      await button(question, "Sign for free and let your doctor or hospital send it").click();
      const stop = await savedFile(page);
      await button(question, "Close").click();
      expect(await readable(hallowell)).toEqual([PRIVATE]);
      await send(doctor, stop, /stops sharing/);
      expect(await readable(hallowell)).toEqual([]);
      await button(page, `Stop sharing with ${HALLOWELL}`).waitFor({ state: "detached" });
    });

    it("leads back from a share to its stop, and from the stop to another share", async () => {
      const { page } = people.patient;
      await button(page, "Share").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: HALLOWELL }).check();
      await button(dialog, "Share").click();
      await button(dialog, "Done").click();
      await button(page, "Undo").click();
      const question = page.getByRole("alertdialog", { name: `Stop sharing with ${HALLOWELL}?` });
      await question.getByRole("checkbox", { name: /Then put a new lock/ }).uncheck();
      await button(question, "Stop sharing").click();
      await question.waitFor({ state: "detached" });
      expect(await readable(hallowell)).toEqual([]);
      await button(page, "Share again").click();
      await read(dialog, new RegExp(`^${HALLOWELL} can read .*${PRIVATE}`));
      await button(dialog, "Close").click();
      await goTo(page, "Sharing");
      await page.getByRole("tab", { name: /^Waiting/ }).click();
    });
  });

  describe("requests", () => {
    it("come with the doctor’s verified identity and reason; saying no rests them", async () => {
      const doctor = people.marlowe.page;
      await goTo(doctor, "Access I asked for");
      await ask(doctor, 1);
      const { page } = people.patient;
      await see(page.getByRole("listitem").filter({ hasText: MARLOWE }).filter({ hasText: "emergency treatment" }));
      await read(page, /^Verified until/);
      await button(page, new RegExp(`^Say no to ${MARLOWE}`)).click();
      await button(page, "Say no now").click();
      await read(page, "Nobody is waiting for your answer");
      await read(page, /^You said no on/);

      await read(doctor, "Said no");
      await read(doctor, /You can ask again from/);
      expect(await doctor.getByRole("checkbox", { disabled: true }).count()).toBe(1);
    });

    it("are granted in the words of the request", async () => {
      const doctor = people.marlowe.page;
      await doctor.reload();
      await field(doctor, "Or the code on a patient’s card").fill(
        `${card.slice(0, -1)}${card.endsWith("7") ? "8" : "7"}`,
      );
      await button(doctor, "Find this patient").click();
      await read(doctor, /^This card code is mistyped somewhere/);
      await field(doctor, "Or the code on a patient’s card").fill(card.toLowerCase().replaceAll("-", " "));
      await button(doctor, "Find this patient").click();
      await askForFree(doctor, 1);
      const { page } = people.patient;
      await button(page, new RegExp(` with ${MARLOWE}$`))
        .and(page.getByText("Share…"))
        .first()
        .click();
      const dialog = page.getByRole("dialog");
      expect(await field(dialog, "What for?").inputValue()).toBe("ETREAT");
      await button(dialog, "Share").click();
      await read(dialog, `${MARLOWE} can read it now.`);
      await button(dialog, "Done").click();
      await see(doctor.getByRole("link", { name: "Open the report" }));
      expect(await readable(marlowe)).toHaveLength(2);
    });
  });

  describe("a card before the camera", () => {
    it("leads a doctor whom nobody assigned to what they can ask for, and a registrar to the acceptance", async () => {
      const { page } = people.patient;
      await goTo(page, "Care team");
      await button(page, `Ask ${HARBOUR.name} for care`).click();
      await read(page, /^Asked on/);
      await link(page, "My card").click();
      await withCameraOn(page, "Square code of your card", async (seeing) => {
        const doctor = await openPerson(seeing);
        await connect(doctor, "I am a doctor", HALLOWELL);
        await goTo(doctor.page, "Access I asked for");
        await button(doctor.page, "Scan the card").click();
        await see(doctor.page.getByRole("group", { name: "Reports you cannot read" }));
        const chosen = field(doctor.page, "Patient").locator("option:checked");
        expect(await chosen.textContent()).toBe(`Patient ${card}`);

        const registrar = await openPerson(seeing);
        await connect(registrar, "I am an administrator", `Registrar of ${HARBOUR.name}`);
        await button(registrar.page, "Scan the card").click();
        const dialog = registrar.page.getByRole("alertdialog", { name: `Accept patient ${card}?` });
        await button(dialog, "Accept").click();
        await read(registrar.page, `Patient ${card} is accepted.`);
      });
    });
  });

  describe("on another assignment, once reports are there", () => {
    let isAssigned = false;

    it.each([
      { answer: /^My details/, chosen: [], says: /can read My details/, lets: ["My details"] },
      {
        answer: /^Reports I choose/,
        chosen: [PRIVATE],
        says: new RegExp(`can read ${PRIVATE}`),
        lets: ["My details", PRIVATE],
      },
      {
        answer: /^All reports, now and later/,
        chosen: [],
        says: /can read all your reports, also those added later/,
        lets: ["My details", HAY_FEVER, TABLETS, PRIVATE],
      },
    ])(
      "lets the doctor read what the patient answers, besides what they read before: $answer",
      async ({ answer, chosen, says, lets }) => {
        const care = [chart, hallowell, HARBOUR.id];
        if (isAssigned) await registry(DEMO_INDEX.registrarHarbour, "endAssignment", care);
        await registry(DEMO_INDEX.registrarHarbour, "assignDoctor", care);
        isAssigned = true;
        const { page } = people.patient;
        const question = page.getByRole("region", { name: `${HALLOWELL} now looks after you` });
        await goTo(page, "Care team");
        await question.getByRole("radio", { name: answer }).check();
        for (const title of chosen) await question.getByRole("checkbox", { name: title }).check();
        await read(question, says);
        await button(question, "Share").click();
        await question.waitFor({ state: "detached" });
        const asked = [...Object.entries(reports), ["My details", await details()] as const];
        for (const [title, report] of asked)
          expect([title, await canRead(report, hallowell)]).toEqual([title, lets.includes(title)]);
      },
    );
  });

  describe("a report that a doctor adds", () => {
    it("is accepted by the patient, without a word of their own", async () => {
      const doctor = people.marlowe.page;
      await goTo(doctor, "Add a report");
      await unlock(doctor);
      await field(doctor, "Patient").selectOption({ label: `Patient ${card} (${NORTHFIELD.name})` });
      await doctor.getByRole("checkbox", { name: "Yes, this is the code on the patient’s card" }).check();
      await pickFile(doctor, pdf);
      await field(doctor, "Type").selectOption("laboratory");
      await field(doctor, "Title").fill(BLOOD);
      await button(doctor, "Sign and add this report").click();
      await read(doctor, "The report is added.");

      const { page } = people.patient;
      await goTo(page, "Reports");
      await link(page, BLOOD).click();
      await read(page, new RegExp(`^${MARLOWE} wrote it, and nobody else can change it`));
      await button(page, "Accept").click();
      await button(page, "Accept this report").click();
      await see(remark(page, ACCEPTANCE, "Accepted"));
      await read(page, "You can still say otherwise.");
    });

    it("is disputed by the patient, who asks for a correction in words that only readers see", async () => {
      const { page } = people.patient;
      await button(page, "Dispute…").click();
      await button(page, "Dispute this report").click();
      await read(page, /^Write what is wrong/);
      await field(page, "What is not right?").fill(OBJECTION);
      await button(page, "Dispute this report").click();
      await read(page, "You disputed this report");
      await see(remark(page, OBJECTION, "Disputed"));
      await button(page, "Ask for a correction…").click();
      await field(page, "What should be corrected?").fill("The date, and whose blood it is.");
      await button(page, "Ask for a correction").click();
      await read(page, "You asked for a correction");
    });

    it("is marked as disputed in the patient’s list and in the doctor’s, which show those alone when asked", async () => {
      const { page } = people.patient;
      await goTo(page, "Reports");
      const [disputed, filters] = [button(page, /^Disputed by you/), button(page, "Filter and order")];
      await see(disputed.or(filters).filter({ visible: true }));
      // On a phone they are behind a button.
      if (!(await disputed.isVisible())) await filters.click();
      await disputed.click();
      const rows = page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
      await see(rows.filter({ hasText: BLOOD }).filter({ hasText: "Disputed by you" }));
      expect(await link(page, PRIVATE).count()).toBe(0);
      await link(page, BLOOD).click();

      const doctor = people.marlowe.page;
      await goTo(doctor, "Shared with me");
      await button(doctor, /^Disputed/).click();
      await see(doctor.getByRole("row").filter({ hasText: BLOOD }).filter({ hasText: "Disputed" }));
      expect(await doctor.getByRole("table").getByRole("row").count()).toBe(2);
    });

    it("is corrected by its author, whose tab is closed meanwhile; the earlier version stays and can be opened", async () => {
      const doctor = people.marlowe.page;
      await goTo(doctor, "Shared with me");
      await see(heading(doctor, "Shared with me"));
      // The newest comes first.
      await link(doctor, new RegExp(`^${BLOOD}`))
        .first()
        .click();
      await see(remark(doctor, ACCEPTANCE, "Accepted"));
      await see(remark(doctor, OBJECTION, "Disputed"));
      await button(doctor, "Correct").click();
      const dialog = doctor.getByRole("dialog");
      await button(dialog, "Sign and correct").click();
      await read(dialog, "Choose the corrected file.");
      await pickFile(doctor, prescription);
      await field(dialog, "Title").fill(`${BLOOD}, corrected`);
      const uploads = await holdUploads(people.marlowe);
      await button(dialog, "Sign and correct").click();
      await uploads.held;
      await doctor.reload();
      uploads.answer();

      await unlock(doctor);
      await button(doctor, "Correct").click();
      await read(dialog, /^A correction that was locked on .* is not finished/);
      await button(dialog, "Go on with it").click();
      await read(doctor, /this is version 2/);

      const { page } = people.patient;
      await see(heading(page, `${BLOOD}, corrected`));
      await button(page, "Open version 1").click();
      await read(page.getByRole("dialog"), "This is what it said before. It was corrected since.");
      expect(await look(page, "an earlier version")).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        button(page.getByRole("dialog"), "Save a copy").click(),
      ]);
      expect(sha256(await readFile(await download.path()))).toBe(sha256(pdf.buffer));
      await button(page.getByRole("dialog"), "Close").click();
    });

    it("is withdrawn by its author with a reason, after a typed word, for everyone but the patient", async () => {
      const doctor = people.marlowe.page;
      await button(doctor, "Withdraw").click();
      const dialog = doctor.getByRole("alertdialog");
      await field(dialog, "Type “withdraw” to go on").fill("withdraw");
      await button(dialog, "Withdraw").click();
      await read(dialog, "Choose why.");
      await dialog.getByRole("radio", { name: /Wrong patient/ }).check();
      await read(dialog, /because it belongs to another patient/);
      await button(dialog, "Withdraw").click();
      await see(doctor.locator("h1:focus", { hasText: `You withdrew “${BLOOD}, corrected”` }));
      await read(doctor, /^Withdrawn by you on .*, because it belongs to somebody else\.$/);
      await link(doctor, "See what is shared with me").click();
      await see(link(doctor.getByRole("region", { name: "Withdrawn by you" }), `${BLOOD}, corrected`));

      const { page } = people.patient;
      await read(page, /^Withdrawn by its author on/);
      expect(await button(page, "Dispute…").count()).toBe(0);
    });
  });

  describe("files that are dropped together", () => {
    it("are a report each when a doctor drops them, though the page is reloaded in between; an empty one is named and left out", async () => {
      const doctor = people.marlowe.page;
      await goTo(doctor, "Add a report");
      await field(doctor, "Patient").selectOption({ label: `Patient ${card} (${NORTHFIELD.name})` });
      await doctor.getByRole("checkbox", { name: /^Yes, / }).check();
      await dropFiles(doctor, "Files to add", [
        { ...pdf, name: "Lungs in June.pdf" },
        { ...pdf, name: "nothing.pdf", buffer: Buffer.alloc(0) },
        { ...prescription, name: "tablets.json" },
        { name: "rash.txt", mimeType: "text/plain", buffer: Buffer.from("It itches.") },
      ]);
      await read(doctor, /^nothing\.pdf is empty\./);
      await field(doctor, "Type").selectOption("laboratory");
      const tablets = doctor.getByRole("group", { name: "tablets.json" });
      await field(tablets, "Title").fill("Tablets for June");
      await tablets.getByRole("checkbox", { name: "This one has another type or date" }).check();
      await field(tablets, "Type").selectOption("prescription");
      const uploads = await holdUploads(people.marlowe, 2);
      await button(doctor, "Sign and add 3 reports").click();
      await uploads.held;
      await doctor.reload();
      uploads.answer();

      await unlock(doctor);
      await button(doctor, "Continue with all 3").click();
      await read(doctor, "3 reports are added.");

      const { page } = people.patient;
      await goTo(page, "Reports");
      for (const title of ["Lungs in June", "Tablets for June", "rash"]) await see(link(page, title));
      await link(page, "Tablets for June").click();
      await read(page, "Unchanged since signed");
      await read(page, "Prescription");
    });

    it("are a report each when a patient drops them, too", async () => {
      const { page } = people.patient;
      await goTo(page, "Reports");
      await link(page, "Add your own").click();
      await dropFiles(page, "Files to add", [
        { ...pdf, name: "Teeth.pdf" },
        { ...prescription, name: "Teeth tablets.json" },
      ]);
      await field(page, "Type").selectOption("letter");
      await button(page, "Add all").click();
      await see(heading(page, "Reports"));
      for (const title of ["Teeth", "Teeth tablets"]) await see(link(page, title));
    });
  });

  describe("doctors", () => {
    it("are found by name and field, and shared with from there", async () => {
      const { page } = people.patient;
      await goTo(page, "Find a doctor");
      await field(page, "Search").fill("hallowell cardio");
      await see(page.getByRole("listitem").filter({ hasText: HALLOWELL }));
      expect(await page.getByText(MARLOWE).count()).toBe(0);
      await link(page, `Share with ${HALLOWELL}`).click();
      await see(page.getByRole("dialog").or(button(page, "Unlock with my wallet")));
      if (await button(page, "Unlock with my wallet").isVisible()) await unlock(page);
      await read(page.getByRole("dialog"), `With ${HALLOWELL}`);
      await button(page.getByRole("dialog"), "Close").click();
    });

    it("object when another wallet is to take the place of theirs", async () => {
      const thief = privateKeyToAccount(generatePrivateKey());
      await fund(thief.address);
      const licenceTag = await takeOver(thief);
      const doctor = people.marlowe.page;
      await read(doctor, "Another wallet is to take the place of this one.");
      await button(doctor, "That is not me: object…").click();
      expect(await look(doctor, "a doctor’s objection")).toEqual([]);
      await button(doctor.getByRole("alertdialog"), "Object").click();
      await read(doctor, "Another wallet wanted to take the place of this one. That rests.");
      const [, vetoedAt] = await publicClient.readContract({
        address: stack.registry,
        abi: registryAbi,
        functionName: "replacementOf",
        args: [licenceTag],
      });
      expect(vetoedAt).toBeGreaterThan(0n);
    });
  });

  /** The report that the patient's own details are, the first of the chart. */
  async function details(): Promise<Hex> {
    const [first] = await publicClient.getContractEvents({
      address: stack.records,
      abi: recordsAbi,
      eventName: "ReportAdded",
      args: { chart },
      fromBlock: 0n,
      strict: true,
    });
    return first!.args.report;
  }

  /** How often a report was locked. */
  async function epochOf(title: string): Promise<number> {
    const [, epoch] = await publicClient.readContract({
      address: stack.records,
      abi: recordsAbi,
      functionName: "reportOf",
      args: [reports[title] as Hex],
    });
    return epoch;
  }

  async function readable(doctor: Address): Promise<string[]> {
    const titles = Object.keys(reports);
    const answers = await Promise.all(
      titles.map((title) =>
        publicClient.readContract({
          address: stack.records,
          abi: recordsAbi,
          functionName: "canRead",
          args: [reports[title] as Hex, doctor],
        }),
      ),
    );
    return titles.filter((_, index) => answers[index]);
  }
});

async function fillDetails(page: Page): Promise<void> {
  for (const [label, value] of [
    ["Full name", "Ottoline Brackwater"],
    ["Street and house number", "3 Fennel Steps"],
    ["Postal code", "NF3 3CD"],
    ["Town or city", "Northfield"],
    ["Telephone", "+44 7700 900512"],
    ["Email", "ottoline@brackwater.example"],
  ] as const) {
    await field(page, label).fill(value);
  }
  await field(page, "Country").selectOption("GB");
  await button(page, "Go on").click();
}

/** Saves what was signed, as a person would. */
async function savedFile(page: Page): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save as a file").click()]);
  expect(download.suggestedFilename()).toMatch(/\.chartkey$/);
  return readFile(await download.path(), "utf8");
}

/** Gives whoever sends a file. */
async function give(page: Page, text: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose a file").click()]);
  await chooser.setFiles({ name: "signed.chartkey", mimeType: "application/octet-stream", buffer: Buffer.from(text) });
}

/** Has a doctor send what a patient signed, whatever their page showed before. */
async function send(doctor: Page, text: string, says: RegExp): Promise<void> {
  await button(doctor, "Open the next one").or(button(doctor, "Open something else")).click();
  await give(doctor, text);
  await read(doctor, says);
  await button(doctor, "Send").click();
  await read(doctor, "It is done, and the patient sees it in their lists.");
}

async function openShare(page: Page, doctor: string): Promise<void> {
  await goTo(page, "Sharing");
  await button(page, "Share…").first().click();
  await page.getByRole("dialog").getByRole("radio", { name: doctor }).check();
}

async function choose(page: Page, ...titles: string[]): Promise<void> {
  for (const title of titles) await page.getByRole("dialog").getByRole("checkbox", { name: title }).check();
}

/** Asks for some of the reports that may be asked for, for emergency treatment. */
async function ask(doctor: Page, count: number): Promise<void> {
  await field(doctor, "Patient").selectOption({ label: `Patient ${card}` });
  await askForFree(doctor, count);
}

/** The same once the patient is chosen. */
async function askForFree(doctor: Page, count: number): Promise<void> {
  const free = doctor.getByRole("checkbox", { disabled: false });
  await see(free);
  for (let index = 0; index < count; index++) await free.nth(index).check();
  await doctor.getByRole("radio", { name: /In an emergency/ }).check();
  await button(doctor, "Ask the patient").click();
  await read(doctor, "The patient was asked.");
}

/** What was said of a report, with the mark beside it. */
function remark(page: Page, text: string, label: string): Locator {
  return page.getByRole("listitem").filter({ hasText: text }).filter({ hasText: label });
}

async function pickFile(page: Page, file: PickedFile): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    button(page, /^Choose (a file|files)$/)
      .last()
      .click(),
  ]);
  await chooser.setFiles(file);
}

/** Has a stranger's wallet attested for Dr Marlowe's licence, as a deceived verifier would. */
async function takeOver(thief: PrivateKeyAccount): Promise<Hex> {
  const [attested] = await publicClient.getContractEvents({
    address: stack.registry,
    abi: registryAbi,
    eventName: "DoctorAttested",
    args: { subject: marlowe },
    fromBlock: 0n,
    strict: true,
  });
  const { licenceTag, professionalName, specialty } = attested!.args;
  const { timestamp } = await publicClient.getBlock();
  const attestation = {
    subject: thief.address,
    licenceTag,
    professionalName,
    specialty,
    validUntil: timestamp + 86_400n,
    issuedAt: timestamp,
  };
  const signature = await account(DEMO_INDEX.attester).signTypedData(doctorAttestation(stack, attestation));
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account: thief, chain, transport: http(stack.rpcUrl) });
  const hash = await wallet.writeContract({
    address: stack.registry,
    abi: registryAbi,
    functionName: "submitAttestation",
    args: [attestation, signature],
  });
  await publicClient.waitForTransactionReceipt({ hash });
  return licenceTag;
}

/** What somebody of the demo does without the page. */
async function registry(index: number, functionName: string, args: readonly unknown[]): Promise<void> {
  const chain = { ...localhost, id: stack.chainId };
  const wallet = createWalletClient({ account: account(index), chain, transport: http(stack.rpcUrl) });
  const call = { address: stack.registry, abi: registryAbi, functionName, args } as never;
  await publicClient.waitForTransactionReceipt({ hash: await wallet.writeContract(call) });
}

function holderOf(chart: Hex): Promise<Address> {
  return publicClient.readContract({
    address: stack.registry,
    abi: registryAbi,
    functionName: "holderOf",
    args: [chart],
  });
}
