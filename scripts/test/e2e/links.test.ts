import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { sha256 } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { keptBy } from "./kept-by.ts";
import { secretsFound } from "./leaks.ts";
import { look } from "./look.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";

const REPORT = "Blood test: sugar and cholesterol";

describe("a doctor without Chartkey", { timeout: 120_000 }, () => {
  let browser: Browser;
  let people: Record<"patient" | "doctor", Person>;
  const given: Given[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    const [patient, doctor] = await Promise.all([openPerson(browser), openPerson(browser)]);
    people = { patient, doctor };
    await connect(patient, "I am a patient", "Anjali Fernhill");
    await goTo(patient.page, "Reports");
    await unlock(patient.page);
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, people);
  });

  it("is given a link to one report, and its passcode apart from it", async () => {
    const { page } = people.patient;
    await link(page, REPORT).first().click();
    await button(page, "Make a link…").click();
    given.push(await make(page, "1 hour"));
  });

  it("reads it in a browser of their own, after a wrong passcode that is counted", async () => {
    const [{ url, passcode } = missing()] = given;
    const { page } = people.doctor;
    await page.goto(url);
    await see(heading(page, "Read what a patient gave you"));
    await button(page, "Open").click();
    await read(page, /^Enter your name or practice/);
    await read(page, /^Enter the passcode/);
    await field(page, "Your name or practice").fill("Riverside practice");
    await field(page, "Passcode").fill("00000000");
    await button(page, "Open").click();
    await read(page, "This is not the passcode. You can try 4 more times; then the link is closed.");
    await field(page, "Passcode").fill(`${passcode.slice(0, 4)} ${passcode.slice(4)}`);
    await button(page, "Open").click();
    await see(heading(page, "From the patient"));
    await read(page, REPORT);
    expect(await look(page, "what was given")).toEqual([]);
    expect(new URL(page.url()).hash).toBe("");
    await button(page, "Open “blood-test.pdf”").click();
    // The first is for the whole of what was given.
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save a copy").nth(1).click()]);
    const original = readFileSync(new URL("../../seed/documents/blood-test.pdf", import.meta.url));
    expect(sha256(await readFile(await download.path()))).toBe(sha256(original));
    await page.reload();
    await see(heading(page, "Open a link"));
  });

  it("reads the summary by a link of its own", async () => {
    const { page } = people.patient;
    await goTo(page, "Export and erase");
    await see(heading(page, "Export and erase"));
    await button(page, "Make a link…").click();
    given.push(await make(page, "30 days"));

    const doctor = people.doctor.page;
    const [, { url, passcode } = missing()] = given;
    // Scanned from the square code by a program that only knows what follows the #.
    await field(doctor, "Link").fill(url.slice(url.indexOf("#") + 1));
    await button(doctor, "Go on").click();
    await field(doctor, "Your name or practice").fill("Riverside practice");
    await field(doctor, "Passcode").fill(passcode);
    await button(doctor, "Open").click();
    await read(doctor, "Patient summary");
    await button(doctor, "Close it now").click();
    await doctor.getByText("Patient summary").waitFor({ state: "detached" });
  });

  it("reads nothing more once the patient has ended the link, which they see was opened once", async () => {
    const { page } = people.patient;
    await link(page, "Links you made").first().click();
    const row = page.getByRole("listitem").filter({ hasText: REPORT });
    await read(row, /Opened 1 time\./);
    await button(row, `End this link: ${REPORT}`).click();
    expect(await look(page, "the end of a link")).toEqual([]);
    const removal = page.waitForResponse(/\/v1\/unpin$/);
    await button(page.getByRole("alertdialog"), "End this link").click();
    await read(row, "Ended by you");
    // The store forgets what was locked for it.
    expect(await (await removal).json()).toEqual({ removed: [expect.stringMatching(/^0x/)] });

    const [{ url, passcode } = missing(), summary = missing()] = given;
    const doctor = people.doctor.page;
    await doctor.goto("about:blank");
    await doctor.goto(url);
    await field(doctor, "Your name or practice").fill("Riverside practice");
    await field(doctor, "Passcode").fill(passcode);
    await button(doctor, "Open").click();
    await see(heading(doctor, "The patient has ended this link."));
    await doctor.goto("about:blank");
    await doctor.goto(summary.url);
    await see(field(doctor, "Passcode"));
  });

  it("is told that a link is closed after five wrong passcodes", async () => {
    const [, { url } = missing()] = given;
    const { page } = people.doctor;
    await page.goto("about:blank");
    await page.goto(url);
    await field(page, "Your name or practice").fill("Riverside practice");
    for (const said of ["4 more times", "3 more times", "2 more times", "once more"]) {
      await field(page, "Passcode").fill("00000000");
      await button(page, "Open").click();
      await read(page, new RegExp(`^This is not the passcode. You can try ${said}`));
    }
    await field(page, "Passcode").fill("00000000");
    await button(page, "Open").click();
    await see(heading(page, "This link is closed: a wrong passcode was entered too often."));
  });

  it("is told that a link has expired, and nobody is asked for what it led to", async () => {
    const [{ url }] = given as [Given];
    const { page, seen } = people.doctor;
    await page.goto("about:blank");
    const asked = seen.urls.length;
    // The clock of their computer is all that tells.
    await page.clock.setFixedTime(Date.now() + 2 * 3_600_000);
    await page.goto(url);
    await see(heading(page, "This link has expired."));
    await read(page, "Ask the patient for a new one if you still need it.");
    expect(await field(page, "Passcode").count()).toBe(0);
    expect(new URL(page.url()).hash).toBe("");
    expect(seen.urls.slice(asked).filter((each) => each.includes("/v1/links"))).toEqual([]);
  });

  it("and nobody else learns a key, a passcode or what was read", async () => {
    const secrets = Object.fromEntries(
      given.flatMap(({ url, passcode }, index) => [
        [`key ${index}`, keyOf(url)],
        [`passcode ${index}`, passcode],
      ]),
    );
    // What stands behind the # is sent to nobody.
    const asked = [...people.patient.seen.urls, ...people.doctor.seen.urls].map((url) => url.split("#")[0]).join("\n");
    const kept = await Promise.all(Object.entries(people).map(([name, person]) => keptBy(person, name)));
    expect(secretsFound(secrets, [{ name: "an address", bytes: Buffer.from(asked) }, ...kept])).toEqual([]);
    const errors = [...people.patient.seen.consoleErrors, ...people.doctor.seen.consoleErrors];
    // A browser prints each answer that is a refusal.
    expect(errors.filter((text) => !/status of (401|404)/.test(text))).toEqual([]);
  });
});

interface Given {
  readonly url: string;
  readonly passcode: string;
}

/** Chooses how long, makes the link and reads it off the screen. */
async function make(page: Page, lifetime: string): Promise<Given> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: lifetime }).check();
  await button(dialog, "Make the link").click();
  await read(dialog, /^It works until /);
  const url = await dialog.getByText(/#shlink:\//).innerText();
  const passcode = await dialog.getByText(/^\d{8}$/).innerText();
  await see(dialog.getByRole("img", { name: "Square code of the link" }));
  await button(dialog, "Done").click();
  return { url, passcode };
}

function missing(): never {
  throw new Error("The link was not made.");
}

function keyOf(url: string): string {
  const json = Buffer.from(url.slice(url.indexOf("#shlink:/") + "#shlink:/".length), "base64url").toString();
  return (JSON.parse(json) as { key: string }).key;
}
