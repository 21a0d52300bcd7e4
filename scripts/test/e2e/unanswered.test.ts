import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { button, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";
import { stack } from "./stack.ts";

/** Whatever is stored, asked for from its gateway. */
const blobs = `${stack.gatewayUrl}/ipfs/**`;

describe("when something does not answer", { timeout: 120_000 }, () => {
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

  it.each(["an error", "nothing"])(
    "the page says that it cannot start when its configuration is %s",
    async (answer) => {
      person = await openPerson(browser);
      const { page } = person;
      await page.route("**/chartkey.json", (route) =>
        answer === "nothing" ? route.abort() : route.fulfill({ status: 500, body: "" }),
      );
      for (const path of ["/", "/patient/reports", "/administrator"]) {
        await page.goto(stack.webOrigin + path);
        await see(heading(page, "This page cannot start"));
      }
      await page.unroute("**/chartkey.json");
      await button(page, "Try again").click();
      await see(heading(page, "Connect your wallet"));
    },
  );

  it("the patient is not told that their details are missing, and cannot write over them unseen", async () => {
    person = await openPerson(browser);
    const { page } = person;
    await page.route(blobs, (route) => route.abort());
    await connect(person, "I am a patient", "Anjali Fernhill");
    await unlock(page);
    await read(page, "Your reports cannot be opened now.");
    await see(page.getByRole("searchbox", { name: "Search your reports" }));
    expect(await page.getByText("Your details are not saved yet.").count()).toBe(0);

    await goThere(page, "/patient/details");
    await read(page, "Your details cannot be opened now.");
    expect(await page.getByLabel("Full name").count()).toBe(0);

    await page.unroute(blobs);
    await button(page, "Try again").click();
    await read(page, "anjali@fernhill.example");
    await link(page, "Reports").first().click();
    await see(link(page, "Heart tracing (ECG)"));
  });
});

/** As a link on the page does, so that the tab keeps its keys. */
async function goThere(page: Page, path: string): Promise<void> {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
}
