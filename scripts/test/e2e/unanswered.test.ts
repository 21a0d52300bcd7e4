import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { button, heading, openPerson, see, type Person } from "./person.ts";
import { stack } from "./stack.ts";

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
});
