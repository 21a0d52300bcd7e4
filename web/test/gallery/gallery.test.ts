import chromium from "@sparticuz/chromium";
import axe from "axe-core";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as playwright, type Browser, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const here = path.dirname(fileURLToPath(import.meta.url));
const scenes = readdirSync(path.join(here, "scenes")).map((file) => path.basename(file, ".svelte"));
const origin = "https://gallery.test";
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

interface Look {
  width: number;
  colorScheme: "light" | "dark";
  language?: string;
  forcedColors?: "active";
  /** Files that are not to be had */
  missing?: RegExp;
}

/** Opens a scene from the built files; there is no server, and nothing else can be reached. */
async function open(
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

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Errors that are drawn without a word. */
const wordless = (page: Page) =>
  page
    .getByRole("alert")
    .evaluateAll(
      (alerts) => alerts.filter(({ clientHeight, textContent }) => clientHeight > 1 && !textContent.trim()).length,
    );

const violations = async (page: Page) => {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    // Of all else that it looked at, nobody asks for the details.
    return (await inPage.run({ resultTypes: ["violations"] })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
};

const looks: Look[] = [
  { width: 390, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
];

describe.each(looks)("at $width px, $colorScheme", (look) => {
  it.each(scenes)(
    "“%s” has nothing that axe finds, no sideways scroll, no error without words and no complaint",
    async (scene) => {
      const { page, complaints } = await open(scene, look);
      expect(await violations(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      expect(await wordless(page)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    30_000,
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
      const page = getComputedStyle(probe).color;
      return tabs.map((tab) => [tab.ariaSelected, getComputedStyle(tab).borderBlockEndColor !== page]);
    });
    expect(lines).toEqual([
      ["true", true],
      ["false", false],
      ["false", false],
    ]);
    await page.context().close();
  });
});

describe("remarks", () => {
  it("say what is missing when there is nothing to add", { timeout: 20_000 }, async () => {
    const { page } = await open("recovery", { width: 390, colorScheme: "light" });
    await page.getByRole("button", { name: "Add remark" }).click();
    const missing = page.getByText("Write what you want to remark first.");
    expect(await missing.count()).toBe(1);
    await page.getByRole("textbox", { name: /remark/i }).fill("Thank you.");
    expect(await missing.count()).toBe(0);
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
  it.each(scenes)(
    "“%s” has no sideways scroll",
    async (scene) => {
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
    },
    30_000,
  );
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
  it.each(scenes)(
    "“%s” has no sideways scroll, and nothing that axe finds",
    async (scene) => {
      const { page, complaints } = await open(scene, { width: 390, colorScheme: "light" });
      await readFromTheRight(page);
      expect(await sideways(page)).toBe(0);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    30_000,
  );

  it("has the places of a desk where reading begins", async () => {
    const { page } = await open("reports", { width: 1280, colorScheme: "light" });
    await readFromTheRight(page);
    const side = await page.locator("header.side").boundingBox();
    expect(side!.x).toBeGreaterThan(640);
    await page.context().close();
  });
});

describe("in Hindi", () => {
  it.each(scenes)(
    "“%s” has no sideways scroll at 320 px, and says nothing in place of a message",
    async (scene) => {
      const { page, complaints } = await open(scene, { width: 320, colorScheme: "light", language: "hi" });
      expect(await sideways(page)).toBe(0);
      expect(complaints).toEqual([]);
      expect(await page.locator("body").innerText()).not.toMatch(/undefined|\b[a-z]+(_[a-z]+){2,}\b/);
      await page.context().close();
    },
    30_000,
  );
});

describe("a dialog", () => {
  it("takes the focus to its heading, keeps it inside, closes on Escape and gives it back", async () => {
    const { page } = await open("share", { width: 1280, colorScheme: "light" });
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Share again" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Share this report" }).waitFor();
    expect(await focused()).toBe("Share this report");
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect.poll(focused).toBe("Share again");
    await page.context().close();
  }, 30_000);

  it.each(looks)(
    "has no message over its buttons, at $width px",
    async (look) => {
      const { page } = await open("share", look);
      await page.getByText("Dr Yusuf Penhallow can read Blood test.").waitFor();
      const buttons = page.getByRole("dialog").locator(".dialog-foot").getByRole("button");
      for (const button of await buttons.all()) await button.click({ trial: true, timeout: 2_000 });
      expect(await buttons.count()).toBeGreaterThan(0);
      await page.context().close();
    },
    30_000,
  );

  it("that asks before stopping is not closed by a click beside it", async () => {
    const { page } = await open("stop", { width: 1280, colorScheme: "light" });
    const dialog = page.getByRole("alertdialog", { name: "Stop sharing with Dr Yusuf Penhallow?" });
    await dialog.waitFor();
    await page.mouse.click(5, 5);
    expect(await dialog.isVisible()).toBe(true);
    await page.getByRole("button", { name: "Keep sharing", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.context().close();
  }, 30_000);
});

describe("a recovery code that was copied", () => {
  it.each(["there", "left meanwhile"])(
    "is gone from the clipboard after a minute, from a page that is %s",
    async (is) => {
      const { page } = await open("recovery", { width: 1280, colorScheme: "light" });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin });
      await page.clock.install();
      const copied = () => page.evaluate(() => navigator.clipboard.readText());
      await page.getByRole("button", { name: "Copy recovery code" }).click();
      await page.getByRole("button", { name: "Copied for one minute" }).waitFor();
      await page.clock.runFor(59_000);
      expect(await copied()).toBe("7K3M-QW9D-4XHT-ZB2R-N8FC-V6PJ-3GYA-H5SE");

      // What has not the focus may not write to the clipboard.
      if (is === "left meanwhile") await page.evaluate(() => (document.hasFocus = () => false));
      await page.clock.runFor(2000);
      if (is === "left meanwhile") {
        expect(await copied()).not.toBe("");
        await page.evaluate(() => {
          document.hasFocus = () => true;
          window.dispatchEvent(new Event("focus"));
        });
      }
      await expect.poll(copied).toBe("");
      await page.context().close();
    },
    30_000,
  );
});

describe("a PDF", () => {
  it("is searched by keyboard: hits are counted, marked and gone to on their pages", async () => {
    const { page, complaints } = await open("viewer-pdf", { width: 1280, colorScheme: "light" });
    await page.getByRole("button", { name: "Search in this document" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("OCTOBER");
    const status = page.getByRole("search").getByRole("status");
    await expect.poll(() => status.textContent()).toContain("1 of 4, page 1");
    const marked = () =>
      page.evaluate(() => [...(CSS.highlights.get("pdf-current-hit") ?? [])].map((range) => String(range)).join());
    await expect.poll(marked).toBe("October");
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => status.textContent()).toContain("4 of 4, page 2");
    await page.getByText("Page 2 of 2").waitFor();
    await expect.poll(marked).toBe("October");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("nowhere");
    await expect.poll(() => status.textContent()).toContain("Not found");
    await page.keyboard.press("Escape");
    await page.getByRole("search").waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
      "Search in this document",
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 30_000);

  it("gives its words to a selection, where they stand in the picture", async () => {
    const { page } = await open("viewer-pdf", { width: 1280, colorScheme: "light" });
    const box = await page.locator(".words span", { hasText: "Finish the tablets" }).boundingBox();
    if (!box) throw new Error("The words are not laid over the page.");
    await page.mouse.move(box.x + 1, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    expect(await page.evaluate(() => String(getSelection()))).toMatch(/^1\. Finish the tablets until 20 October\.?$/);
    const sheet = (await page.locator("canvas.drawn").boundingBox())!;
    expect(box.width / sheet.width).toBeCloseTo(200 / 595, 1);
    await page.context().close();
  }, 30_000);

  it("that is damaged, or asks for a password, says so in place of its pages", async () => {
    const { page } = await open("viewers", { width: 1280, colorScheme: "light" });
    const said = (title: string, words: string) =>
      expect
        .poll(() => page.getByRole("region", { name: `Document: ${title}` }).textContent(), { timeout: 20_000 })
        .toContain(words);
    await said("Broken PDF", "This PDF is damaged or uses something we cannot read.");
    await said("Locked PDF", "This PDF asks for a password of its own.");
    await page.context().close();
  }, 30_000);

  it("shows its other pages when one cannot be drawn", async () => {
    const { page } = await open("viewers", { width: 1280, colorScheme: "light" });
    const viewer = page.getByRole("region", { name: "A letter with a damaged page" }).first();
    await viewer.locator("canvas.drawn").waitFor();
    await viewer.getByRole("button", { name: "Next page" }).click();
    await viewer.getByText("This page could not be drawn.").waitFor();
    await viewer.getByRole("button", { name: "Previous page" }).click();
    await viewer.getByText("This page could not be drawn.").waitFor({ state: "hidden" });
    await viewer.locator("canvas.drawn").waitFor();
    expect(await viewer.getByText("To: Anjali Fernhill").count()).toBeGreaterThan(0);
    await page.context().close();
  }, 30_000);

  it("is printed page by page, without the page around it, and leaves nothing behind", async () => {
    const { page, complaints } = await open("viewer-pdf", { width: 1280, colorScheme: "dark" });
    await page.evaluate(() => (window.print = () => document.documentElement.setAttribute("data-printing", "")));
    await page.getByRole("button", { name: "Print" }).click();
    await page.locator("html[data-printing]").waitFor({ timeout: 10_000 });
    expect(await page.locator(".printed-document img").count()).toBe(2);
    const printed = (await page.pdf()).toString("latin1");
    expect(printed.match(/\/Type \/Page\b/g)).toHaveLength(2);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    expect(await page.locator(".printed-document").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 30_000);
});

it("a series of medical images is scrolled by keyboard and wheel, in its order, and its other series are chosen", async () => {
  const { page, complaints } = await open("viewers-medical", { width: 1280, colorScheme: "light" });
  const viewer = page.getByRole("region", { name: "Document: A ball in slices" });
  const slider = viewer.getByRole("slider", { name: /^Picture/ });
  /** Bright pixels of the picture that is drawn: slices of a ball are larger in its middle. */
  const bright = () =>
    viewer.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, index) => index % 4 === 0 && value > 128).length;
    });
  await viewer.getByText("Picture 3 of 5").waitFor();
  const middle = await bright();
  await slider.press("ArrowRight");
  await viewer.getByText("Picture 4 of 5").waitFor();
  await expect.poll(bright).toBeLessThan(middle);
  const fourth = await bright();
  await slider.press("ArrowRight");
  await expect.poll(bright).toBeLessThan(fourth);
  await viewer.locator("svg").last().hover();
  await page.mouse.wheel(0, -100);
  await viewer.getByText("Picture 4 of 5").waitFor();
  await expect.poll(bright).toBe(fourth);
  await viewer.getByLabel("Series").selectOption({ label: "2. Scout (1)" });
  await expect.poll(() => viewer.locator("canvas").getAttribute("width")).toBe("2");
  expect(await viewer.getByText("One file of this archive is not shown").count()).toBe(1);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 30_000);

it.each([
  ["viewer-pdf", /pdf\.worker/],
  ["viewers-medical", /dicom\.worker/],
])(
  "what opens the documents of “%s” may not be had, which is said",
  async (scene, missing) => {
    const { page } = await open(scene, { width: 1280, colorScheme: "light", missing });
    const said = page.getByText("Check your connection and open it again, or save a copy.");
    await expect.poll(() => said.count()).toBeGreaterThan(0);
    await page.context().close();
  },
  30_000,
);

describe("a table of 10,000 rows", () => {
  const rows = (page: Page) => page.locator("tbody tr[data-index]");

  it.each(looks)(
    "has only those near the window in the document, at $width px, and says which of how many",
    async (look) => {
      const { page } = await open("long", look);
      expect(await rows(page).count()).toBeLessThan(60);
      expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
      const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
      await page.mouse.move(width / 2, height / 2);
      for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, 2000);
      /** Of what is drawn, the first row in the window, and its number as it is told. */
      const seen = () =>
        page.evaluate(() => {
          const row = [...document.querySelectorAll("tbody tr[data-index]")].find(
            (each) => each.getBoundingClientRect().top > 100,
          );
          return [row?.querySelector("a")?.textContent, row?.getAttribute("aria-rowindex")];
        });
      await expect.poll(async () => Number((await seen())[1])).toBeGreaterThan(100);
      const [name, index] = await seen();
      expect(name).toBe(`Report ${Number(index) - 1}`);
      // Rows are measured as they come near, which can move the end.
      const atEnd = async () => {
        await page.keyboard.press("End");
        return page.getByRole("link", { name: "Report 10000" }).isVisible();
      };
      await expect.poll(atEnd, { timeout: 10_000 }).toBe(true);
      expect(await rows(page).count()).toBeLessThan(60);
      await page.context().close();
    },
    30_000,
  );

  it("is drawn whole once a search leaves few", async () => {
    const { page } = await open("long", { width: 1280, colorScheme: "light" });
    await page.getByLabel("Search").fill("Report 999");
    await expect.poll(() => rows(page).count()).toBe(11);
    expect(await page.getByRole("table").getAttribute("aria-rowcount")).toBe(null);
    await page.getByLabel("Search").fill("");
    await expect.poll(() => page.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
    await page.context().close();
  }, 30_000);
});

it("a plot has its numbers as a table for whoever opens it, and no sooner", async () => {
  const { page, complaints } = await open("auditor", { width: 390, colorScheme: "light" });
  const rows = page
    .locator("table", { has: page.locator("caption", { hasText: "Consents per day" }) })
    .locator("tbody tr");
  expect(await rows.count()).toBe(0);
  await page.locator("figure summary").click();
  await expect.poll(() => rows.count()).toBe(30);
  expect(await rows.first().textContent()).toContain("24 Oct");
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 30_000);

it("a waiting button says what it waits for, keeps its width and answers no click", async () => {
  const { page } = await open("states", { width: 1280, colorScheme: "light" });
  const button = page.getByRole("button", { name: "Press to see it wait for a wallet" });
  const before = (await button.boundingBox())?.width ?? 0;
  await button.click();
  const waiting = page.getByRole("button", { name: "Waiting for your wallet" }).first();
  await waiting.waitFor();
  expect((await waiting.boundingBox())?.width).toBeCloseTo(before, 0);
  expect(await waiting.getAttribute("aria-disabled")).toBe("true");
  await page.context().close();
}, 30_000);
