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

/** Opens a browser profile that nobody used before. */
export async function openPerson(
  browser: Browser,
  privateKey: Hex | null = null,
  options: {
    readonly random?: boolean;
    readonly safe?: DeployedSafe;
    readonly keepsShell?: boolean;
    /** On the screen of a phone */
    readonly phone?: boolean;
  } = {},
): Promise<Person> {
  const context = await browser.newContext({
    ...(options.phone ? PHONE : DESKTOP),
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

type Role = Parameters<Page["getByRole"]>[0];

export const button = (within: Page | Locator, name: string | RegExp): Locator => named(within, "button", name);
export const link = (within: Page | Locator, name: string | RegExp): Locator => named(within, "link", name);
export const field = (within: Page | Locator, label: string | RegExp): Locator =>
  typeof label === "string" ? within.getByLabel(label, { exact: true }) : within.getByLabel(label);
export const heading = (within: Page | Locator, name: string | RegExp): Locator => named(within, "heading", name);

/** Goes to a place of the navigation. On a phone, those that do not fit into the bar are under More. */
export async function goTo(page: Page, place: string): Promise<void> {
  // What waits at a place is counted in its name.
  const name = new RegExp(`^${place}`);
  const shown = page.getByRole("navigation", { name: /^Main/ });
  await see(shown);
  if ((await link(shown, name).count()) > 0) return link(shown, name).click();
  await button(shown, /^More/).click();
  await link(page.getByRole("navigation", { name: "More places" }), name).click();
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
