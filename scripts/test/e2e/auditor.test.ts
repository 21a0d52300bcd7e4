import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEMO_INDEX, DEMO_MNEMONIC } from "../../seed/people.ts";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { button, field, heading, openPerson, read, see, type Person } from "./person.ts";
import { stack } from "./stack.ts";

describe("an auditor, who has no wallet and trusts nobody", { timeout: 120_000 }, () => {
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { person });
    await person.context.close();
  });

  it("rebuilds everything from the events, and finds that nothing differs", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/check`);
    await button(page, "Check everything").click();
    await page.getByText("Nothing differs.").waitFor({ timeout: 90_000 });
    expect(await page.getByText("What differs").count()).toBe(0);
  });

  it("sees who held which role once a block had happened, and is told of a block that has not been", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/roles?block=0`);
    await read(page, "Nobody held such a role then");

    await field(page, "At block").fill("999999999");
    await button(page, "Show").click();
    await read(page, "There is no block 999999999 yet; the newest is");

    await button(page, "Now").click();
    await see(heading(page, "Now"));
    await read(page, "registrar of Northfield Hospital");
  });

  it("narrows the timeline to one account, and saves exactly what is shown, in each of three forms", async () => {
    person = await openPerson(browser);
    const { page } = person;
    const patient = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: DEMO_INDEX.anjali }).address;
    await page.goto(`${stack.webOrigin}/audit/timeline`);
    await page.getByText("Account, report, event, date").click();
    await field(page, "Account").fill("0x12");
    await button(page, "Show these events").click();
    await read(page, /^An account is 0x and 40 digits/);
    await field(page, "Account").fill(patient);
    await field(page, "Event").selectOption("ReportAdded");
    await button(page, "Show these events").click();
    await page.locator("[data-event]:not([data-event=ReportAdded])").first().waitFor({ state: "detached" });
    await see(heading(page, "Save what is shown"));

    const shown = await page
      .getByRole("table")
      .getByRole("link", { name: /on the public record/ })
      .evaluateAll((links) => links.map((row) => row.getAttribute("href")));
    expect(shown.length).toBeGreaterThan(0);

    const saved = async (form: string) => {
      const download = page.waitForEvent("download");
      await button(page, `Save as ${form}`).click();
      return readFile(await (await download).path(), "utf8");
    };
    const rows = (await saved("NDJSON")).trimEnd().split("\n");
    const events = rows.map((row) => JSON.parse(row) as { event: string; holder: string; transaction: string });
    expect(events.map(({ transaction }) => `/log/${transaction}`)).toEqual(shown);
    expect(events.every(({ event, holder }) => event === "ReportAdded" && holder === patient)).toBe(true);

    const [head, ...lines] = (await saved("CSV")).trimEnd().split("\r\n");
    expect(head).toContain("transaction");
    expect(lines).toHaveLength(shown.length);

    const { entry } = JSON.parse(await saved("FHIR")) as { entry: { resource: { resourceType: string } }[] };
    const kinds = entry.map(({ resource }) => resource.resourceType);
    expect(kinds.filter((kind) => kind === "AuditEvent")).toHaveLength(shown.length);
    expect(kinds.filter((kind) => kind === "Provenance")).toHaveLength(shown.length);
  });

  it("finds that duties are kept apart", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/duties`);
    await see(heading(page, "Duties kept apart"));
    expect(await page.getByText("Nobody found").count()).toBe(4);
  });
});
