import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { createWalletClient, getAddress, http, type Address, type Hex } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { localhost } from "viem/chains";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { cardCodeOf } from "@chartkey/protocol/card-code";
import { chartIdOf } from "@chartkey/protocol/chart";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoPrivateKey } from "../../local/demo-private-key.ts";
import { DEMO_INDEX, DEMO_MNEMONIC, HOSPITALS } from "../../seed/people.ts";
import { canRead } from "./can-read.ts";
import { launchBrowser } from "./browser.ts";
import { chainTexts } from "./chain-texts.ts";
import { CANARY, pdf, prescription, savedCopy, sha256, type PickedFile } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { holdUploads } from "./held-uploads.ts";
import { latestCode } from "./inbox.ts";
import { keptBy } from "./kept-by.ts";
import { filesBelow, secretsFound, type Visible } from "./leaks.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { seedsOf } from "./seeds-of.ts";
import { capsulesOpenedBy } from "./strangers-keys.ts";
import { connect, finishNewLock, setUpKeys, unlock } from "./sign-up.ts";
import { passTime, publicClient, stack } from "./stack.ts";

const PATIENT = {
  name: "Wilhelmina Okonkwo-Hart",
  street: "41 Mulberry Rise",
  postalCode: "NF7 8QX",
  city: "Elderbrook",
  country: "GB",
  phone: "+44 7700 900461",
  email: "wilhelmina.oh@mailbox.example",
};
const DOCTOR_A = {
  name: "Dr Yusuf Penhallow",
  authority: "NMC-DEMO",
  number: "RA-1003",
  specialty: "Radiology",
  phone: "+12025550103",
};
const DOCTOR_B = {
  name: "Dr Foxglen Arbor",
  authority: "NMC-DEMO",
  number: "PA-1004",
  specialty: "Paediatrics",
  phone: "+12025550104",
};
const REMARK = "Please drink two litres a day until we meet again, dear Wilhelmina.";
const REPORT = "Kidney function after the summer";
const PRESCRIPTION = "Tablets for the next month";
const [NORTHFIELD] = HOSPITALS;

const keys = {
  patient: generatePrivateKey(),
  doctorA: generatePrivateKey(),
  doctorB: generatePrivateKey(),
  newWallet: generatePrivateKey(),
};
const address = {
  patient: privateKeyToAccount(keys.patient).address,
  doctorA: privateKeyToAccount(keys.doctorA).address,
  doctorB: privateKeyToAccount(keys.doctorB).address,
  newWallet: privateKeyToAccount(keys.newWallet).address,
};
const chart = chartIdOf(stack, address.patient);
const card = cardCodeOf(chart);
const registrar = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: DEMO_INDEX.registrarNorthfield });

describe("the main job, end to end", { timeout: 180_000 }, () => {
  let browser: Browser;
  let people: Record<
    "patient" | "doctorA" | "doctorB" | "newWallet" | "registrarNorthfield" | "registrarHarbour" | "auditor",
    Person
  >;
  const recoveryCodes: string[] = [];
  const oneTimeCodes: string[] = [];
  /** What doctor A's browser kept while a report was on its way. */
  let keptMidway: Visible;

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, doctorA, doctorB, newWallet, registrarNorthfield, registrarHarbour, auditor] = await Promise.all([
      openPerson(browser, keys.patient),
      openPerson(browser, keys.doctorA),
      openPerson(browser, keys.doctorB, { phone: true }),
      openPerson(browser, keys.newWallet),
      openPerson(browser),
      openPerson(browser),
      openPerson(browser),
    ]);
    people = { patient, doctorA, doctorB, newWallet, registrarNorthfield, registrarHarbour, auditor };
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("refuses wrong details field by field, and registers a patient after the human check", async () => {
    const { page } = people.patient;
    await connect(people.patient, "I am a patient");
    await see(heading(page, "Register as a patient"));
    await button(page, "Go on").click();
    await read(page, "Write your full name, up to 120 characters.");

    await field(page, "Full name").fill(PATIENT.name);
    await field(page, "Street and house number").fill(PATIENT.street);
    await field(page, "Postal code").fill(PATIENT.postalCode);
    await field(page, "Town or city").fill(PATIENT.city);
    await field(page, "Country").selectOption(PATIENT.country);
    await field(page, "Telephone").fill("07700");
    await field(page, "Email").fill("wilhelmina at home");
    await button(page, "Go on").click();
    expect(await field(page, "Telephone").getAttribute("aria-invalid")).toBe("true");
    expect(await field(page, "Email").getAttribute("aria-invalid")).toBe("true");
    expect(await field(page, "Full name").getAttribute("aria-invalid")).toBeNull();

    await field(page, "Telephone").fill(PATIENT.phone);
    await field(page, "Email").fill(PATIENT.email);
    await button(page, "Go on").click();
    await see(button(page, "I am a person, sign me in"));
    await page.goBack();
    expect(await field(page, "Full name").inputValue()).toBe(PATIENT.name);
    await page.goForward();
    await button(page, "I am a person, sign me in").click();

    await see(button(page, "I have written it down"));
    const asked = page.waitForEvent("dialog");
    await page.evaluate(() => void setTimeout(() => location.reload()));
    expect((await asked).type()).toBe("beforeunload");
    await (await asked).dismiss();
    await link(page, "Sharing").first().click();
    const question = page.getByRole("alertdialog", { name: "Leave this page?" });
    await read(question, /^What you typed here is not saved, .* it opens nothing, and you are shown another one\.$/);
    await button(question, "Stay here").click();
    recoveryCodes.push(await setUpKeys(page));
    await see(heading(page, "Reports"));
    await link(page, "My details").click();
    await read(page, "+44 7700 900461");
  });

  it("verifies doctor A by a code that is mistyped once", async () => {
    await verifyDoctor(people.doctorA, address.doctorA, DOCTOR_A, { mistypeFirst: true });
  });

  it("verifies doctor B", async () => {
    await verifyDoctor(people.doctorB, address.doctorB, DOCTOR_B);
  });

  it("warns whoever has a licence that is verified for another wallet, and says how long a change takes", async () => {
    const { page } = people.newWallet;
    await connect(people.newWallet, "I am a doctor");
    recoveryCodes.push(await setUpKeys(page));
    await enterLicence(page, DOCTOR_B);
    oneTimeCodes.push(await enterCode(page, address.newWallet));
    await read(page, "Your licence is verified for another wallet.");
    await button(page, "Put it on the public record").click();
    await see(heading(page, "This wallet is to take the place of another"));
    await read(page, /^Your licence is verified for the wallet .* can take its place from/s);
    expect(await button(page, "Take its place now").count()).toBe(0);
  });

  it("lets each hospital's registrar appoint their doctor", async () => {
    await connect(people.registrarNorthfield, "I am an administrator", "Registrar of Northfield Hospital");
    await appoint(people.registrarNorthfield, DOCTOR_A.name);
    await connect(people.registrarHarbour, "I am an administrator", "Registrar of Harbour Clinic");
    await appoint(people.registrarHarbour, DOCTOR_B.name);
    await see(heading(people.doctorA.page, "You are verified and appointed"));
  });

  it("lets the patient ask a hospital for care, and the registrar accept them only with the right card code", async () => {
    const { page } = people.patient;
    await goTo(page, "Care team");
    await button(page, "Ask Northfield Hospital for care").click();
    await read(page, /^Asked on/);
    await link(page, "My card").click();
    const spelt = await page.getByText(/^Card code: /).textContent();
    const code = spelt!.replace("Card code: ", "").replaceAll(/[ ,]/g, "");
    expect(code).toBe(card.replaceAll("-", ""));

    const office = people.registrarNorthfield.page;
    await goTo(office, "Waiting");
    await field(office, "Card code").fill(mistyped(code));
    await button(office, "Accept patient").click();
    expect(await field(office, "Card code").getAttribute("aria-invalid")).toBe("true");
    await field(office, "Card code").fill(code);
    await button(office, "Accept patient").click();
    await button(office.getByRole("alertdialog"), "Accept").click();
    await read(office, /^Patient \S+ is accepted/);
  });

  it("lets the registrar assign doctor A, whom the patient then sees in their care team", async () => {
    const office = people.registrarNorthfield.page;
    await goTo(office, "Assignments");
    await field(office, `Doctor for patient ${card}`).selectOption({
      label: `${DOCTOR_A.name}, ${DOCTOR_A.specialty}`,
    });
    await button(office, `Assign ${DOCTOR_A.name} to patient ${card}`).click();
    await button(office.getByRole("alertdialog"), "Assign").click();
    await read(office, new RegExp(`^${DOCTOR_A.name} is assigned`));

    const { page } = people.patient;
    await goTo(page, "Care team");
    await see(page.getByRole("listitem").filter({ hasText: DOCTOR_A.name }).filter({ hasText: "Since" }));
  });

  it("refuses unfit files, naming the cause, before anything is locked or sent", async () => {
    const { page, seen } = people.doctorA;
    await goTo(page, "Add a report");
    await see(heading(page, "2. Files"));
    const before = seen.urls.length;
    await pick(people.doctorA, { name: "nothing.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) });
    await read(page, "nothing.pdf is empty.");
    await withFileOf(200 * 2 ** 20 + 1, "huge.txt", (file) => pick(people.doctorA, file));
    await read(page, /huge\.txt has 200\.1 MB; the most is 200 MB\./);
    await pick(people.doctorA, { ...pdf, name: "picture.png", mimeType: "image/png" });
    await read(page, /picture\.png says it is a PNG.*, but its content is a PDF/);
    expect(
      seen.urls.slice(before).filter((url) => !url.startsWith(stack.rpcUrl) && !url.startsWith(stack.subgraphUrl)),
    ).toEqual([]);
  });

  it("adds a report after the wallet prompt was rejected once", async () => {
    const { page, wallet } = people.doctorA;
    await fillReport(people.doctorA, pdf, "laboratory", REPORT);
    wallet!.rejectNext("eth_sendTransaction");
    await button(page, "Sign and add this report").click();
    await read(page, /You said no in your wallet/);
    await button(page, "Ask my wallet again").click();
    await read(page, "The report is added.");
  });

  it("adds a prescription though the page is reloaded in the middle of the upload", async () => {
    const { page } = people.doctorA;
    await button(page, "Add another").click();
    await fillReport(people.doctorA, prescription, "prescription", PRESCRIPTION);
    const uploads = await holdUploads(people.doctorA);
    await button(page, "Sign and add this report").click();
    await uploads.held;
    await page.reload();
    uploads.answer();

    await read(page, /is not finished\.$/);
    keptMidway = await keptBy(people.doctorA, "doctor A in the middle of an upload");
    await unlock(page);
    await button(page, /^Continue/).click();
    await read(page, "The report is added.");
  });

  it("shows the patient both, byte for byte", async () => {
    const { page } = people.patient;
    await goTo(page, "Reports");
    for (const [title, file] of [
      [REPORT, pdf],
      [PRESCRIPTION, prescription],
    ] as const) {
      await link(page, title).click();
      await read(page, "Unchanged since signed");
      expect(sha256(await savedCopy(page))).toBe(sha256(file.buffer));
      await goTo(page, "Reports");
    }
  });

  it("shows the patient the remark that doctor A writes", async () => {
    const { page } = people.doctorA;
    await link(page, "View it").click();
    await goTo(page, "Shared with me");
    await link(page, listed(REPORT)).click();
    await field(page, "Add a remark").fill(REMARK);
    await button(page, "Add remark").click();
    await read(page, REMARK);

    await link(people.patient.page, REPORT).click();
    await read(people.patient.page, REMARK);
  });

  it("shows doctor B, who is assigned to nobody, nothing, and refuses them the report", async () => {
    const { page } = people.doctorB;
    await goTo(page, "Patients");
    await read(page, "No patients yet");
    await goTo(page, "Shared with me");
    await read(page, "Nothing is shared with you");
    await page.goto(`${stack.webOrigin}/doctor/reports/${reportIn(people.patient)}`);
    await read(page, "You cannot read this report");
  });

  it("lets the patient share one report with doctor B for seven days, for treatment, who finds and opens it", async () => {
    const { page } = people.patient;
    await shareForSevenDays(page);

    const doctor = people.doctorB.page;
    await goTo(doctor, "Shared with me");
    await unlock(doctor);
    await link(doctor, listed(REPORT)).click();
    await see(doctor.getByRole("region", { name: `Document: ${REPORT}` }));
    expect(sha256(await savedCopy(doctor))).toBe(sha256(pdf.buffer));
    await read(doctor, REMARK);
    await goTo(doctor, "Shared with me");
    expect(await link(doctor, listed(PRESCRIPTION)).count()).toBe(0);
  });

  it("lets the patient stop, after which doctor B is not offered it and the contract says no", async () => {
    const { page } = people.patient;
    const report = reportIn(people.patient);
    expect(await canRead(report, address.doctorB)).toBe(true);
    await button(page, `Stop sharing with ${DOCTOR_B.name}`).click();
    await button(page.getByRole("alertdialog"), "Stop sharing").click();
    await finishNewLock(page);
    await button(page, `Stop sharing with ${DOCTOR_B.name}`).waitFor({ state: "detached" });

    expect(await canRead(report, address.doctorB)).toBe(false);
    const doctor = people.doctorB.page;
    await read(doctor, "Nothing is shared with you");
    await doctor.goto(`${stack.webOrigin}/doctor/reports/${report}`);
    await read(doctor, "You cannot read this report");
  });

  it("ends a share when its seven days are over, though nothing happens on the chain, and offers a new lock", async () => {
    const { page } = people.patient;
    const report = reportIn(people.patient);
    await shareForSevenDays(page);
    const doctor = people.doctorB.page;
    await goTo(doctor, "Shared with me");
    await read(doctor, /^You can read one report/);
    // It holds until the end of the seventh day.
    await passTime(8 * 24 * 60 * 60);
    await doctor.goto(`${stack.webOrigin}/doctor/reports/${report}`);
    await read(doctor, "You cannot read this report");

    const notice = `${DOCTOR_B.name} could read this report and has its key still.`;
    expect(await page.getByText(notice).count()).toBe(0);
    await page.reload();
    await unlock(page);
    await read(page, notice);
    await button(page, "New lock…").first().click();
    await see(button(page.getByRole("dialog"), "Put on a new lock"));
    await button(page.getByRole("dialog"), "Cancel").click();
  });

  it("keeps doctor A in the care team as past after the assignment ends", async () => {
    const office = people.registrarNorthfield.page;
    await button(office, `End assignment of ${DOCTOR_A.name} to patient ${card}`).click();
    await button(office.getByRole("alertdialog"), "End assignment").click();
    await read(office, new RegExp(`^The assignment of ${DOCTOR_A.name}`));
    const { page } = people.patient;
    await goTo(page, "Care team");
    await see(heading(page, "Past"));
    await see(page.getByRole("listitem").filter({ hasText: DOCTOR_A.name }).filter({ hasText: "From" }));
  });

  describe("given the registrar who appointed and assigned", () => {
    it("can read no report", async () => {
      for (const report of await reports()) expect(await canRead(report, registrar.address)).toBe(false);
    });

    it("is refused by name when they add, grant or register", async () => {
      const [report] = await reports();
      const wallet = createWalletClient({
        account: registrar,
        chain: { ...localhost, id: stack.chainId },
        transport: http(stack.rpcUrl),
      });
      const digest = `0x${"11".repeat(32)}` as const;
      const added = {
        chart,
        hospital: NORTHFIELD.id,
        commitment: digest,
        payload: digest,
        capsules: digest,
        holderKeyVersion: 1,
        consentEpoch: 0,
        explicitOnly: false,
      };
      await expect(
        publicClient.simulateContract({
          account: wallet.account,
          address: stack.records,
          abi: recordsAbi,
          functionName: "addReport",
          args: [added],
        }),
      ).rejects.toThrow("ReportNotAssigned");
      const granted = {
        grantee: registrar.address,
        expiry: BigInt(Math.floor(Date.now() / 1000) + 3600),
        purpose: 1,
        granteeKeyVersion: 1,
        shares: [{ report: report!, counter: 0, capsules: digest }],
      };
      await expect(
        publicClient.simulateContract({
          account: wallet.account,
          address: stack.records,
          abi: recordsAbi,
          functionName: "grantConsents",
          args: [granted],
        }),
      ).rejects.toThrow("ConsentNotHolder");
      const key = { version: 1, bundle: digest, keyring: digest, possession: digest, accountSignature: digest };
      await expect(
        publicClient.simulateContract({
          account: wallet.account,
          address: stack.registry,
          abi: registryAbi,
          functionName: "registerPatient",
          args: [key, address.doctorA],
        }),
      ).rejects.toThrow("RolesSeparationOfDuties");
    });

    it("is refused in words on report pages", async () => {
      const { page } = people.registrarNorthfield;
      const [report] = await reports();
      for (const path of [`/patient/reports/${report}`, `/doctor/reports/${report}`]) {
        await page.goto(stack.webOrigin + path);
        await see(heading(page, "Not for administrators"));
      }
    });

    it("holds no key that opens a capsule", async () => {
      const { tried, opened } = await capsulesOpenedBy([registrar.getHdKey().privateKey!]);
      expect(tried).toBeGreaterThan(0);
      expect(opened).toBe(0);
    });
  });

  it("lists every step in order on the auditor's page", async () => {
    const { page } = people.auditor;
    await page.goto(stack.webOrigin);
    await page.getByRole("radio", { name: /^I want to check the public record/ }).check();
    await link(page, "Open the public record").click();
    await goTo(page, "Timeline");
    await see(heading(page, "Timeline"));
    const rows = page.getByRole("table").getByRole("row");
    await see(rows.filter({ hasText: "ended the assignment of" }));
    const told = (await rows.allInnerTexts()).toReversed().filter((row) => /\d/.test(row));
    const steps = [
      /registered as a patient/,
      /to their own chart/,
      new RegExp(`${DOCTOR_A.name} submitted proof`),
      new RegExp(`${DOCTOR_B.name} submitted proof`),
      new RegExp(`appointed ${DOCTOR_A.name}`),
      new RegExp(`appointed ${DOCTOR_B.name}`),
      /asked Northfield Hospital for care/,
      /accepted patient/,
      new RegExp(`assigned ${DOCTOR_A.name}`),
      new RegExp(`${DOCTOR_A.name} added report`),
      new RegExp(`${DOCTOR_A.name} added report`),
      new RegExp(`${DOCTOR_A.name} remarked`),
      new RegExp(`let ${DOCTOR_B.name} read report`),
      new RegExp(`stopped sharing report .* with ${DOCTOR_B.name}`, "s"),
      new RegExp(`ended the assignment of ${DOCTOR_A.name}`),
    ];
    let from = told.findIndex(
      (row) => row.includes("registered as a patient") && row.includes(address.patient.slice(2, 6)),
    );
    for (const step of steps) {
      const at = told.findIndex((row, index) => index >= from && step.test(row.replaceAll(/\s+/g, " ")));
      expect(at, `${step} after row ${from} of\n${told.join("\n")}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });

  describe("afterwards, of what nobody else may know,", () => {
    const secrets = (): Record<string, string> => ({
      "the patient's name": PATIENT.name,
      "the patient's street": PATIENT.street,
      "the patient's postal code": PATIENT.postalCode,
      "the patient's city": PATIENT.city,
      "the patient's phone": PATIENT.phone.replaceAll(" ", ""),
      "the patient's phone, as typed": PATIENT.phone,
      "the patient's phone, as dialled at home": PATIENT.phone.replace("+44 ", "0").replaceAll(" ", ""),
      "the patient's email": PATIENT.email,
      "a document": CANARY,
      "a remark": REMARK,
      "a title": REPORT,
      "another title": PRESCRIPTION,
      "doctor A's registration number": DOCTOR_A.number,
      "doctor A's phone": DOCTOR_A.phone,
      "doctor B's registration number": DOCTOR_B.number,
      "doctor B's phone": DOCTOR_B.phone,
      "the verifier's key": demoPrivateKey(DEMO_INDEX.attester).slice(2),
      ...Object.fromEntries(Object.entries(keys).map(([name, key]) => [`the wallet key of ${name}`, key.slice(2)])),
      ...Object.fromEntries(recoveryCodes.map((code, i) => [`recovery code ${i}`, code])),
      ...Object.fromEntries(recoveryCodes.map((code, i) => [`recovery code ${i}, unspaced`, code.replaceAll("-", "")])),
      ...Object.fromEntries(oneTimeCodes.map((code, i) => [`one-time code ${i}`, `#${code}`])),
    });

    it("nothing is in the chain's calldata and logs", async () => {
      expect(secretsFound(secrets(), await chainTexts())).toEqual([]);
    });

    it("nothing is in the blob store, the worker's storage or any log file", () => {
      const files = filesBelow(stack.stateFolder, { except: ["messages"] });
      expect(files.length).toBeGreaterThan(10);
      expect(secretsFound(secrets(), files)).toEqual([]);
    });

    it("no one-time code is in the worker's storage, not even as bare digits", () => {
      const files = filesBelow(path.join(stack.stateFolder, "otp-worker"), { except: [] });
      expect(files.length).toBeGreaterThan(0);
      expect(oneTimeCodes).toHaveLength(3);
      // Not as part of a longer number or digest, where any six digits turn up by chance.
      const alone = oneTimeCodes.map((code) => new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])`, "i"));
      const found = files.filter(({ bytes }) => alone.some((code) => code.test(bytes.toString("latin1"))));
      expect(found.map(({ name }) => name)).toEqual([]);
    });

    it("nothing is in an address that a browser asked for, and no stranger was asked", () => {
      const urls = Object.values(people).flatMap(({ seen }) => seen.urls);
      expect(
        secretsFound(
          secrets(),
          urls.map((url) => ({ name: url, bytes: Buffer.from(decodeURIComponent(url)) })),
        ),
      ).toEqual([]);
      const strangers = urls.filter((url) => !/^(data:|blob:|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(url));
      expect(strangers).toEqual([]);
    });

    it("nothing is kept by a browser, nor any seed", async () => {
      const [patientCode, doctorCode] = recoveryCodes;
      const seeds = [
        ...(await seedsOf(address.patient, patientCode!)),
        ...(await seedsOf(address.doctorA, doctorCode!)),
      ].map((seed, index) => [`seed ${index}`, seed]);
      expect(seeds).toHaveLength(2);
      const kept = await Promise.all(Object.entries(people).map(([name, person]) => keptBy(person, name)));
      // What each may keep, and does: that these are what was looked through.
      expect(kept[0]!.bytes.toString()).toContain(address.patient.toLowerCase());
      expect(kept[0]!.bytes.toString()).toContain("example.test-wallet");
      expect(keptMidway.bytes.toString()).toContain(address.doctorA.toLowerCase());
      expect(secretsFound({ ...secrets(), ...Object.fromEntries(seeds) }, [keptMidway, ...kept])).toEqual([]);
    });

    it("no page broke its content policy", () => {
      const errors = Object.values(people).flatMap(({ seen }) => seen.consoleErrors);
      expect(errors.filter((text) => /content security policy|trusted/i.test(text))).toEqual([]);
    });
  });

  async function verifyDoctor(
    person: Person,
    wallet: Address,
    licence: typeof DOCTOR_A,
    { mistypeFirst = false } = {},
  ): Promise<void> {
    const { page } = person;
    await connect(person, "I am a doctor");
    await see(heading(page, "My verification"));
    recoveryCodes.push(await setUpKeys(page));
    await enterLicence(page, licence);
    oneTimeCodes.push(await enterCode(page, wallet, { mistypeFirst }));
    await button(page, "Put it on the public record").click();
    await read(page, getAddress(wallet));
  }
});

async function enterLicence(page: Page, { authority, number }: typeof DOCTOR_A): Promise<void> {
  await field(page, "Issuing authority").fill(authority);
  await field(page, "Registration number").fill(number);
  await button(page, "Send me a code").click();
  await read(page, "If this number is registered, a code is on its way.");
  // Another one can be asked for, but not at once.
  await read(page, /^A new code can be sent in \d+ s\.$/);
  expect(await button(page, "Send a new code").getAttribute("aria-disabled")).toBe("true");
}

/** Reads the one-time code off the phone and types it. Returns it. */
async function enterCode(page: Page, wallet: Address, { mistypeFirst = false } = {}): Promise<string> {
  const code = await latestCode(wallet);
  if (mistypeFirst) {
    await field(page, "One-time code").fill(code === "000000" ? "000001" : "000000");
    await button(page, "Check the code").click();
    await read(page, /4 tries left/);
  }
  await field(page, "One-time code").fill(code);
  await button(page, "Check the code").click();
  return code;
}

async function appoint({ page }: Person, doctor: string): Promise<void> {
  await see(heading(page, "Waiting"));
  await button(page, `Appoint ${doctor}`).click();
  await button(page.getByRole("alertdialog"), "Appoint").click();
  await read(page, new RegExp(`^${doctor} is appointed`));
}

/** Shares the open report with doctor B, to treat the patient. */
async function shareForSevenDays(page: Page): Promise<void> {
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: new RegExp(DOCTOR_B.name) }).check();
  await dialog.getByRole("radio", { name: "7 days" }).check();
  await field(dialog, "What for?").selectOption("To treat you");
  await button(dialog, "Share").click();
  await read(dialog, `${DOCTOR_B.name} can read ${REPORT} now.`);
  await button(dialog, "Done").click();
}

/** A file on disk of so many bytes, all zero, which take no room. Files that tests hand over in memory may not be long. */
async function withFileOf(bytes: number, name: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "chartkey-huge-"));
  const file = path.join(folder, name);
  await writeFile(file, "");
  await truncate(file, bytes);
  await use(file).finally(() => rm(folder, { recursive: true }));
}

async function pick({ page }: Person, file: PickedFile | string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
  await chooser.setFiles(file);
}

async function fillReport(doctor: Person, file: PickedFile, type: string, title: string): Promise<void> {
  const { page } = doctor;
  await field(page, "Patient").selectOption({ label: `Patient ${card} (${NORTHFIELD.name})` });
  await page.getByRole("checkbox", { name: /^Yes, / }).check();
  await pick(doctor, file);
  await field(page, "Type").selectOption(type);
  await field(page, "Title").fill(title);
}

/** In a doctor's lists a title is followed by its date. */
function listed(title: string): RegExp {
  return new RegExp(`^${title}`);
}

/** One character read as its neighbour. */
function mistyped(code: string): string {
  const wrong = code[3] === "7" ? "8" : "7";
  return code.slice(0, 3) + wrong + code.slice(4);
}

function reportIn({ page }: Person): Hex {
  return new URL(page.url()).pathname.split("/").at(-1) as Hex;
}

async function reports(): Promise<Hex[]> {
  const added = await publicClient.getContractEvents({
    address: stack.records,
    abi: recordsAbi,
    eventName: "ReportAdded",
    args: { chart },
    fromBlock: 0n,
  });
  return added.map(({ args }) => args.report!);
}
