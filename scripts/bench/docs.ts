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
/** What is promised, in milliseconds. */
const TARGETS = { frame: 50 };

const ORIGIN = "https://bench.test";
const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

/**
 * Opens every sample document in a real Chromium, then scrolls, searches and filters a list of 10,000 shared reports. Returns whether
 * all were shown and no frame took longer than promised. `CHARTKEY_SCREENSHOTS` names a folder to keep a picture of each in.
 */
export async function benchDocs(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "chartkey-bench-docs-"));
  const browser = await launchBrowser();
  try {
    await compileMessages();
    buildPage(folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 844 } });
    await servePage(page, folder);
    const opened = await openSamples(page);
    const worstFrame = await measureList(page);
    const of = (name: (typeof kinds)[number]["folder"]) => opened.filter((each) => each.folder === name);
    const counted = (name: (typeof kinds)[number]["folder"]) =>
      `${of(name).filter(({ isShown }) => isShown).length}/${of(name).length}`;
    const worstOpen = Math.max(0, ...opened.map(({ milliseconds }) => milliseconds));
    for (const { file } of opened.filter(({ isShown }) => !isShown)) console.error(`${file} was not shown.`);
    if (worstFrame > TARGETS.frame)
      console.error(`A frame took ${worstFrame.toFixed(0)} ms, and ${TARGETS.frame} are promised.`);
    console.log(
      `docs bundles_ok=${counted("fhir-ips")} dicom_ok=${counted("dicom")} worst_open_ms=${Math.ceil(worstOpen)} worst_frame_ms=${Math.ceil(worstFrame)}`,
    );
    return worstFrame <= TARGETS.frame && opened.every(({ isShown }) => isShown);
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
async function keepPicture(page: Page, file: string): Promise<void> {
  const pictures = process.env["CHARTKEY_SCREENSHOTS"];
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${file.replaceAll(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
}

/** Answers the longest time between two frames, in milliseconds. */
async function measureList(page: Page): Promise<number> {
  const shown = await page.evaluate((count) => docsPage.list(count), REPORTS);
  console.log(`${REPORTS.toLocaleString("en")} reports are on screen after ${shown.toFixed(0)} ms.`);
  await page.mouse.move(640, 500);
  const scrolling = await watched(page, async () => {
    for (let turn = 0; turn < 150; turn++) await page.mouse.wheel(0, turn < 100 ? 600 : -900);
  });
  const searching = await watched(page, async () => {
    await page.getByRole("searchbox").pressSequentially("kidney 99", { delay: 60 });
    await page.getByRole("searchbox").fill("");
  });
  const filtering = await watched(page, async () => {
    for (const name of [/^Ending soon/, /^New/, /^All/]) await page.getByRole("button", { name }).first().click();
  });
  console.log(
    `The longest frame: ${scrolling.toFixed(0)} ms scrolling, ${searching.toFixed(0)} ms searching, ${filtering.toFixed(0)} ms filtering.`,
  );
  return Math.max(scrolling, searching, filtering);
}

async function watched(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => docsPage.watch());
  await act();
  await page.waitForTimeout(300);
  return page.evaluate(() => docsPage.unwatch());
}
