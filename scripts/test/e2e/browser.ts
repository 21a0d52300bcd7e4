import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/** The bundled build advises flags that switch web security off; here the browser guards pages as it does for people. */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
];

/** A headless Chromium that needs no system package. `CHROMIUM_PATH` names another one. */
export async function browserPath(): Promise<string> {
  return process.env["CHROMIUM_PATH"] ?? (await chromium.executablePath());
}

export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  return playwright.launch({
    executablePath: await browserPath(),
    headless: true,
    args: [...BROWSER_FLAGS, ...flags],
    // It would end this process on a signal, before anything else that runs is stopped. The browser ends with the process anyway.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
