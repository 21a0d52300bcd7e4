import type { Locator, Page } from "playwright-core";
import { see } from "./person.ts";

/** More than any page has places that Tab comes to. */
const MOST_STOPS = 120;

/**
 * Goes to something by Tab, or back to it by Shift and Tab, as somebody without a mouse does.
 *
 * @throws where the focus is lost or cannot be seen on the way, and if it never comes there
 */
export async function tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const page = target.page();
  await see(target);
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key);
    await seeFocus(page);
    if (await hasFocus(target)) return;
  }
  throw new Error(`${key} does not come to ${target.toString()}.`);
}

/** Chooses of answers that exclude each other, by the arrow keys alone. The focus is on one of them. */
export async function arrowTo(target: Locator): Promise<void> {
  const page = target.page();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.isChecked()) return;
    // Where none is chosen, that with the focus is chosen by Space.
    await page.keyboard.press((await hasFocus(target)) ? "Space" : "ArrowDown");
    await seeFocus(page);
  }
  throw new Error(`The arrow keys do not come to ${target.toString()}.`);
}

export async function press(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await tabTo(target, key);
  await target.page().keyboard.press("Enter");
}

/**
 * What has the focus, by its name or words.
 *
 * @throws if nothing has it: whoever goes on by Tab begins at an end of the page then
 */
export async function focused(page: Page): Promise<string> {
  const words = await page.evaluate(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) return null;
    return (activeElement.getAttribute("aria-label") ?? activeElement.textContent).trim();
  });
  if (words === null) throw new Error("Nothing has the focus.");
  return words;
}

const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** Refuses a focus that cannot be seen: without a ring, or wholly behind something else (WCAG 2.2, 2.4.7 and 2.4.11). */
async function seeFocus(page: Page): Promise<void> {
  const problem = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "Nothing has the focus.";
    const drawn = [element, element.closest("label")].filter((each) => each !== null);
    const called = `${element.tagName} “${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 60)}”`;
    const hasRing = drawn.some((each) =>
      [undefined, "::after"].some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each, part);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      }),
    );
    if (!hasRing) return `The focus on ${called} has no ring.`;
    const isSeen = drawn.some((each) =>
      [...each.getClientRects()].some(({ left, top, width, height }) =>
        [0.1, 0.5, 0.9].some((part) => {
          const hit = document.elementFromPoint(left + width * part, top + height * part);
          return hit !== null && drawn.some((one) => one.contains(hit));
        }),
      ),
    );
    return isSeen ? null : `The focus on ${called} is behind something else, or out of the window.`;
  });
  if (problem !== null) throw new Error(problem);
}
