import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../local/project-folder.ts";
import type { LocalServer } from "../../local/serve-local.ts";
import { webConfiguration } from "../../local/web-configuration.ts";
import { startWebServer } from "../../local/web-server.ts";
import { launchBrowser } from "./browser.ts";
import { button, openPerson, read } from "./person.ts";
import { stack } from "./stack.ts";

const NEWER = "A new version of Chartkey is ready.";

describe("a newer build", { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: LocalServer;
  let build: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    build = mkdtempSync(path.join(tmpdir(), "chartkey-update-"));
    cpSync(path.join(projectFolder, "web/build"), build, { recursive: true });
    server = await startWebServer({ port: await freePort(), folder: build, configuration: webConfiguration(stack) });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    if (build) rmSync(build, { recursive: true });
  });

  it("waits until whoever uses the page lets it take over, and then the page is loaded anew", async () => {
    const { page, context } = await openPerson(browser, null, { keepsShell: true });
    await page.goto(server.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    // A page that no build kept before is nobody's to take over.
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await look(page);
    expect(await page.getByText(NEWER).count()).toBe(0);

    appendFileSync(path.join(build, "service-worker.js"), "\n// The next build.\n");
    await page.evaluate(() => Object.assign(window, { isOfBefore: true }));
    await look(page);
    await read(page, NEWER);
    await read(page, "Finish what you are doing first: reloading locks your keys.");
    // It asks; what was open is open still.
    expect(await stateOf(page)).toEqual({ isOfBefore: true, isWaiting: true });

    await Promise.all([page.waitForEvent("load"), button(page, "Reload now").click()]);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await expect.poll(() => stateOf(page)).toEqual({ isOfBefore: false, isWaiting: false });
    await look(page);
    expect(await page.getByText(NEWER).count()).toBe(0);
    await context.close();
  });
});

/** Has the browser look for a newer build now, as it does with each visit and once a day. */
async function look(page: Page): Promise<void> {
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
}

function stateOf(page: Page): Promise<{ isOfBefore: boolean; isWaiting: boolean }> {
  return page.evaluate(async () => ({
    isOfBefore: "isOfBefore" in window,
    isWaiting: (await navigator.serviceWorker.ready).waiting !== null,
  }));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}
