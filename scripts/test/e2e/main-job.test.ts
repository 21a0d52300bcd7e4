import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { latestCode } from "./inbox.ts";
import { button, field, heading, openPerson, read, see, type Person } from "./person.ts";
import { connect, setUpKeys } from "./sign-up.ts";

const PATIENT = {
  name: "Wilhelmina Okonkwo-Hart",
  street: "41 Mulberry Rise",
  postalCode: "NF7 8QX",
  city: "Northfield",
  country: "GB",
  phone: "+44 7700 900461",
  email: "wilhelmina.oh@mailbox.example",
};
const DOCTOR_A = { name: "Dr Yusuf Penhallow", authority: "NMC-DEMO", number: "RA-1003" };
const DOCTOR_B = { name: "Dr Foxglen Arbor", authority: "NMC-DEMO", number: "PA-1004" };

const keys = { patient: generatePrivateKey(), doctorA: generatePrivateKey(), doctorB: generatePrivateKey() };

describe("the main job, end to end", { timeout: 180_000 }, () => {
  let browser: Browser;
  let patient: Person;
  let doctorA: Person;
  let doctorB: Person;
  let registrarNorthfield: Person;
  let registrarHarbour: Person;

  beforeAll(async () => {
    browser = await launchBrowser();
    [patient, doctorA, doctorB, registrarNorthfield, registrarHarbour] = await Promise.all([
      openPerson(browser, keys.patient),
      openPerson(browser, keys.doctorA),
      openPerson(browser, keys.doctorB),
      openPerson(browser),
      openPerson(browser),
    ]);
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    await explainFailure(task.name, { patient, doctorA, doctorB, registrarNorthfield, registrarHarbour });
  });

  it("refuses wrong details field by field, and registers a patient after the human check", async () => {
    const { page } = patient;
    await connect(patient, "I am a patient");
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
    await button(page, "I am a person, sign me in").click();
    await setUpKeys(page);
    await see(heading(page, "Reports"));
    await read(page, "My details");
  });

  it("verifies doctor A by a code that is mistyped once", async () => {
    await verifyDoctor(doctorA, keys.doctorA, DOCTOR_A, { mistypeFirst: true });
  });

  it("verifies doctor B", async () => {
    await verifyDoctor(doctorB, keys.doctorB, DOCTOR_B);
  });

  it("lets each hospital's registrar appoint their doctor", async () => {
    await connect(registrarNorthfield, "I am an administrator", "Registrar of Northfield Hospital");
    await appoint(registrarNorthfield, DOCTOR_A.name);
    await connect(registrarHarbour, "I am an administrator", "Registrar of Harbour Clinic");
    await appoint(registrarHarbour, DOCTOR_B.name);
    await read(doctorA.page, "You are verified");
  });
});

async function verifyDoctor(
  { page, ...person }: Person,
  privateKey: `0x${string}`,
  { authority, number }: typeof DOCTOR_A,
  { mistypeFirst = false } = {},
): Promise<void> {
  await connect({ page, ...person }, "I am a doctor");
  await see(heading(page, "My verification"));
  await setUpKeys(page);
  await field(page, "Issuing authority").fill(authority);
  await field(page, "Registration number").fill(number);
  await button(page, "Send me a code").click();
  await read(page, "If this number is registered, a code is on its way.");

  const code = await latestCode(privateKeyToAccount(privateKey).address);
  if (mistypeFirst) {
    await field(page, "One-time code").fill(code === "000000" ? "000001" : "000000");
    await button(page, "Check the code").click();
    await read(page, /4 tries left/);
  }
  await field(page, "One-time code").fill(code);
  await button(page, "Check the code").click();
  await button(page, "Put it on the public record").click();
  await see(page.getByText(privateKeyToAccount(privateKey).address));
}

async function appoint({ page }: Person, doctor: string): Promise<void> {
  await see(heading(page, "Waiting"));
  await button(page, `Appoint ${doctor}`).click();
  await button(page.getByRole("alertdialog"), "Appoint").click();
  await read(page, `${doctor} is appointed`);
}
