import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { savedCopy, sha256 } from "./documents.ts";
import { explainFailure } from "./explain-failure.ts";
import { button, field, goTo, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock } from "./sign-up.ts";
import { stack } from "./stack.ts";

const LONG = "Three days on the monitor";

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
    await goTo(page, "Reports");
    await see(link(page, "Heart tracing (ECG)"));
  });

  it("a long document is paused, goes on over a connection that drops, and is finished after the page was closed", async () => {
    person = await openPerson(browser);
    const { page, context } = person;
    await connect(person, "I am a patient", "Anjali Fernhill");
    await unlock(page);
    await goTo(page, "Reports");
    await link(page, "Add your own").click();
    const words = Buffer.from("Pulse 72, pressure 120 over 80, temperature 36.8 degrees.\n".repeat(300_000));
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Choose files").click()]);
    await chooser.setFiles({ name: "monitor.txt", mimeType: "text/plain", buffer: words });
    await field(page, "Type").selectOption("other");
    await field(page, "Title").fill(LONG);

    let requests = 0;
    let arrived = 0;
    await context.route(`${stack.gatewayUrl}/v3/files/**`, async (route) => {
      if (++requests % 5 === 0) return route.abort("connectionreset");
      await new Promise((resolve) => setTimeout(resolve, 300));
      arrived++;
      return route.continue();
    });
    await button(page, "Add").click();
    await read(page, /^[1-9]\d* of 20 locked parts are in the storage\.$/);
    await button(page, "Pause the upload").click();
    await read(page, /locked parts are in the storage\. Paused\.$/);
    await page.waitForTimeout(1500);
    const held = arrived;
    await page.waitForTimeout(1500);
    expect(arrived).toBe(held);
    expect(held).toBeLessThan(20);

    await button(page, "Go on with the upload").click();
    await read(page, /^(9|1\d) of 20 locked parts are in the storage\.$/);
    await page.reload();
    await unlock(page);
    await goTo(page, "Reports");
    await button(page, "Finish it").click();
    await see(link(page, LONG));
    // What was on its way when the page was closed, three parts at most, travels again.
    expect(arrived).toBeLessThanOrEqual(20 + 3);

    await link(page, LONG).click();
    await read(page, "Unchanged since signed");
    expect(sha256(await savedCopy(page))).toBe(sha256(words));
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
