import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Opened } from "../../web/test/bench-docs/measurements.ts";
import compileMessages from "../../web/messages/compile.ts";
import { projectFolder } from "../local/project-folder.ts";
import { launchBrowser } from "../test/e2e/browser.ts";

const require = createRequire(import.meta.url);

/** Documents of others, beside the project where there are any. */
const samples = path.resolve(projectFolder, "../shared/data");
const kinds = [
  { folder: "fhir-ips", mediaType: "application/fhir+json" },
  { folder: "dicom", mediaType: "application/dicom" },
] as const;

const REPORTS = 10_000;
/** What is promised: milliseconds, and MiB. */
const TARGETS = { frame: 50, memory: 64 };

const ORIGIN = "https://bench.test";
const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/**
 * Opens every sample document in a real Chromium, then opens, scrolls, searches and filters a list of a patient's 10,000 reports and one
 * of as many that are shared with a doctor. Returns whether all were shown, no frame took longer than promised and neither list keeps
 * more memory. `CHARTKEY_SCREENSHOTS` names a folder to keep a picture of each in.
 */
export async function benchDocs(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "chartkey-bench-docs-"));
  const browser = await launchBrowser();
  try {
    await compileMessages();
    buildPage(folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 844 } });
    // What is waited for does not come on a page that broke.
    page.on("pageerror", (error) => {
      throw error;
    });
    await servePage(page, folder);
    const opened = await openSamples(page);
    await page.evaluate((count) => docsPage.prepare(count), REPORTS);
    const measured = [await measureList(page, "own"), await measureList(page, "shared")];
    const worstFrame = Math.max(...measured.map((each) => each.worstFrame));
    const memory = Math.max(...measured.map((each) => each.memory));
    const of = (name: (typeof kinds)[number]["folder"]) => opened.filter((each) => each.folder === name);
    const counted = (name: (typeof kinds)[number]["folder"]) =>
      `${of(name).filter(({ isShown }) => isShown).length}/${of(name).length}`;
    const worstOpen = Math.max(0, ...opened.map(({ milliseconds }) => milliseconds));
    for (const { file } of opened.filter(({ isShown }) => !isShown)) console.error(`${file} was not shown.`);
    if (worstFrame > TARGETS.frame)
      console.error(`A frame waited ${worstFrame.toFixed(0)} ms, and ${TARGETS.frame} are promised.`);
    if (memory > TARGETS.memory)
      console.error(`A list keeps ${memory.toFixed(1)} MiB, and no more than ${TARGETS.memory} are promised.`);
    console.log(
      `docs bundles_ok=${counted("fhir-ips")} dicom_ok=${counted("dicom")} worst_open_ms=${Math.ceil(worstOpen)} worst_frame_ms=${Math.ceil(worstFrame)}`,
    );
    return worstFrame <= TARGETS.frame && memory <= TARGETS.memory && opened.every(({ isShown }) => isShown);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function buildPage(folder: string): void {
  const vite = path.join(path.dirname(require.resolve("vite/package.json")), "bin/vite.js");
  const config = path.join(projectFolder, "web/test/bench-docs/vite.config.ts");
  execFileSync(
    process.execPath,
    [vite, "build", "--config", config, "--outDir", folder, "--emptyOutDir", "--logLevel", "error"],
    {
      cwd: path.join(projectFolder, "web"),
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
}

/** From files, without a server; nothing else can be reached. */
async function servePage(page: Page, folder: string): Promise<void> {
  await page.route("**", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const isSample = pathname.startsWith("/samples/");
    const file = isSample
      ? path.join(samples, pathname.slice("/samples/".length))
      : path.join(folder, pathname === "/" ? "index.html" : pathname);
    if (origin !== ORIGIN || !existsSync(file)) return route.abort();
    return route.fulfill({
      body: readFileSync(file),
      contentType: contentTypes[path.extname(file)] ?? "application/octet-stream",
    });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => "docsPage" in globalThis);
}

async function openSamples(page: Page) {
  const files = kinds.flatMap(({ folder, mediaType }) => {
    const inside = path.join(samples, folder);
    return existsSync(inside)
      ? readdirSync(inside).map((name) => ({ folder, mediaType, file: `${folder}/${name}` }))
      : [];
  });
  if (files.length === 0) console.log(`There are no sample documents in ${samples}: none is opened.`);
  const opened: (Opened & { folder: string; file: string })[] = [];
  for (const { folder, mediaType, file } of files) {
    const measured = await page.evaluate(([address, type]) => docsPage.open(address, type), [
      `/samples/${file}`,
      mediaType,
    ] as const);
    await keepPicture(page, file);
    console.log(`${file.padEnd(34)}${measured.milliseconds.toFixed(0).padStart(6)} ms`);
    opened.push({ folder, file, ...measured });
  }
  return opened;
}

/** Where `CHARTKEY_SCREENSHOTS` names a folder. */
async function keepPicture(page: Page, file: string, fullPage = true): Promise<void> {
  const pictures = process.env["CHARTKEY_SCREENSHOTS"];
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${file.replaceAll(/[^a-z0-9]+/gi, "-")}.png`), fullPage });
}

/** What a list of many reports took. Times are in milliseconds. */
interface ListFigures {
  readonly worstFrame: number;
  /** What the page keeps for it, in MiB */
  readonly memory: number;
}

const lists = {
  own: {
    name: "own reports",
    filters: [/^Imaging/, /^Vaccination/, /^All types/],
    /** The order, which takes the longest to make. */
    select: { label: "Order", options: ["By title", "Newest first"] },
  },
  shared: { name: "reports shared with a doctor", filters: [/^Ending soon/, /^New/, /^All/], select: null },
} as const;

async function measureList(page: Page, kind: keyof typeof lists): Promise<ListFigures> {
  const { name, filters, select } = lists[kind];
  const search = page.getByRole("searchbox");
  const before = await heapOf(page);
  let shown = 0;
  const began = performance.now();
  const opening = await watched(page, async () => {
    shown = await page.evaluate((list) => docsPage.list(list), kind);
    await keepPicture(page, `${kind}-opening`, false);
    while ((await page.evaluate(() => docsPage.opened())) < REPORTS) await page.waitForTimeout(500);
  });
  const opened = performance.now() - began;
  await page.mouse.move(640, 500);
  const scrolling = await watched(page, async () => {
    for (let turn = 0; turn < 150; turn++) await page.mouse.wheel(0, turn < 100 ? 600 : -900);
  });
  const drawn = await page.evaluate(() => docsPage.drawn());
  const memory = (await heapOf(page)) - before;
  await keepPicture(page, `${kind}-list`, false);
  const searching = await watched(page, async () => {
    await search.pressSequentially("kidney 99", { delay: 60 });
    await search.fill("");
  });
  const filtering = await watched(page, async () => {
    for (const filter of filters) await page.getByRole("button", { name: filter }).first().click();
    for (const option of select?.options ?? []) {
      await page.getByLabel(select?.label ?? "").selectOption({ label: option });
      await page.waitForTimeout(100);
    }
  });
  await page.evaluate(() => docsPage.close());
  const waits = { opening, scrolling, searching, filtering };
  const written = Object.entries(waits).map(([doing, wait]) => `${wait.toFixed(0)} ms ${doing}`);
  console.log(
    `${REPORTS.toLocaleString("en")} ${name}: the first on screen after ${shown.toFixed(0)} ms, all open after ${(opened / 1000).toFixed(1)} s; ` +
      `${drawn} rows in the document, ${memory.toFixed(1)} MiB kept. The longest that a frame waited: ${written.join(", ")}.`,
  );
  return { worstFrame: Math.max(...Object.values(waits)), memory };
}

/** What the page's own thread keeps once nothing can be forgotten any more, in MiB. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 2 ** 20;
}

/** The longest time between two frames while something is done, in milliseconds by the clock. */
async function watched(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => docsPage.watch());
  await act();
  await page.waitForTimeout(300);
  return page.evaluate(() => docsPage.unwatch());
}
