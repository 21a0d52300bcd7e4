import chromium from "@sparticuz/chromium";
import axe from "axe-core";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll } from "vitest";

const here = path.dirname(fileURLToPath(import.meta.url));
/** The name of each scene. */
export const scenes = readdirSync(path.join(here, "scenes")).map((file) => path.basename(file, ".svelte"));
export const origin = "https://gallery.test";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

const temporary = mkdtempSync(path.join(tmpdir(), "chartkey-gallery-"));
// The browser unpacks itself under a fixed name in there, which another user's run on this machine may have taken.
process.env["TMPDIR"] = temporary;
const folder = path.join(temporary, "built");
let browser: Browser;

beforeAll(async () => {
  await build({
    configFile: path.join(here, "vite.config.ts"),
    mode: "production",
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
  browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
}, 180_000);

afterAll(async () => {
  await browser?.close();
  rmSync(temporary, { recursive: true, force: true });
});

export interface Look {
  width: number;
  colorScheme: "light" | "dark";
  language?: string;
  forcedColors?: "active";
  /** Files that are not to be had */
  missing?: RegExp;
}

/** Opens a scene from the built files; there is no server, and nothing else can be reached. */
export async function open(
  scene: string,
  { width, colorScheme, forcedColors, language = "en", missing }: Look,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    colorScheme,
    reducedMotion: "reduce",
    ...(forcedColors && { forcedColors }),
  });
  await context.route("**", async (route) => {
    const { origin: asked, pathname } = new URL(route.request().url());
    const file = path.join(folder, pathname === "/" ? "index.html" : pathname);
    if (asked !== origin || !existsSync(file) || missing?.test(pathname)) return route.abort();
    return route.fulfill({
      body: readFileSync(file),
      contentType: types[path.extname(file)] ?? "application/octet-stream",
    });
  });
  await context.addInitScript((code) => localStorage.setItem("chartkey.language", code), language);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${origin}/#${scene}`);
  await page.waitForSelector(`html[data-scene="${scene}"]`);
  for (const opening of ["Opening the document", "Opening the image"]) {
    await page.getByText(opening).first().waitFor({ state: "hidden" });
  }
  await stillness(page);
  return { page, complaints };
}

/** Waits until nothing has changed on the page for a while, and no longer than a scene takes to come up that never stands still. */
const stillness = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const longest = setTimeout(resolve, 400);
        let still = setTimeout(resolve, 150);
        new MutationObserver(() => {
          clearTimeout(still);
          still = setTimeout(() => (clearTimeout(longest), resolve()), 150);
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      }),
  );

/** By how many pixels the page is wider than its window. */
export const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Errors that are drawn without a word. */
export const wordless = (page: Page) =>
  page
    .getByRole("alert")
    .evaluateAll(
      (alerts) => alerts.filter(({ clientHeight, textContent }) => clientHeight > 1 && !textContent.trim()).length,
    );

/** What axe finds, one line for each. */
export const violations = async (page: Page) => {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    // Of all else that it looked at, nobody asks for the details.
    return (await inPage.run({ resultTypes: ["violations"] })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
};

export const looks: Look[] = [
  { width: 390, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
];
