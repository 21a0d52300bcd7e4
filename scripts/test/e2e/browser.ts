import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/**
 * Starts a headless Chromium that needs no system package. `CHROMIUM_PATH` names another one.
 *
 * The bundled build wants `--single-process`, which breaks dedicated workers and service workers; it runs without it.
 */
export async function launchBrowser(): Promise<Browser> {
  const bundled = process.env["CHROMIUM_PATH"] === undefined;
  return playwright.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? (await chromium.executablePath()),
    headless: true,
    args: bundled
      ? chromium.args.filter((arg) => arg !== "--single-process")
      : ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
}
