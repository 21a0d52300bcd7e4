import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { looks, open, scenes, sideways, violations, wordless } from "./openScene.ts";

/** A scene is waited for until it stands still, in which time another one is looked at. */
const several = { concurrent: true, timeout: 30_000 };

describe.each(looks)("at $width px, $colorScheme", (look) => {
  it.for(scenes)(
    "“%s” has nothing that axe finds, no sideways scroll, no error without words and no complaint",
    several,
    async (scene, { expect }) => {
      const { page, complaints } = await open(scene, look);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      expect(await wordless(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

describe("a long message in a corner of a phone", () => {
  it("has the width of the window for its words, and below them what it offers to do", async () => {
    const { page } = await open("long-words", { width: 390, colorScheme: "light" });
    const toast = page.getByRole("region", { name: "Messages" });
    const words = (await toast.getByRole("paragraph").boundingBox())!;
    const offer = (await toast.getByRole("button", { name: "Share again" }).boundingBox())!;
    expect(words.width).toBeGreaterThan(220);
    expect(offer.y).toBeGreaterThanOrEqual(words.y + words.height - 1);
    await page.context().close();
  });
});

describe("tabs where colours are forced", () => {
  it("have the chosen one alone underlined", async () => {
    const { page } = await open("sharing", { width: 1280, colorScheme: "light", forcedColors: "active" });
    const lines = await page.getByRole("tab").evaluateAll((tabs) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = "Canvas";
      const canvas = getComputedStyle(probe).color;
      return tabs.map((tab) => [tab.ariaSelected, getComputedStyle(tab).borderBlockEndColor !== canvas]);
    });
    expect(lines).toEqual([
      ["false", false],
      ["true", true],
      ["false", false],
      ["false", false],
    ]);
    await page.context().close();
  });
});

describe("a table with words of 200 letters", () => {
  it("leaves the other columns of a desk as wide as what they say", async () => {
    const { page } = await open("long-words", { width: 1280, colorScheme: "light" });
    const table = page.getByRole("table").first();
    const patient = table.getByText("Anjali Fernhill");
    const [height, lineHeight] = await patient.evaluate((element) => [
      element.getBoundingClientRect().height,
      parseFloat(getComputedStyle(element).lineHeight),
    ]);
    expect(height).toBeLessThan(lineHeight! * 2.5);
    const { x, width } = (await table.getByRole("columnheader").last().boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(1280);
    await page.context().close();
  });
});

describe("at 320 px with every word 40 % longer", () => {
  it.for(scenes)("“%s” has no sideways scroll", several, async (scene, { expect }) => {
    const { page } = await open(scene, { width: 320, colorScheme: "light" });
    await page.evaluate(() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const text = walk.currentNode as Text;
        text.data = text.data.replace(/\p{L}{3,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
      }
    });
    expect(await sideways(page)).toBe(0);
    await page.context().close();
  });
});

/** Puts a letter of a right-to-left script for each letter, and lays the page out from right to left. */
async function readFromTheRight(page: Page) {
  await page.evaluate(() => {
    const turned = (text: string) =>
      text.replace(/\p{L}/gu, (letter) => String.fromCodePoint(0x5d0 + (letter.codePointAt(0)! % 27)));
    document.documentElement.dir = "rtl";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode as Text;
      // Codes and addresses stay what they are in every language.
      if (!text.parentElement?.closest(".code")) text.data = turned(text.data);
    }
    for (const named of document.querySelectorAll("[aria-label]")) named.ariaLabel = turned(named.ariaLabel ?? "");
  });
}

describe("from right to left", () => {
  it.for(scenes)("“%s” has no sideways scroll, and nothing that axe finds", several, async (scene, { expect }) => {
    const { page, complaints } = await open(scene, { width: 390, colorScheme: "light" });
    await readFromTheRight(page);
    expect(await sideways(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("has the places of a desk where reading begins", async () => {
    const { page } = await open("reports", { width: 1280, colorScheme: "light" });
    await readFromTheRight(page);
    const side = await page.locator("header.side").boundingBox();
    expect(side!.x).toBeGreaterThan(640);
    await page.context().close();
  });
});

describe("in Hindi", () => {
  it.for(scenes)(
    "“%s” has no sideways scroll at 320 px, and says nothing in place of a message",
    several,
    async (scene, { expect }) => {
      const { page, complaints } = await open(scene, { width: 320, colorScheme: "light", language: "hi" });
      expect(await sideways(page)).toBe(0);
      expect(complaints).toEqual([]);
      expect(await page.locator("body").innerText()).not.toMatch(/undefined|\b[a-z]+(_[a-z]+){2,}\b/);
      await page.context().close();
    },
  );
});

describe("a name of 80 letters without a space", () => {
  it.each([
    ["beside the page", 1280, "ltr"],
    ["beside the page, from right to left", 1280, "rtl"],
    ["under More", 390, "ltr"],
    ["under More, from right to left", 390, "rtl"],
  ])(
    "is written whole %s, and nothing of what is around it is cut off",
    async (_, width, direction) => {
      const { page } = await open("long-name", { width, colorScheme: "light" });
      if (direction === "rtl") await page.evaluate(() => (document.documentElement.dir = "rtl"));
      if (width === 390) await page.getByRole("button", { name: "More", exact: true }).click();
      const around = page.locator(width === 390 ? "dialog.more" : ".side-in");
      for (const name of ["Lock now", "Sign out"]) await around.getByRole("button", { name }).waitFor();
      expect(await around.getByText("Fernhill".repeat(10)).isVisible()).toBe(true);
      expect(await around.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      await page.context().close();
    },
    30_000,
  );
});

describe("tabs", () => {
  it.each([320, 360])(
    "stand in one row at %i px",
    async (width) => {
      const { page } = await open("sharing", { width, colorScheme: "light" });
      const tops = await page
        .getByRole("tab")
        .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().top));
      expect(tops.length).toBe(4);
      expect(new Set(tops).size).toBe(1);
      await page.context().close();
    },
    30_000,
  );
});
