import axe from "axe-core";
import type { Page } from "playwright-core";
import { mkdirSync } from "node:fs";
import path from "node:path";

/**
 * In which widths and themes axe looks at everything, and in which at colours alone: a theme changes those and nothing else. The order
 * has few changes of the theme.
 */
const LOOKS = [
  { width: 390, theme: "light", rules: "all" },
  { width: 1280, theme: "light", rules: "colours" },
  { width: 1280, theme: "dark", rules: "all" },
  { width: 390, theme: "dark", rules: "colours" },
] as const;

/**
 * What a window of 1280 by 900 px has room for when it is enlarged to 400 % (WCAG 2.2, 1.4.10 Reflow, which asks for the width alone)
 * and to 200 % (1.4.4 Resize Text).
 */
const ENLARGED = [
  { width: 320, height: 640 },
  { width: 640, height: 450 },
];

/** The folder that a picture of everything looked at is kept in; undefined for none. */
export const pictures = process.env["CHARTKEY_SCREENSHOTS"];

/**
 * What is wrong with what a page shows: what axe finds, what does not fit and what moves though it is not to, in both widths and
 * themes, and what does not fit where the page is enlarged. Leaves the page as it was.
 */
export async function look(page: Page, what: string): Promise<string[]> {
  const before = page.viewportSize()!;
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const problems: string[] = [];
  for (const size of ENLARGED) {
    await page.setViewportSize(size);
    await stillness(page);
    problems.push(...(await misfits(page)).map((problem) => `${what} at ${size.width} px: ${problem}`));
  }
  problems.push(...(await movements(page)).map((problem) => `${what}: ${problem}`));
  for (const { width, theme, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await stillness(page);
    const found = [...(await violations(page, rules)), ...(await misfits(page))];
    problems.push(...found.map((problem) => `${what} at ${width} px, ${theme}: ${problem}`));
    await picture(page, what, `${width}-${theme}`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(before);
  return problems;
}

/** Waits until no colour is on its way to another. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

async function violations(page: Page, rules: "all" | "colours"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (colours) => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    // What is behind a dialog was looked at before.
    const dialog = document.querySelector<HTMLElement>("[role$=dialog], dialog[open]");
    const results = await engine.run(dialog ?? document, {
      resultTypes: ["violations"],
      ...(colours && { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } }),
    });
    return results.violations.map(
      ({ id, nodes }) => `${id} (${nodes.map(({ target }) => target.join(" ")).join("; ")})`,
    );
  }, rules === "colours");
}

/** What is wider than the window or than the dialog it is in, what is cut off, and what of a dialog cannot be reached. */
async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const called = (element: Element) =>
      `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} “${element.textContent.trim().slice(0, 40)}”`;
    const dialogs = [...document.querySelectorAll("[role$=dialog], dialog[open]")];
    for (const element of [document.documentElement, ...dialogs, ...dialogs.flatMap(({ children }) => [...children])]) {
      const overflow = element.scrollWidth - element.clientWidth;
      if (overflow > 0) found.push(`scrolls sideways by ${overflow} px: ${called(element)}`);
    }
    for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
      // What only a screen reader says has a pixel of its own.
      if (element.clientWidth <= 1 || element.clientHeight <= 1 || !element.textContent.trim()) continue;
      // What a document holds is its author's.
      if (element.closest(".viewer > :not(.bar)")) continue;
      const { overflowX, overflowY, borderTopWidth, borderBottomWidth } = getComputedStyle(element);
      const isBox = parseFloat(borderTopWidth) > 0 && parseFloat(borderBottomWidth) > 0 && overflowY === "visible";
      if (isBox && element.scrollHeight > element.clientHeight + 2)
        found.push(`runs out of its box: ${called(element)}`);
      const isCut = (overflow: string, whole: number, seen: number) =>
        (overflow === "hidden" || overflow === "clip") && whole > seen + 1;
      if (
        isCut(overflowX, element.scrollWidth, element.clientWidth) ||
        isCut(overflowY, element.scrollHeight, element.clientHeight)
      )
        found.push(`cuts off: ${called(element)}`);
    }
    for (const control of document.querySelectorAll(".dialog-head button, .dialog-foot button")) {
      const { top, bottom, left, right } = control.getBoundingClientRect();
      if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth)
        found.push(`out of the window: ${called(control)}`);
    }
    for (const body of document.querySelectorAll(".dialog-body")) {
      if (body.scrollHeight > body.clientHeight && body.clientHeight < 96)
        found.push(`leaves ${body.clientHeight} px to what a dialog says`);
    }
    return found;
  });
}

/** What moves, or would move when it changes, for somebody who asked for less motion. */
async function movements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const longest = (durations: string) =>
      Math.max(...durations.split(",").map((each) => parseFloat(each) * (each.trim().endsWith("ms") ? 1 : 1000)));
    return [...document.querySelectorAll("*")].flatMap((element) => {
      const style = getComputedStyle(element);
      const moves =
        (style.animationName !== "none" && longest(style.animationDuration) > 1) ||
        longest(style.transitionDuration) > 1 ||
        style.scrollBehavior === "smooth";
      return moves
        ? [`moves though less motion was asked for: ${element.tagName}.${[...element.classList].join(".")}`]
        : [];
    });
  });
}

async function picture(page: Page, what: string, variant: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  const name = `${what.replaceAll(/[^a-z]+/gi, "-").replaceAll(/0x\w+/g, "")}-${variant}.png`;
  const before = page.viewportSize()!;
  // What stays at the edge of the window would otherwise stand in the middle of the picture; a dialog fills the window as it is.
  const isCovered = (await page.locator("[role=dialog], [role=alertdialog], dialog[open]").count()) > 0;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!isCovered && height > before.height) await page.setViewportSize({ ...before, height });
  await page.screenshot({ path: path.join(pictures, name), fullPage: !isCovered });
  await page.setViewportSize(before);
}
