import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { chartIdOf } from "@chartkey/protocol/chart";

import type { Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { DEMO_INDEX, DEMO_MNEMONIC } from "../../seed/people.ts";
import { launchBrowser } from "./browser.ts";
import { canRead } from "./can-read.ts";
import { explainFailure } from "./explain-failure.ts";
import { eagerJavaScript, javaScriptBeforeHeading, MOST_EAGER_KB } from "./first-visit.ts";
import { arrowTo, focused, press as pressByKey, tabTo } from "./keyboard.ts";
import { look, pictures } from "./look.ts";
import { breaches, button, field, heading, link, openPerson, read, see, type Person } from "./person.ts";
import { connect, unlock, type Desk } from "./sign-up.ts";
import { publicClient, stack } from "./stack.ts";

/** The id of no report. */
const NO_REPORT = `0x${"12".repeat(32)}`;

const PRESCRIPTION = "Metformin and atorvastatin";
const HALLOWELL = "Dr Lena Hallowell";
const anjali = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: DEMO_INDEX.anjali }).address;
const hallowell = mnemonicToAccount(DEMO_MNEMONIC, { addressIndex: DEMO_INDEX.drHallowell }).address;

/** A dialog or form: the page it is on, the button that opens it, and how, where that is not all it takes. */
type Opened = readonly [page: string, button: RegExp, open?: (page: Page, button: RegExp) => Promise<unknown>];

const press = (page: Page, name: RegExp) => button(page, name).first().click();

/** Every page, as the demo's people see it. */
const desks: readonly {
  who: string;
  desk: Desk | null;
  locked: boolean;
  pages: readonly string[];
  opened?: readonly Opened[];
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
      "/audit/check",
      "/doctors",
      `/audit/account/${anjali}`,
      "/audit/report/REPORT",
      "/log/TRANSACTION",
      "/link",
      "/share",
    ],
    opened: [
      [
        "/audit",
        /^Read Chartkey in/,
        (page) => page.getByRole("combobox", { name: "Language", exact: true }).selectOption({ label: "हिन्दी" }),
      ],
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
      [
        "/patient/sharing",
        /^Make all of it void/,
        async (page, name) => {
          await page.getByRole("tab", { name: /^Waiting/ }).click();
          await press(page, name);
        },
      ],
      ["/patient/reports/REPORT", /^Dispute…$/],
      ["/patient/reports/REPORT", /^Share$/],
      ["/patient/reports/REPORT", /^Make a link…$/],
      ["/patient/reports/REPORT", /^Stop sharing with/],
      ["/patient/reports/REPORT", /^New lock…$/],
      ["/patient/reports/REPORT", /^Erase this report…$/],
      ["/patient/export", /^Make a link…$/],
      ["/patient/keys", /^Remove /],
      ["/patient/keys", /^Make a new key…$/],
      ["/patient/care-team", /^Leave /],
      [
        "/patient/sharing",
        /^More/,
        async (page, name) => {
          await page.setViewportSize({ width: 390, height: 844 });
          await press(page, name);
        },
      ],
    ],
  },
  {
    who: "Someone new",
    desk: "I am a patient",
    locked: false,
    pages: ["/patient/register", "/patient/recover", "/patient/reports", "/administrator"],
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
      ["/doctor/requests", /^Scan the card$/],
      ["/doctor/reports/REPORT", /^Correct$/],
      ["/doctor/reports/REPORT", /^Withdraw$/],
    ],
  },
  { who: "Someone new", desk: "I am a doctor", locked: false, pages: ["/doctor/verification", "/doctor/patients"] },
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
      [
        "/administrator",
        /^Appoint /,
        async (page, name) => {
          await page.getByText(/^Appoint a doctor of another hospital/).click();
          await press(page, name);
        },
      ],
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
    const { page, context } = await openPerson(browser, null, { atDesk: true });
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

describe("an address that leads nowhere", { timeout: 60_000 }, () => {
  it("says so, once, and leads back to the first page", async () => {
    const browser = await launchBrowser();
    const { page, seen } = await openPerson(browser);
    for (const address of ["/nothing", "/patient/nothing"]) {
      await page.goto(stack.webOrigin + address);
      await see(page.getByRole("heading", { name: "There is no such page" }));
    }
    await link(page, "First page").click();
    await see(page.getByRole("heading", { name: "Your chart. Your key." }));
    expect(seen.urls.filter((url) => url.endsWith("/nothing"))).toHaveLength(2);
    await browser.close();
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
      person = await openPerson(browser, null, { atDesk: true });
      const { page } = person;
      if (desk === null) await page.goto(stack.webOrigin);
      else await connect(person, desk, who);
      await settled(page);

      const problems: string[] = [];
      const titles = new Map<string, string>();
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
        const title = await page.title();
        if (title === "Chartkey" && pattern !== "/") problems.push(`${shown} ${pattern} has no title of its own`);
        if (titles.has(title)) problems.push(`${shown} ${pattern} has the title of ${titles.get(title)}: ${title}`);
        titles.set(title, pattern);
        problems.push(...(await look(page, `${shown} ${pattern}`)));
      }
      if (desk !== null && !locked) {
        // The wallet is found again only after the page is drawn.
        const title = await page.title();
        await page.reload();
        await settled(page);
        await expect.poll(() => page.title()).toBe(title);
      }
      for (const [pattern, name, open = press] of opened) {
        await follow(page, pattern.replace("REPORT", report));
        await settled(page);
        await open(page, name);
        await settled(page);
        problems.push(...(await look(page, `${shown} ${pattern} ${name.source}`)));
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").or(page.getByRole("alertdialog")).waitFor({ state: "detached" });
      }
      expect([...problems, ...breaches(person.seen)]).toEqual([]);
    });
  }
});

describe("the keyboard alone", { timeout: 120_000 }, () => {
  let browser: Browser;
  let person: Person;
  beforeAll(async () => {
    browser = await launchBrowser();
    person = await openPerson(browser);
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await explainFailure(task.name, { person });
  });

  it("is enough for a patient to sign in, open a report, share it until a day and stop, and always has a place", async () => {
    const { page } = person;
    await page.goto(stack.webOrigin);
    const desk = page.getByRole("radio", { name: /^I am a patient/ });
    await tabTo(desk);
    await page.keyboard.press("Space");
    await pressByKey(button(page, /^Anjali Fernhill/));
    await pressByKey(button(page, "Unlock with my wallet"));
    await pressByKey(link(page, PRESCRIPTION));
    await see(heading(page, PRESCRIPTION));
    const report = new URL(page.url()).pathname.split("/").at(-1) as Hex;

    await pressByKey(button(page, "Share"));
    const dialog = page.getByRole("dialog");
    await see(dialog);
    await expect.poll(() => focused(page)).toBe(`Share ${PRESCRIPTION}`);
    await tabTo(dialog.getByRole("radio", { disabled: false }).first());
    await arrowTo(dialog.getByRole("radio", { name: HALLOWELL }));
    await tabTo(dialog.getByRole("radio", { name: "30 days" }));
    await arrowTo(dialog.getByRole("radio", { name: "Another day" }));
    await tabTo(field(dialog, "Last day"));
    const { typed, year } = lastDay();
    await page.keyboard.type(typed);
    await read(dialog, new RegExp(`${PRESCRIPTION}.* until .*${year}, 23:59`));
    await pressByKey(button(dialog, "Share"));
    await read(dialog, `${HALLOWELL} can read ${PRESCRIPTION} now.`);
    expect(await look(page, "what was shared")).toEqual([]);
    expect(await canRead(report, hallowell)).toBe(true);
    await pressByKey(button(dialog, "Done"));
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toBe("Share");

    await pressByKey(button(page, `Stop sharing with ${HALLOWELL}`));
    const question = page.getByRole("alertdialog");
    await see(question);
    await expect.poll(() => focused(page)).toBe(`Stop sharing with ${HALLOWELL}?`);
    await pressByKey(button(question, "Stop sharing"));
    await read(dialog, "The new lock is on.");
    expect(await look(page, "a new lock after a stop")).toEqual([]);
    await pressByKey(button(dialog, "Done"));
    await dialog.waitFor({ state: "detached" });
    // The button that began it is gone with the doctor.
    await expect.poll(() => focused(page)).toBe(PRESCRIPTION);
    expect(await canRead(report, hallowell)).toBe(false);
  });
});

/** A day of the month after next, typed the same whether its day or its month comes first. */
function lastDay(): { typed: string; year: number } {
  const now = new Date();
  const month = new Date(now.getFullYear(), now.getMonth() + 2);
  const number = String(month.getMonth() + 1).padStart(2, "0");
  return { typed: `${number}${number}${month.getFullYear()}`, year: month.getFullYear() };
}

/** Goes somewhere as a link on the page does, so that the tab keeps its keys. */
async function follow(page: Page, href: string): Promise<void> {
  await page.evaluate((target) => {
    const link = Object.assign(document.createElement("a"), { href: target });
    document.body.append(link);
    link.click();
    link.remove();
  }, href);
  // A code that is shown, or something typed, is not left by accident.
  await page.waitForFunction(
    (target) => location.href.endsWith(target) || document.querySelector("[role=alertdialog]") !== null,
    href,
  );
  const leave = button(page.getByRole("alertdialog"), "Leave the page");
  if ((await leave.count()) > 0) await leave.click();
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
