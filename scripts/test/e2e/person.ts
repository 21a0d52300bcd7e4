import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { DeployedSafe } from "../safe/deployed-safe.ts";
import { fund, stack } from "./stack.ts";
import { installTestWallet, type TestWallet } from "./test-wallet.ts";

/** Somebody with a browser of their own. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Null for those who come without one, or with a demo wallet. */
  readonly wallet: TestWallet | null;
  /** Everything this browser asked a server for, and what it printed or refused. */
  readonly seen: Traffic;
}

export interface Traffic {
  readonly urls: string[];
  readonly consoleErrors: string[];
}

const EAGER = 60_000;

const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** Whoever is at a desk has a phone, and the other way about: `npm run widths`. */
const isOtherWidth = process.env["CHARTKEY_OTHER_WIDTHS"] === "1";

/** Opens a browser profile that nobody used before. */
export async function openPerson(
  browser: Browser,
  privateKey: Hex | null = null,
  options: {
    readonly random?: boolean;
    readonly safe?: DeployedSafe;
    readonly keepsShell?: boolean;
    /** On the screen of a phone instead of a desk's */
    readonly phone?: boolean;
    /** At a desk whatever the others have: the test itself sees to both widths */
    readonly atDesk?: boolean;
  } = {},
): Promise<Person> {
  const context = await browser.newContext({
    ...(options.atDesk || (options.phone ?? false) === isOtherWidth ? DESKTOP : PHONE),
    acceptDownloads: true,
    // Tests stand between the page and its servers, where its service worker would stand, too.
    serviceWorkers: options.keepsShell ? "allow" : "block",
  });
  context.setDefaultTimeout(EAGER);
  const wallet =
    privateKey === null ? null : await installTestWallet(context, { privateKey, rpcUrl: stack.rpcUrl, ...options });
  if (privateKey !== null) await fund(privateKeyToAccount(privateKey).address);

  const seen: Traffic = { urls: [], consoleErrors: [] };
  context.on("request", (request) => seen.urls.push(request.url()));
  context.on("console", (message) => {
    if (message.type() === "error") seen.consoleErrors.push(message.text());
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.consoleErrors.push(error.message));
  return { page, context, wallet, seen };
}

/** Which strangers a browser asked for anything, and where a page broke its own policies. */
export function breaches({ urls, consoleErrors }: Traffic): string[] {
  const strangers = urls.filter((url) => !/^(data:|blob:|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(url));
  return [...strangers, ...consoleErrors.filter((text) => /content security policy|trusted ?types?/i.test(text))];
}

type Role = Parameters<Page["getByRole"]>[0];

export const button = (within: Page | Locator, name: string | RegExp): Locator => named(within, "button", name);
export const link = (within: Page | Locator, name: string | RegExp): Locator => named(within, "link", name);
export const field = (within: Page | Locator, label: string | RegExp): Locator =>
  typeof label === "string" ? within.getByLabel(label, { exact: true }) : within.getByLabel(label);
export const heading = (within: Page | Locator, name: string | RegExp): Locator => named(within, "heading", name);

/** What the bottom bar of a phone calls a place whose name is too long for it. */
const SHORT: Readonly<Record<string, string>> = {
  "Shared with me": "Shared",
  "Add a report": "Add",
  "Who held which role": "Roles",
};

/** Goes to a place of the navigation. On a phone, those that do not fit into the bar are under More. */
export async function goTo(page: Page, place: string): Promise<void> {
  const shown = page.getByRole("navigation", { name: /^Main/ });
  await see(shown);
  // What waits at a place is counted in its name.
  const [long, short] = [new RegExp(`^${place}`), new RegExp(`^${SHORT[place] ?? place}`)];
  const there = link(shown, long).or(link(shown, short)).first();
  if ((await there.count()) > 0) return there.click();
  await button(shown, /^More/).click();
  await link(page.getByRole("navigation", { name: "More places" }), long).click();
}

/** Presses a button of the frame. On a phone those are under More, too. */
export async function pressInFrame(page: Page, name: string): Promise<void> {
  const shown = button(page, name).filter({ visible: true });
  if ((await shown.count()) === 0) await button(page, /^More/).click();
  await shown.click();
}

/** Waits until it can be seen. */
export async function see(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: "visible" });
}

/** Waits until a text can be seen. */
export async function read(within: Page | Locator, text: string | RegExp): Promise<void> {
  await see(within.getByText(text));
}

function named(within: Page | Locator, role: Role, name: string | RegExp): Locator {
  return within.getByRole(role, typeof name === "string" ? { name, exact: true } : { name });
}
