import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { decodeFunctionData, zeroAddress, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { chartIdOf } from "@chartkey/protocol/chart";
import { ATTESTER_ROLE, doctorRole, PAUSER_ROLE } from "@chartkey/protocol/role-id";
import { checksumOf } from "../../../web/src/lib/safe/transactionBuilderFile.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, HOSPITALS } from "../../seed/people.ts";
import { addOwn } from "./add-own.ts";
import { attested } from "./attested.ts";
import { canRead } from "./can-read.ts";
import { launchBrowser } from "./browser.ts";
import { pdf, prescription, savedCopy, sha256 } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { giveList } from "./give-list.ts";
import { look } from "./look.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { addedTo, recordFigures, type RecordFigures } from "./record-figures.ts";
import { savedForSafe } from "./saved-for-safe.ts";
import { connect, finishNewLock, unlock } from "./sign-up.ts";
import { publicClient, stack } from "./stack.ts";
import { account, keyOf, records, registry } from "./without-page.ts";

const [NORTHFIELD, HARBOUR] = HOSPITALS;
const HALLOWELL = "Dr Lena Hallowell";
const EARLIER = "Allergies as a child";
const LATER = "Tablets I buy myself";
const TREAT = 1;
const WRONG_DOCUMENT = 2;
const DAY = 86_400n;

const chart = chartIdOf(stack, account(DEMO_INDEX.tomas).address);
const hallowell = account(DEMO_INDEX.drHallowell).address;

describe("what was decided elsewhere", { timeout: 180_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "doctor" | "admin" | "auditor", Person>;
  let earlier: Hex;
  let later: Hex;
  /** The public record in numbers, before anything of this was done. */
  let before: RecordFigures;
  /** A verifier whose key was replaced, and a block in which it was one still. */
  const replaced = { account: zeroAddress as Hex, block: 0n };

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, doctor, admin, auditor] = await Promise.all([
      openPerson(browser),
      openPerson(browser),
      openPerson(browser),
      openPerson(browser),
    ]);
    people = { patient, doctor, admin, auditor };
    await auditor.page.goto(`${stack.webOrigin}/audit`);
    before = await recordFigures(auditor.page);
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("shows the patient with whom all reports are shared, for each but their own details", async () => {
    const { page } = people.patient;
    await connect(people.patient, "I am a patient", "Tomas Wetherby");
    await unlock(page);
    await see(heading(page, "Reports"));
    earlier = await addOwn(page, pdf, "letter", EARLIER);
    await read(page, "Only you can read it");

    const { timestamp } = await publicClient.getBlock();
    await records(DEMO_INDEX.tomas, "grantStandingConsent", [
      {
        chart,
        grantee: hallowell,
        expiry: timestamp + 30n * 86_400n,
        purpose: TREAT,
        granteeKeyVersion: 1,
        counter: 0,
        consentEpoch: 0,
        // Keys for the patient alone: what is there already stays closed to the doctor.
        capsules: await capsulesOf(earlier),
      },
    ]);
    await read(page, /^Like all your reports, for /);
    await goTo(page, "Reports");
    await see(row(page, EARLIER).filter({ hasText: "Dr Hallowell, until" }));
    await see(row(page, "My details").filter({ hasText: "Only you" }));
  });

  it("locks the next report for that doctor, too, who opens it", async () => {
    later = await addOwn(people.patient.page, prescription, "prescription", LATER);
    expect(await canRead(later, hallowell)).toBe(true);

    const { page } = people.doctor;
    await connect(people.doctor, "I am a doctor", HALLOWELL);
    await unlock(page);
    await read(page, /^None of the keys that were shared with you opens this/);
    await link(page, new RegExp(`^${LATER}`)).click();
    await read(page, /^You can read this patient’s reports until/);
    expect(sha256(await savedCopy(page))).toBe(sha256(prescription.buffer));
  });

  it("lets the patient give the key to a reader whom it was not locked for, which changes nothing else", async () => {
    const { page } = people.patient;
    await goTo(page, "Reports");
    await link(page, EARLIER).click();
    await read(page, `${HALLOWELL} may read it, and has no key to it.`);
    await button(page, "Give them the key").click();
    await page.getByText(`${HALLOWELL} may read it, and has no key to it.`).waitFor({ state: "detached" });

    const doctor = people.doctor.page;
    await goTo(doctor, "Shared with me");
    await link(doctor, new RegExp(`^${EARLIER}`)).click();
    expect(sha256(await savedCopy(doctor))).toBe(sha256(pdf.buffer));
    await goTo(page, "Reports");
    await link(page, LATER).click();
  });

  it("lets the patient stop one of all, and says that the others stay shared", async () => {
    const { page } = people.patient;
    await button(page, `Stop sharing with ${HALLOWELL}`).click();
    await read(page.getByRole("alertdialog"), /can still read your other reports/);
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await finishNewLock(page);
    await button(page, `Stop sharing with ${HALLOWELL}`).waitFor({ state: "detached" });
    expect([await canRead(earlier, hallowell), await canRead(later, hallowell)]).toEqual([true, false]);
  });

  it("shows nobody as a reader once everything with the doctor is stopped", async () => {
    await records(DEMO_INDEX.tomas, "stopEverything", [chart, hallowell]);
    const { page } = people.patient;
    await goTo(page, "Sharing");
    await read(page, /^Only you can open your 2 reports/);
    await page.getByRole("main").getByText(HALLOWELL).first().waitFor({ state: "detached" });
    await page.getByRole("tab", { name: /^Ended/ }).click();
    await see(page.getByRole("listitem").filter({ hasText: "All your reports" }).filter({ hasText: "You stopped on" }));

    const doctor = people.doctor.page;
    await read(doctor, "You cannot read this report");
    await goTo(doctor, "Shared with me");
    expect(await link(doctor, new RegExp(`^${EARLIER}|^${LATER}`)).count()).toBe(0);
  });

  it("accounts to the patient for who could read what, and says that reading leaves no trace", async () => {
    const { page } = people.patient;
    await goTo(page, "Export and erase");
    await link(page, "Who could read what").click();
    await read(page, /^Reading leaves no trace/);
    const saved = page.waitForEvent("download");
    await button(page, "Save as a table").click();
    const table = await readFile(await (await saved).path(), "utf8");
    const [everything = ""] = table.split("\r\n").filter((line) => line.startsWith(HALLOWELL));
    expect(everything).toContain(`${hallowell},all reports`);
    expect(everything).toContain("everything shared by the patient,treatment,");
    expect(everything).toContain("you stopped everything with them");
    expect(everything).toMatch(new RegExp(`${LATER} from 20\\d\\d-`));

    await page.evaluate(() => {
      window.print = () => void (document.body.dataset["printed"] = "yes");
    });
    await button(page, "Print").click();
    expect(await page.locator("body").getAttribute("data-printed")).toBe("yes");
    await page.emulateMedia({ media: "print" });
    const printed = await page.getByRole("table").locator("tbody tr").all();
    expect(printed).toHaveLength(table.trimEnd().split("\r\n").length - 1);
    for (const line of printed) expect(await line.isVisible()).toBe(true);
    expect(await button(page, "Print").count()).toBe(0);
    await page.emulateMedia({ media: null });
  });

  it("marks a withdrawn report, and says of an erased one that nobody can read it", async () => {
    await records(DEMO_INDEX.tomas, "retractReport", [later, WRONG_DOCUMENT]);
    await records(DEMO_INDEX.tomas, "eraseReport", [earlier]);
    const { page } = people.patient;
    await goTo(page, "Reports");
    await row(page, EARLIER).waitFor({ state: "detached" });
    await see(row(page, LATER).filter({ hasText: "Withdrawn" }));
    await link(page, LATER).click();
    await read(page, /^Withdrawn by you on/);
    expect(await button(page, "Share").count()).toBe(0);

    await goTo(page, "Activity");
    await read(page, "You erased a report. Nobody can read it any more.");
    await page.goBack();
    await page.evaluate((href) => {
      const erased = Object.assign(document.createElement("a"), { href });
      document.body.append(erased);
      erased.click();
      erased.remove();
    }, `/patient/reports/${earlier}`);
    await see(heading(page, "You erased this report"));
  });

  it("shows that care is suspended, and that it goes on", async () => {
    await registry(DEMO_INDEX.registrarHarbour, "acceptCare", [chart, HARBOUR.id]);
    await registry(DEMO_INDEX.registrarHarbour, "suspendCare", [chart, HARBOUR.id]);
    const { page } = people.patient;
    await goTo(page, "Care team");
    await read(page, /^Suspended on/);
    await registry(DEMO_INDEX.registrarHarbour, "resumeCare", [chart, HARBOUR.id]);
    await read(page, /^Accepted on/);
  });

  it("says plainly that the network is paused when that refuses a step", async () => {
    const pauser = await openPerson(browser, keyOf(DEMO_INDEX.pauser));
    await connect(pauser, "I am an administrator");
    await goTo(pauser.page, "Network");
    await button(pauser.page, "Pause the network").click();
    const dialog = pauser.page.getByRole("alertdialog");
    await read(dialog, /^What was shared before stays readable/);
    // The pages are looked at after this, and then there is no pause for a while.
    expect(await look(pauser.page, "the question before a pause")).toEqual([]);
    await field(dialog, /pause/).fill("pause");
    await button(dialog, "Pause").click();
    await read(pauser.page, "The network is paused.");
    const { page } = people.patient;
    const ask = button(page, `Ask ${NORTHFIELD.name} for care`);
    await ask.click();
    await read(page, /^The network is paused/);
    await button(pauser.page, "End the pause now").click();
    await button(dialog, "End the pause").click();
    await read(pauser.page, "The pause has ended.");
    await pauser.context.close();
    await ask.click();
    await read(page, /^Asked on/);
  });

  it("lets the default admin replace the key of a verifier, and shows how much of the daily cap each one has used", async () => {
    const [old, next] = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())];
    await appointVerifier(old.address);
    const doctor = await attested(old, "Dr Kept Onfile", 300n * DAY);
    const { page } = people.admin;
    await connect(people.admin, "I am an administrator", "Administrator of the network");
    await goTo(page, "Verifiers");
    const verifier = ({ address }: { address: Hex }) =>
      page
        .getByRole("list", { name: "Verifier, now" })
        .getByRole("listitem")
        .filter({ hasText: shortened(address) });
    await read(verifier(old), /\. 1 of 200 verifications today \(UTC\)$/);

    await field(page, "Address of a new verifier").fill(next.address);
    await button(page, "Announce verifier").click();
    await button(page.getByRole("alertdialog"), "Announce").click();
    await read(page, new RegExp(`^${next.address} is announced`));
    await button(page, new RegExp(`^Complete appointment of ${shortened(next.address)}`)).click();
    await button(page.getByRole("alertdialog"), "Appoint").click();
    await read(page, new RegExp(`^${next.address} is a verifier`));
    await read(verifier(next), /\. 0 of 200 verifications today \(UTC\)$/);

    // The service signs with the new key from here on.
    Object.assign(replaced, { account: old.address, block: await publicClient.getBlockNumber({ cacheTime: 0 }) });
    for (const name of ["Dr Newly Signed", "Dr Signed Next"]) await attested(next, name, 300n * DAY);
    await button(page, new RegExp(`^End appointment of ${shortened(old.address)}`)).click();
    await button(page.getByRole("alertdialog"), "End appointment").click();
    await read(page, new RegExp(`^${old.address} is no verifier any more`));
    await read(verifier(next), /\. 2 of 200 verifications today \(UTC\)$/);
    await expect(attested(old, "Dr Too Late", 300n * DAY)).rejects.toThrow("AttestationSignerNotAttester");
    expect(await isVerified(doctor)).toBe(true);
  });

  it("lets the default admin disown a verifier whose key was stolen, with what it signed since, for ever", async () => {
    const stolen = privateKeyToAccount(generatePrivateKey());
    await appointVerifier(stolen.address);
    await attested(stolen, "Dr Nobody Atall", 300n * DAY);
    const { page } = people.admin;
    await goTo(page, "Hospitals");
    await goTo(page, "Verifiers");
    await button(page, `Disown… verifier ${shortened(stolen.address)}`).click();
    const question = page.getByRole("dialog", { name: "Disown a verifier whose key was stolen" });
    await field(question, "Stolen since").fill(await momentsAgo(page, -5));
    await button(question, "See what follows").click();
    await read(question, /future/);
    await field(question, "Stolen since").fill(await momentsAgo(page, 2));
    await button(question, "See what follows").click();
    const dialog = page.getByRole("alertdialog");
    await read(dialog, /^One doctor is not verified any more, .*: Dr Nobody Atall\.$/);
    await field(dialog, /disown/).fill("disown");
    await button(dialog, "Disown").click();
    await read(page, `${stolen.address} is disowned.`);
    expect(await hasRole(ATTESTER_ROLE, stolen.address)).toBe(false);
    await expect(
      registry(DEMO_INDEX.defaultAdmin, "scheduleRoleGrant", [ATTESTER_ROLE, stolen.address]),
    ).rejects.toThrow();
  });

  for (const index of ["with the index", "from the logs alone"] as const) {
    it(`tells auditors the same ${index}`, async () => {
      const { page, context } = people.auditor;
      if (index === "from the logs alone") await context.route(`${stack.subgraphUrl}**`, (route) => route.abort());
      await page.goto(`${stack.webOrigin}/audit/report/${later}`);
      await read(page, "Withdrawn by its author");
      await read(page, /^Nobody but the patient can read it now/);
      await see(
        page
          .getByRole("row")
          .filter({ hasText: "all reports of the patient" })
          .filter({ hasText: "stopped everything" }),
      );
      await read(page, /withdrew report .* of their own, because another document was meant/);

      await page.goto(`${stack.webOrigin}/audit/timeline`);
      const rows = page.getByRole("table").getByRole("row");
      for (const step of [
        `let ${HALLOWELL} read all their reports, also those added later`,
        `stopped sharing everything with ${HALLOWELL}`,
        "erased report",
        "suspended care for",
        "paused the network",
        "announced account",
      ]) {
        await see(rows.filter({ hasText: step }));
      }

      await link(page, HALLOWELL).first().click();
      await see(heading(page, HALLOWELL));
      await read(page, `doctor of ${HARBOUR.name}`);
      await see(rows.filter({ hasText: `let ${HALLOWELL} read all their reports` }));

      const once = rows.filter({ hasText: shortened(replaced.account) });
      await goTo(page, "Who held which role");
      await field(page, "At block").fill(String(replaced.block));
      await button(page, "Show").click();
      await see(once);
      await button(page, "Now").click();
      await see(page.getByRole("region", { name: "Before" }).filter({ has: once }));
    });

    it(`counts for auditors exactly what was done, by day, too, ${index}`, async () => {
      const { page } = people.auditor;
      await goTo(page, "Overview");
      const after = await recordFigures(page);
      const done = { reports: 2, consentsGiven: 1, consentsEnded: 2, consentsUsed: 0, patients: 0, accounts: 7 };
      const doctors = { doctors: 0, doctorsWaiting: 3, doctorsEnded: 1 };
      expect(addedTo(before.totals, after.totals)).toEqual({ ...done, ...doctors, inForce: 0 });
      expect(addedTo(before.days, after.days)).toEqual({ ...done, requests: 0, doctors: 4 });
      expect(after.said).toEqual(after.days);
      expect(after.misdrawn).toEqual([]);
    });
  }
});

describe("the administrator’s desk", { timeout: 120_000 }, () => {
  let browser: Browser;
  let people: Record<"registrar" | "owner", Person>;
  const card = cardCodeOf(chart);

  beforeAll(async () => {
    browser = await launchBrowser();
    people = { registrar: await openPerson(browser), owner: await openPerson(browser) };
    await connect(people.registrar, "I am an administrator", "Registrar of Harbour Clinic");
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("reads in a list of assignments, names the lines that cannot be done, and sends the corrected one", async () => {
    const { page } = people.registrar;
    await goTo(page, "Assignments");
    await giveList(page, [`assign,${card},0x12`, `end,${card},${hallowell}`, `give,${card},${hallowell}`]);
    await read(page, "3 lines cannot be done, so none is sent.");
    await see(page.getByRole("listitem").filter({ hasText: /^Line 2: “0x12” is no address/ }));
    await see(page.getByRole("listitem").filter({ hasText: /^Line 3: .* is not assigned .* Remove the line/ }));
    await see(page.getByRole("listitem").filter({ hasText: /^Line 4: “give” is no action/ }));

    await giveList(page, [`assign,${card},${hallowell}`]);
    await read(page, "Begin 1 assignment: every line would be accepted now.");
    await button(page, "Look at all and send").click();
    const dialog = page.getByRole("alertdialog", { name: "Begin 1 assignment?" });
    await read(dialog, new RegExp(`^${HALLOWELL}, account ${hallowell}, can add reports for patient ${card} at`));
    await button(dialog, "Send all").click();
    await read(page, /^Done: begin 1 assignment/);
    expect(await isAssigned()).toBe(true);
  });

  it("saves the same for a Safe, with the very calls and a checksum that its importer finds right", async () => {
    const { page } = people.registrar;
    await goTo(page, "Doctors");
    await button(page, `End appointment of ${HALLOWELL}`).click();
    const dialog = page.getByRole("alertdialog");
    await read(dialog, /^These \d+ steps are taken, in this order\.$/);
    await dialog.getByText("Is this role held by a Safe?").click();
    const saved = page.waitForEvent("download");
    await button(dialog, "Save for a Safe").click();
    const file = await savedForSafe(saved);
    await read(page, /^Saved as chartkey-end-appointment.json/);

    const { checksum, ...meta } = file.meta;
    expect(checksumOf({ ...file, meta })).toBe(checksum);
    expect(file.chainId).toBe(String(stack.chainId));
    expect(file.transactions.every(({ to }) => to === stack.registry)).toBe(true);
    const calls = file.transactions.map(({ data }) => decodeFunctionData({ abi: registryAbi, data }));
    // Whatever other patients the doctor has here, too; the role goes first.
    expect(calls).toContainEqual({ functionName: "endAssignment", args: [chart, hallowell, HARBOUR.id] });
    expect(calls[0]).toEqual({ functionName: "revokeRole", args: [doctorRole(HARBOUR.id), hallowell] });
    expect(await isAssigned()).toBe(true);
  });

  it("suspends a doctor, whose assignment rests, and reinstates them; and lets care rest and go on", async () => {
    const { page } = people.registrar;
    await button(page, `Suspend ${HALLOWELL}`).click();
    await button(page.getByRole("alertdialog"), "Suspend").click();
    await read(page, `${HALLOWELL} is suspended at ${HARBOUR.name}.`);
    expect(await isAssigned()).toBe(false);
    await button(page, `Reinstate ${HALLOWELL}`).click();
    await button(page.getByRole("alertdialog"), "Reinstate").click();
    await read(page, `${HALLOWELL} is reinstated at ${HARBOUR.name}.`);
    expect(await isAssigned()).toBe(true);

    await goTo(page, "Assignments");
    await button(page, `Suspend care for patient ${card}`).click();
    await button(page.getByRole("alertdialog"), "Suspend care").click();
    await button(page, `Resume care for patient ${card}`).click();
    await button(page.getByRole("alertdialog"), "Resume care").click();
    await read(page, `Care for patient ${card} goes on.`);
    expect(await isAssigned()).toBe(true);
  });

  it("ends an assignment, and care with every assignment", async () => {
    const { page } = people.registrar;
    const dialog = page.getByRole("alertdialog");
    await button(page, `End assignment of ${HALLOWELL} to patient ${card}`).click();
    await button(dialog, "End assignment").click();
    await read(page, `The assignment of ${HALLOWELL} to patient ${card} has ended.`);
    expect(await isAssigned()).toBe(false);
    await button(page, `End care for patient ${card}`).click();
    await read(dialog, /^Every assignment to them here ends with it/);
    await button(dialog, "End care").click();
    await read(page, `Care for patient ${card} has ended.`);
  });

  it("appoints a doctor whose verification ends soon, says so to both, and ends the appointment", async () => {
    const name = "Dr Wren Applethwaite";
    const key = generatePrivateKey();
    const doctor = await attested(account(DEMO_INDEX.attester), name, 10n * DAY, privateKeyToAccount(key));
    const { page } = people.registrar;
    const dialog = page.getByRole("alertdialog");
    await goTo(page, "Waiting");
    const waiting = page.getByRole("listitem").filter({ hasText: name });
    await read(waiting, /^Verified until .*, in \d+ days$/);
    await read(waiting, doctor);
    await button(page, `Appoint ${name}`).click();
    await button(dialog, "Appoint").click();
    await read(page, `${name} is appointed at ${HARBOUR.name}.`);
    expect(await hasRole(doctorRole(HARBOUR.id), doctor)).toBe(true);

    await goTo(page, "Doctors");
    const soon = page.getByRole("region", { name: "Verifications that end soon" }).getByRole("listitem");
    await read(soon.filter({ hasText: name }), /^Ends .*, in \d+ days$/);
    await readReminder(await openPerson(browser, key));
    await button(page, `End appointment of ${name}`).click();
    await button(dialog, "End appointment").click();
    await read(page, `The appointment of ${name} at ${HARBOUR.name} has ended.`);
    expect(await hasRole(doctorRole(HARBOUR.id), doctor)).toBe(false);
  });

  it("invites a doctor who gets no code, after naming what is mistyped", async () => {
    const { page } = people.registrar;
    await goTo(page, "Doctors");
    await field(page, "Address of the doctor’s wallet").fill("Dr Nobody");
    await field(page, "Issuing authority").fill("NMC-DEMO");
    await field(page, "Registration number").fill("RA-1003");
    await button(page, "Invite").click();
    await read(page, /^This is not an address/);
    await field(page, "Address of the doctor’s wallet").fill(account(DEMO_INDEX.newDoctor).address);
    await button(page, "Invite").click();
    await read(page, new RegExp(`^${account(DEMO_INDEX.newDoctor).address} is invited until`));
  });

  it("hands the network over in two steps, the second of which only the next administrator takes", async () => {
    const { page } = people.owner;
    await connect(people.owner, "I am an administrator", "Administrator of the network");
    await goTo(page, "Network");
    await field(page, "Address of the next administrator of the network").fill(account(DEMO_INDEX.pauser).address);
    await button(page, "Begin handover").click();
    await button(page.getByRole("alertdialog"), "Begin handover").click();
    await read(page, "A handover is under way.");
    expect(await button(page, "Accept…").count()).toBe(0);
    await button(page, "Call off the handover").click();
    await button(page.getByRole("alertdialog"), "Call off").click();
    await read(page, "No handover is under way.");
  });

  it("gives somebody the right to pause, and takes it away", async () => {
    const { page } = people.owner;
    const other = privateKeyToAccount(generatePrivateKey()).address;
    const dialog = page.getByRole("alertdialog");
    await field(page, "Address of another who may pause").fill(other);
    await button(page, "Let them pause").click();
    await button(dialog, "Let them pause").click();
    await read(page, `${other} may pause the network.`);
    expect(await hasRole(PAUSER_ROLE, other)).toBe(true);
    await button(page, new RegExp(`^End appointment of ${shortened(other)}`)).click();
    await button(dialog, "Take it away").click();
    await read(page, `${other} may not pause the network any more.`);
    expect(await hasRole(PAUSER_ROLE, other)).toBe(false);
  });

  it("opens a hospital, and announces, calls off, appoints and ends its registrar", async () => {
    const { page } = people.owner;
    const name = "Quince Lane Surgery";
    const next = privateKeyToAccount(generatePrivateKey()).address;
    const dialog = page.getByRole("alertdialog");
    await goTo(page, "Hospitals");
    await button(page, "Open hospital").click();
    await read(page, /^Write the name people know the hospital by/);
    await field(page, "Name of the hospital").fill(name);
    await button(page, "Open hospital").click();
    await button(dialog, "Open hospital").click();
    await read(page, `${name} is open.`);

    const announce = async () => {
      await field(page, `Address of a new registrar of ${name}`).fill(next);
      await button(page, `Announce registrar of ${name}`).click();
      await button(dialog, "Announce").click();
      await read(page, `${next} is announced as a registrar of ${name}.`);
    };
    await announce();
    await button(page, /^Call off the appointment of /).click();
    await button(dialog, "Call off").click();
    await read(page, `The appointment of ${next} is called off.`);
    await announce();
    await button(page, /^Complete appointment of /).click();
    await button(dialog, "Appoint").click();
    await read(page, `${next} is a registrar of ${name}.`);
    await button(page, `End appointment of ${shortened(next)}, Registrar of ${name}`).click();
    await button(dialog, "End appointment").click();
    await read(page, `${next} is no registrar of ${name} any more.`);
  });

  const isAssigned = () =>
    publicClient.readContract({
      address: stack.registry,
      abi: registryAbi,
      functionName: "isAssigned",
      args: [chart, hallowell, HARBOUR.id],
    });
});

const shortened = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** The moment so many minutes ago, as a page's field for date and time takes it. */
function momentsAgo(page: Page, minutes: number): Promise<string> {
  return page.evaluate((ago) => {
    const at = new Date(Date.now() - ago * 60_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, minutes);
}

/** Appoints a verifier without the page. */
async function appointVerifier(verifier: Hex): Promise<void> {
  await registry(DEMO_INDEX.defaultAdmin, "scheduleRoleGrant", [ATTESTER_ROLE, verifier]);
  await registry(DEMO_INDEX.defaultAdmin, "grantRole", [ATTESTER_ROLE, verifier]);
}

/** Whether a doctor's verification holds, until whenever that is. */
async function isVerified(doctor: Hex): Promise<boolean> {
  const [validUntil] = await publicClient.readContract({
    address: stack.registry,
    abi: registryAbi,
    functionName: "attestationOf",
    args: [doctor],
  });
  return validUntil > 0n;
}

function hasRole(role: Hex, account: Hex): Promise<boolean> {
  return publicClient.readContract({
    address: stack.registry,
    abi: registryAbi,
    functionName: "hasRole",
    args: [role, account],
  });
}

/** Reads, as a doctor, that the own verification ends soon, and goes where it is renewed. */
async function readReminder(doctor: Person): Promise<void> {
  const { page } = doctor;
  await connect(doctor, "I am a doctor");
  await read(page, /^Your verification ends in \d+ days\.$/);
  await goTo(page, "Patients");
  await read(page, /^Your verification ends in \d+ days\.$/);
  await link(page, "Renew now").click();
  await see(heading(page, "My verification"));
  await doctor.context.close();
}

function row(page: Page, title: string) {
  return page.getByRole("listitem").filter({ has: link(page, title) });
}

async function capsulesOf(report: Hex): Promise<Hex> {
  const [added] = await publicClient.getContractEvents({
    address: stack.records,
    abi: recordsAbi,
    eventName: "ReportAdded",
    args: { report },
    fromBlock: 0n,
  });
  return added!.args.capsules!;
}
