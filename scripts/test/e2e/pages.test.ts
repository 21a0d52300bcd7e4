import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { chartIdOf } from "@chartkey/protocol/chart";
import { mnemonicToAccount } from "viem/accounts";
import { DEMO_INDEX, DEMO_MNEMONIC } from "../../seed/people.ts";
import { launchBrowser } from "./browser.ts";
import { explainFailure } from "./explain-failure.ts";
import { eagerJavaScript, javaScriptBeforeHeading, MOST_EAGER_KB } from "./first-visit.ts";
import { button, openPerson, see, type Person } from "./person.ts";
import { connect, unlock, type Desk } from "./sign-up.ts";
import { publicClient, stack } from "./stack.ts";

/**
 * Looks at every page as the demo's people see it: in both widths and themes, for what axe finds and for sideways scrolling.
 * `CHARTKEY_SCREENSHOTS` names a folder to keep a picture of each in.
 */
const WIDTHS = [390, 1280] as const;
const THEMES = ["light", "dark"] as const;
const pictures = process.env["CHARTKEY_SCREENSHOTS"];

/** The id of no report. */
const NO_REPORT = `0x${"12".repeat(32)}`;

const anjali = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: DEMO_INDEX.anjali }).address;

const desks: readonly {
  who: string;
  desk: Desk | null;
  locked: boolean;
  pages: readonly string[];
  /** Dialogs and forms, by the page and the button that opens them. */
  opened?: readonly (readonly [page: string, button: RegExp])[];
}[] = [
  {
    who: "nobody in particular",
    desk: null,
    locked: false,
    pages: [
      "/",
      "/audit",
      "/audit/timeline",
      "/audit/roles",
      "/audit/duties",
      "/doctors",
      `/audit/account/${anjali}`,
      "/audit/report/REPORT",
      "/log/TRANSACTION",
      "/link",
    ],
  },
  {
    who: "Anjali Fernhill",
    desk: "I am a patient",
    locked: true,
    pages: [
      "reports",
      "reports/REPORT",
      `reports/${NO_REPORT}`,
      "sharing",
      "care-team",
      "card",
      "activity",
      "keys",
      "export",
      "links",
      "disclosures",
      "details",
      "add",
    ].map((page) => `/patient/${page}`),
    opened: [
      ["/patient/sharing", /^Share…$/],
      ["/patient/sharing", /^Share more with/],
      ["/patient/sharing", /^Stop everything shared with/],
      ["/patient/sharing", /^Make all of it void/],
      ["/patient/reports/REPORT", /^Dispute…$/],
      ["/patient/reports/REPORT", /^Share$/],
      ["/patient/reports/REPORT", /^Make a link…$/],
      ["/patient/reports/REPORT", /^Stop sharing with/],
      ["/patient/care-team", /^Leave /],
    ],
  },
  {
    who: "Someone new",
    desk: "I am a patient",
    locked: false,
    pages: ["/patient/register", "/patient/recover", "/administrator"],
  },
  {
    who: "Dr Priya Marlowe",
    desk: "I am a doctor",
    locked: true,
    pages: [
      ...["shared", "patients", "add", "requests", "verification", "keys", "reports/REPORT"].map(
        (page) => `/doctor/${page}`,
      ),
      "/send",
    ],
    opened: [
      ["/doctor/reports/REPORT", /^Correct$/],
      ["/doctor/reports/REPORT", /^Withdraw$/],
    ],
  },
  { who: "Someone new", desk: "I am a doctor", locked: false, pages: ["/doctor/verification"] },
  {
    who: "Registrar of Northfield Hospital",
    desk: "I am an administrator",
    locked: false,
    pages: [
      ...["", "/doctors", "/assignments", "/hospitals", "/verifiers", "/network"].map(
        (page) => `/administrator${page}`,
      ),
      "/send",
    ],
    opened: [
      ["/administrator/doctors", /^End appointment/],
      ["/administrator/assignments", /^Suspend care/],
    ],
  },
  {
    who: "Administrator of the network",
    desk: "I am an administrator",
    locked: false,
    pages: ["/hospitals", "/verifiers", "/network"].map((page) => `/administrator${page}`),
    opened: [["/administrator/verifiers", /^Disown/]],
  },
];

it("asks little of a first visitor's line", { timeout: 60_000 }, async () => {
  expect(await eagerJavaScript(stack.webOrigin)).toBeLessThanOrEqual(MOST_EAGER_KB);
});

it.each(["/audit", "/audit/timeline", "/audit/roles", "/doctors"])(
  "says what %s is before what reads the public record has arrived",
  { timeout: 60_000 },
  async (path) => {
    expect(await javaScriptBeforeHeading(stack.webOrigin + path)).toBeLessThanOrEqual(MOST_EAGER_KB);
  },
);

/** For pictures alone: what is like something above, and so is not worth the time of every test. */
const alike: typeof desks = [
  {
    who: "Dr Lena Hallowell",
    desk: "I am a doctor",
    locked: true,
    pages: ["/doctor/shared", "/doctor/patients", "/doctor/requests"],
  },
];

describe("the language", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it("can be read in Hindi, which is remembered, and asks before anything could be lost by a change", async () => {
    const { page, context } = await openPerson(browser);
    await page.goto(stack.webOrigin);
    const language = page.locator("select:visible");
    await language.selectOption({ label: "हिन्दी" });
    await see(page.getByRole("heading", { name: "आपका चार्ट। आपकी चाबी।" }));
    await page.reload();
    await see(page.getByRole("heading", { name: "आपका चार्ट। आपकी चाबी।" }));
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("hi");

    await page.goto(`${stack.webOrigin}/audit`);
    await see(page.getByRole("link", { name: "समयरेखा" }));
    await language.selectOption({ label: "English" });
    const asked = page.getByRole("alertdialog");
    await button(asked, "हिन्दी में ही रहें").click();
    expect(await language.inputValue()).toBe("hi");
    await language.selectOption({ label: "English" });
    await button(asked, "भाषा बदलें").click();
    await see(page.getByRole("link", { name: "Timeline" }));
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await context.close();
  });
});

describe("every page", { timeout: 180_000 }, () => {
  let browser: Browser;
  let person: Person;
  let report: string;
  let transaction: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    const [first] = await publicClient.getContractEvents({
      address: stack.records,
      abi: recordsAbi,
      eventName: "ConsentGranted",
      args: { chart: chartIdOf(stack, anjali) },
      fromBlock: 0n,
    });
    report = first!.args.report!;
    transaction = first!.transactionHash;
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { person });
    await person.context.close();
  });

  for (const { who, desk, locked, pages, opened = [] } of [...desks, ...(pictures === undefined ? [] : alike)]) {
    const shown = desk === null ? who : `${who} (${desk.toLowerCase()})`;
    it(`of ${shown} can be used by everyone, at both widths and in both themes`, async () => {
      person = await openPerson(browser);
      const { page } = person;
      if (desk === null) await page.goto(stack.webOrigin);
      else await connect(person, desk, who);
      await settled(page);

      const problems: string[] = [];
      for (const [index, pattern] of pages.entries()) {
        await follow(page, pattern.replace("REPORT", report).replace("TRANSACTION", transaction));
        await settled(page);
        if (locked && index === 0) {
          await unlock(page);
          await settled(page);
          // Going where one is already forgets nothing.
          await follow(page, pattern);
          await see(button(page, "Lock now"));
        }
        problems.push(...(await look(page, `${shown} ${pattern}`)));
      }
      for (const [pattern, name] of opened) {
        await follow(page, pattern.replace("REPORT", report));
        await settled(page);
        if (name.source.startsWith("^Make all")) await page.getByRole("tab", { name: /^Waiting/ }).click();
        await button(page, name).first().click();
        await settled(page);
        problems.push(...(await look(page, `${shown} ${pattern} ${name.source}`)));
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").or(page.getByRole("alertdialog")).waitFor({ state: "detached" });
      }
      expect(problems).toEqual([]);
    });
  }
});

/** What is wrong in either width and theme; keeps a picture of each. */
async function look(page: Page, what: string): Promise<string[]> {
  const problems: string[] = [];
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await stillness(page);
      const found = await problemsOn(page);
      problems.push(...found.map((problem) => `${what} at ${width} px, ${theme}: ${problem}`));
      await picture(page, what, `${width}-${theme}`);
    }
  }
  return problems;
}

/** Goes somewhere as a link on the page does, so that the tab keeps its keys. */
async function follow(page: Page, href: string): Promise<void> {
  await page.evaluate((target) => {
    const link = Object.assign(document.createElement("a"), { href: target });
    document.body.append(link);
    link.click();
    link.remove();
  }, href);
  await page.waitForURL(stack.webOrigin + href);
}

/** Waits until nothing on the page says that it is still loading. */
async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForTimeout(400);
  await page.waitForFunction(() => document.querySelector("[aria-busy=true], .bones") === null, null, {
    timeout: 30_000,
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Waits until no colour is on its way to another. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

async function problemsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const results = await engine.run(document);
    return results.violations.map(
      ({ id, nodes }) => `${id} (${nodes.map(({ target }) => target.join(" ")).join("; ")})`,
    );
  });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return overflow > 0 ? [...violations, `scrolls sideways by ${overflow} px`] : violations;
}

async function picture(page: Page, what: string, variant: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  const name = `${what.replaceAll(/[^a-z]+/gi, "-").replaceAll(/0x\w+/g, "")}-${variant}.png`;
  const before = page.viewportSize()!;
  // What stays at the edge of the window would otherwise stand in the middle of the picture; a dialog fills the window as it is.
  const isCovered = (await page.locator("[role=dialog], [role=alertdialog]").count()) > 0;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!isCovered && height > before.height) await page.setViewportSize({ ...before, height });
  await page.screenshot({ path: path.join(pictures, name), fullPage: !isCovered });
  await page.setViewportSize(before);
}
