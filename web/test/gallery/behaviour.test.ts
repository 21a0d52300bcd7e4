import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { looks, open, origin, sideways, violations } from "./openScene.ts";

describe("remarks", () => {
  it("say what is missing when there is nothing to add", async () => {
    const { page } = await open("recovery", { width: 390, colorScheme: "light" });
    await page.getByRole("button", { name: "Add remark" }).click();
    const missing = page.getByText("Write what you want to remark first.");
    await missing.waitFor();
    await page.getByRole("textbox", { name: /remark/i }).fill("Thank you.");
    await missing.waitFor({ state: "detached" });
    expect(await missing.count()).toBe(0);
    await page.context().close();
  });
});

describe("a dialog", () => {
  it("takes the focus to its heading, keeps it inside, closes on Escape and gives it back", async () => {
    const { page } = await open("share", { width: 1280, colorScheme: "light" });
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Share again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Share this report" }).waitFor();
    expect(await focused()).toBe("Share this report");
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect.poll(focused).toBe("Share again");
    await page.context().close();
  }, 30_000);

  it.each(looks)(
    "has no message over its buttons, at $width px",
    async (look) => {
      const { page } = await open("share", look);
      await page.getByText("Dr Yusuf Penhallow can read Blood test.").waitFor();
      const buttons = page.getByRole("dialog").locator(".dialog-foot").getByRole("button");
      for (const button of await buttons.all()) await button.click({ trial: true, timeout: 2_000 });
      expect(await buttons.count()).toBeGreaterThan(0);
      await page.context().close();
    },
    30_000,
  );

  it("that asks before stopping is not closed by a click beside it", async () => {
    const { page } = await open("stop", { width: 1280, colorScheme: "light" });
    const dialog = page.getByRole("alertdialog", { name: "Stop sharing with Dr Yusuf Penhallow?" });
    await dialog.waitFor();
    await page.mouse.click(5, 5);
    expect(await dialog.isVisible()).toBe(true);
    await page.getByRole("button", { name: "Keep sharing", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.context().close();
  }, 30_000);

  it("that withdraws a patient's own report speaks of nobody else", async () => {
    const { page } = await open("asks", { width: 390, colorScheme: "light" });
    const dialog = page.getByRole("alertdialog", { name: "Withdraw Blood test?" });
    expect(await dialog.innerText()).toContain("You keep it, marked as withdrawn.");
    expect(await dialog.innerText()).not.toMatch(/patient|somebody else’s chart/i);
    await page.context().close();
  }, 30_000);

  it("asks before an unfinished report is discarded, also from within another dialog", async () => {
    const { page } = await open("asks", { width: 390, colorScheme: "light" });
    await page.getByRole("button", { name: "Keep it" }).click();
    const notice = page.getByText("is not on the public record yet.");
    const question = page.getByRole("alertdialog");
    await page.getByRole("button", { name: "Discard it" }).click();
    await question.getByRole("button", { name: "Keep it" }).click();
    await question.waitFor({ state: "hidden" });
    expect(await notice.isVisible()).toBe(true);

    await page.getByRole("button", { name: "Correct it" }).click();
    const dialog = page.getByRole("dialog", { name: "Correct Blood test" });
    await dialog.getByRole("button", { name: "Discard it" }).click();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    expect(await dialog.isVisible()).toBe(true);
    expect(await notice.isVisible()).toBe(true);
    await dialog.getByRole("button", { name: "Discard it" }).click();
    await question.getByRole("button", { name: "Discard" }).click();
    await question.waitFor({ state: "hidden" });
    await notice.waitFor({ state: "hidden" });
    expect(await dialog.isVisible()).toBe(true);
    await page.context().close();
  }, 30_000);
});

describe("a share that is not complete", () => {
  const looking = { width: 390, colorScheme: "light" } as const;
  const isSeen = (locator: Locator) =>
    locator.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const at = document.elementFromPoint(innerWidth / 2, (top + bottom) / 2);
      return top >= 0 && bottom <= innerHeight && at !== null && (element.contains(at) || at.contains(element));
    });
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.querySelector("legend")?.textContent);

  it("is led to its first question without an answer, in its dialog and in the question of the care team", async () => {
    const { page } = await open("share-choice", looking);
    const dialog = page.getByRole("dialog", { name: "Share" });
    await dialog.locator(".dialog-body").evaluate((body) => body.scrollTo(0, body.scrollHeight));
    await dialog.getByRole("button", { name: "Share", exact: true }).click();
    await expect.poll(() => focused(page)).toBe("Who can read?");
    expect(await isSeen(dialog.getByText("Choose who can read."))).toBe(true);

    await dialog.getByRole("radio", { name: "Dr Lena Hallowell" }).check();
    await dialog.locator(".dialog-body").evaluate((body) => body.scrollTo(0, body.scrollHeight));
    await dialog.getByRole("button", { name: "Sign for free instead" }).click();
    await expect.poll(() => focused(page)).toBe("Which reports?");
    expect(await isSeen(dialog.getByText("Choose at least one report."))).toBe(true);

    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("radio", { name: "Reports I choose" }).check();
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await expect.poll(() => focused(page)).toBe("Which reports?");
    expect(await isSeen(page.getByText("Choose at least one report."))).toBe(true);
    await page.context().close();
  }, 30_000);

  it("is confirmed when the question of the care team is gone with its answer, which leaves the focus on the page", async () => {
    const { page } = await open("share-choice", looking);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Let them read nothing" }).click();
    await page.getByRole("region", { name: "Messages" }).getByText("You let Dr Lena Hallowell read nothing.").waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await page.context().close();
  }, 30_000);

  it("says beside its buttons that the wallet did not sign", async () => {
    const { page } = await open("share-choice", looking);
    const dialog = page.getByRole("dialog", { name: "Share" });
    await dialog.getByRole("radio", { name: "Dr Lena Hallowell" }).check();
    await dialog.getByRole("checkbox", { name: "Tablets" }).check();
    await dialog.getByRole("button", { name: "Sign for free instead" }).click();
    const said = dialog.getByText("You said no in your wallet.");
    await said.waitFor();
    expect(await isSeen(said)).toBe(true);
    await page.context().close();
  }, 30_000);
});

it("a box that was left unticked says so to those who only hear it, until it is ticked", async () => {
  const { page } = await open("add", { width: 390, colorScheme: "light" });
  const box = page.getByRole("checkbox", { name: "Yes, I checked the name and address with the patient" });
  const said = () =>
    box.evaluate((input: HTMLInputElement) => [
      input.ariaInvalid,
      document.getElementById(input.getAttribute("aria-describedby") ?? "")?.innerText,
    ]);
  expect(await said()).toEqual(["true", "Compare the patient with their card, then tick this."]);
  await box.check();
  expect(await said()).toEqual([null, undefined]);
  await page.context().close();
}, 30_000);

describe("a recovery code that was copied", () => {
  it.each(["there", "left meanwhile"])(
    "is gone from the clipboard after a minute, from a page that is %s",
    async (is) => {
      const { page } = await open("recovery", { width: 1280, colorScheme: "light" });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await page.clock.install();
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await page.getByRole("button", { name: "Copy recovery code" }).click();
      await page.getByRole("button", { name: "Copied for one minute" }).waitFor();
      await page.clock.runFor(59_000);
      expect(await copied()).toBe("7K3M-QW9D-4XHT-ZB2R-N8FC-V6PJ-3GYA-H5SE");

      // What has not the focus may not write to the clipboard.
      if (is === "left meanwhile") await page.evaluate(() => (document.hasFocus = () => false));
      await page.clock.runFor(2000);
      if (is === "left meanwhile") {
        expect(await copied()).not.toBe("");
        await page.evaluate(() => {
          document.hasFocus = () => true;
          window.dispatchEvent(new Event("focus"));
        });
      }
      await expect.poll(copied).toBe("");
      await page.context().close();
    },
    30_000,
  );
});

describe("a table of 10,000 rows", () => {
  const rows = (page: Page) => page.locator("tbody tr[data-index]");

  it.each(looks)(
    "has only those near the window in the document, at $width px, and says which of how many",
    async (look) => {
      const { page } = await open("long", look);
      expect(await rows(page).count()).toBeLessThan(60);
      expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      await page.mouse.move(width / 2, height / 2);
      for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, 2000);
      /** Of what is drawn, the first row in the window, and its number as it is told. */
      const seen = () =>
        page.evaluate(() => {
          const row = [...document.querySelectorAll("tbody tr[data-index]")].find(
            (each) => each.getBoundingClientRect().top > 100,
          );
          return [row?.querySelector("a")?.textContent, row?.getAttribute("aria-rowindex")];
        });
      await expect.poll(async () => Number((await seen())[1])).toBeGreaterThan(100);
      const [name, index] = await seen();
      expect(name).toBe(`Report ${Number(index) - 1}`);
      // Rows are measured as they come near, which can move the end.
      const atEnd = async () => {
        await page.keyboard.press("End");
        return page.getByRole("link", { name: "Report 10000" }).isVisible();
      };
      await expect.poll(atEnd, { timeout: 10_000 }).toBe(true);
      expect(await rows(page).count()).toBeLessThan(60);
      await page.context().close();
    },
    30_000,
  );

  it("is drawn whole once a search leaves few", async () => {
    const { page } = await open("long", { width: 1280, colorScheme: "light" });
    await page.getByLabel("Search").fill("Report 999");
    await expect.poll(() => rows(page).count()).toBe(11);
    expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe(null);
    await page.getByLabel("Search").fill("");
    await expect.poll(() => page.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
    await page.context().close();
  }, 30_000);
});

it("a plot has its numbers as a table for whoever opens it, and no sooner", async () => {
  const { page, complaints } = await open("auditor", { width: 390, colorScheme: "light" });
  const rows = page
    .locator("table", { has: page.locator("caption", { hasText: "Consents per day" }) })
    .locator("tbody tr");
  expect(await rows.count()).toBe(0);
  await page.locator("figure summary").click();
  await expect.poll(() => rows.count()).toBe(30);
  expect(await rows.first().textContent()).toContain("24 Oct");
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 30_000);

it("a waiting button says what it waits for, keeps its width and answers no click", async () => {
  const { page } = await open("states", { width: 1280, colorScheme: "light" });
  const button = page.getByRole("button", { name: "Press to see it wait for a wallet" });
  const before = (await button.boundingBox())?.width ?? 0;
  await button.click();
  const waiting = page.getByRole("button", { name: "Waiting for your wallet" }).first();
  await waiting.waitFor();
  expect((await waiting.boundingBox())?.width).toBeCloseTo(before, 0);
  expect(await waiting.getAttribute("aria-disabled")).toBe("true");
  await page.context().close();
}, 30_000);

it.each(looks)(
  "somebody without a wallet finds help beside the wallets, and takes the address to a wallet’s own browser, at $width px",
  async (look) => {
    const { page, complaints } = await open("welcome", look);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    await page.getByText("I have no wallet").click();
    await page.getByText("Nobody from Chartkey, no hospital and no doctor ever asks you for them.").waitFor();
    await page.getByText("choose “A wallet on your phone” there").waitFor();
    await page.getByRole("button", { name: "Copy the address" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(origin);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
  30_000,
);

describe("an auditor’s table", () => {
  it("names a link to the public record in one sentence, and an end only where there is one", async () => {
    const { page } = await open("roles", { width: 390, colorScheme: "light" });
    const now = page.getByRole("table", { name: "Held now" });
    await now.getByRole("link", { name: /^2 Oct.*, \d\d:\d\d: appointment of Dr Lena Hallowell on/ }).waitFor();
    expect(await now.getByText("Ended").count()).toBe(0);
    const both = page.getByRole("table", { name: "Of one account" });
    await both.getByRole("link", { name: /^12 Nov.*, \d\d:\d\d: end of the appointment of Dr Yusuf Pen/ }).waitFor();
    expect(await both.getByRole("row", { name: /Hallowell/ }).innerText()).toMatch(/still held$/);
    expect(await both.getByRole("row", { name: /Hallowell/ }).innerText()).not.toContain("Ended");
    await page.context().close();

    const check = (await open("audit-check", { width: 390, colorScheme: "light" })).page;
    await check.getByRole("link", { name: /^1,204,957, on the public record: Consent/ }).waitFor();
    await check.context().close();
  }, 30_000);
});
