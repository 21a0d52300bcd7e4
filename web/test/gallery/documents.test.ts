import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { open } from "./openScene.ts";

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

  it("is drawn from right to left as it is from left to right, on screen and for the printer", async () => {
    const { page } = await open("viewer-pdf", { width: 1280, colorScheme: "light" });
    await page.evaluate(() => {
      window.print = () => document.documentElement.setAttribute("data-printing", "");
    });
    const drawn = async (direction: string) => {
      await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
      const pixels = () => page.locator("canvas.drawn").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
      await page.getByRole("button", { name: "Zoom in" }).click();
      await page.getByText("125 %").waitFor();
      let before = "";
      await expect.poll(async () => before === (before = await pixels())).toBe(true);
      const screen = before;
      await page.getByRole("button", { name: "Zoom out" }).click();
      await page.getByRole("button", { name: "Print" }).click();
      await page.locator("html[data-printing]").waitFor({ timeout: 10_000 });
      const printed = await page.locator(".printed-document img").evaluateAll(async (images) =>
        Promise.all(
          images.map(async (image) => {
            const canvas = document.createElement("canvas");
            const picture = image as HTMLImageElement;
            [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
            canvas.getContext("2d")!.drawImage(picture, 0, 0);
            return canvas.toDataURL();
          }),
        ),
      );
      await page.evaluate(() => {
        document.documentElement.removeAttribute("data-printing");
        dispatchEvent(new Event("afterprint"));
      });
      return { screen, printed };
    };
    const fromLeft = await drawn("ltr");
    const fromRight = await drawn("rtl");
    expect(fromLeft.printed).toHaveLength(2);
    expect(fromRight.screen === fromLeft.screen).toBe(true);
    expect(fromRight.printed.map((each, index) => each === fromLeft.printed[index])).toEqual([true, true]);
    await page.context().close();
  }, 30_000);

  it("has its tools in two lines on a phone, each large enough for a finger", async () => {
    const { page } = await open("viewer-pdf", { width: 390, colorScheme: "light" });
    const tools = page.getByRole("group", { name: "Viewer" });
    expect((await tools.boundingBox())!.height).toBeLessThanOrEqual(2 * 44 + 24);
    const buttons = await tools.getByRole("button").all();
    expect(buttons).toHaveLength(8);
    for (const button of buttons) {
      const { width, height } = (await button.boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    for (const name of ["Read as text", "Save a copy"])
      expect(await tools.getByRole("button", { name }).count()).toBe(1);
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

describe("files for new reports", () => {
  const listed = (page: Page) => page.getByRole("list", { name: "Files that will be added" });

  it("are opened before they are taken: a PDF that was cut short is refused, and one with a password is not unannounced", async () => {
    const { page } = await open("add", { width: 1280, colorScheme: "light" });
    await page.getByText("cut short.pdf cannot be read; it may be incomplete.").waitFor({ timeout: 20_000 });
    expect(await listed(page).getByText("cut short.pdf").count()).toBe(0);
    const letter = listed(page).getByRole("listitem").filter({ hasText: "letter.pdf" });
    expect(await letter.getByText("This PDF asks for a password of its own.").count()).toBe(1);
    await page.context().close();
  }, 30_000);

  it("say whom they are about, and one about somebody else waits for a word", async () => {
    const { page } = await open("add", { width: 390, colorScheme: "light" });
    const own = listed(page).getByRole("listitem").filter({ hasText: "summary.json" });
    await own.getByText("This file says it is about Ravi Thistledown, born 12 Mar 1984.").waitFor({ timeout: 20_000 });
    expect(await own.getByRole("checkbox").count()).toBe(0);
    const others = listed(page).getByRole("listitem").filter({ hasText: "summary of somebody.json" });
    const problem = page.getByText(/^summary of somebody\.json: This file is about somebody else/);
    await problem.waitFor();
    await others.getByRole("checkbox", { name: "The chart is Ravi Thistledown’s. Add it all the same" }).check();
    await problem.waitFor({ state: "hidden" });
    await page.context().close();
  }, 30_000);

  it("may be let go beside their place, and never take the page away", async () => {
    const { page } = await open("add", { width: 1280, colorScheme: "light" });
    await page.getByText("cut short.pdf cannot be read").waitFor({ timeout: 20_000 });
    const isHeld = await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["Take with food."], "beside.txt"));
      const events = ["dragover", "drop"].map(
        (type) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
      );
      return events.map((event) => !document.querySelector("h1")!.dispatchEvent(event));
    });
    expect(isHeld).toEqual([true, true]);
    await listed(page).getByText("beside.txt").waitFor();
    await page.context().close();
  }, 30_000);
});

it("a document that was not opened before says so at once where there is no network", async () => {
  const { page } = await open("states", { width: 390, colorScheme: "light" });
  const said = page.getByText("You have not opened this report since you unlocked");
  expect(await said.count()).toBe(0);
  await page.context().setOffline(true);
  await said.waitFor();
  await page.context().setOffline(false);
  await said.waitFor({ state: "hidden" });
  await page.context().close();
}, 30_000);
