import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
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

  it("finds that duties are kept apart", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.goto(`${stack.webOrigin}/audit/duties`);
    await see(heading(page, "Duties kept apart"));
    expect(await page.getByText("Nobody found").count()).toBe(4);
  });
});
