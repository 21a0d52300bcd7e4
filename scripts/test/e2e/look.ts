import axe from "axe-core";
import type { Page } from "playwright-core";
import { mkdirSync } from "node:fs";
import path from "node:path";

const WIDTHS = [390, 1280] as const;
const THEMES = ["light", "dark"] as const;

/** The narrowest that has to do without sideways scrolling (WCAG 2.2, 1.4.10 Reflow): 1280 px at 400 % zoom. */
const NARROW = { width: 320, height: 640 };

/** The folder that a picture of everything looked at is kept in; undefined for none. */
export const pictures = process.env["CHARTKEY_SCREENSHOTS"];

/**
 * What is wrong with what a page shows: what axe finds and whether it scrolls sideways, in both widths and themes, and
 * whether it scrolls sideways where it is narrow. Leaves the page wide.
 */
export async function look(page: Page, what: string): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize(NARROW);
  await stillness(page);
  const problems = (await sideways(page)).map((problem) => `${what} at ${NARROW.width} px: ${problem}`);
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await stillness(page);
      const found = await problemsOn(page);
      problems.push(...found.map((problem) => `${what} at ${width} px, ${theme}: ${problem}`));
      await picture(page, what, `${width}-${theme}`);
    }
  }
  return problems;
}

/** Waits until no colour is on its way to another. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

async function problemsOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    // Of all else that it looked at, nobody asks for the details.
    const results = await engine.run(document, { resultTypes: ["violations"] });
    return results.violations.map(
      ({ id, nodes }) => `${id} (${nodes.map(({ target }) => target.join(" ")).join("; ")})`,
    );
  });
  return [...violations, ...(await sideways(page))];
}

/** What is wider than the window, or than the dialog it is in. */
async function sideways(page: Page): Promise<string[]> {
  const overflow = await page.evaluate(() => {
    const scrolled = [document.documentElement, ...document.querySelectorAll("[role$=dialog], [role$=dialog] > *")];
    return Math.max(...scrolled.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
  });
  return overflow > 0 ? [`scrolls sideways by ${overflow} px`] : [];
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
