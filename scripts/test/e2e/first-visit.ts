import { gzipSync } from "node:zlib";
import { launchBrowser } from "./browser.ts";

/** Kilobytes (1000 bytes) of compressed JavaScript that may come before somebody chooses a wallet. */
export const MOST_EAGER_KB = 100;

/** Kilobytes (1000 bytes) of JavaScript, compressed, that a new visitor's browser fetches until the first page rests. */
export async function eagerJavaScript(origin: string): Promise<number> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      const type = response.headers()["content-type"] ?? "";
      if (type.includes("javascript")) sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(origin, { waitUntil: "networkidle" });
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (sizes.length === 0) throw new Error("The first page fetched no JavaScript at all.");
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
  } finally {
    await browser.close();
  }
}

/**
 * Kilobytes (1000 bytes) of JavaScript, compressed by the host, that a new visitor's browser has when a page first says what it is.
 */
export async function javaScriptBeforeHeading(url: string): Promise<number> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    // Looked up in the page as soon as the heading is there: a moment later the rest is on its way.
    await page.addInitScript(() => {
      const scripts = () =>
        (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(({ name }) =>
          new URL(name).pathname.endsWith(".js"),
        );
      new MutationObserver((_, observer) => {
        if (!document.querySelector("h1")) return;
        observer.disconnect();
        const bytes = scripts().reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
        document.documentElement.dataset["bytesBeforeHeading"] = String(bytes);
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const bytes = Number(await page.evaluate(() => document.documentElement.dataset["bytesBeforeHeading"]));
    if (!(bytes > 0)) throw new Error(`${url} has a heading without any JavaScript.`);
    return bytes / 1000;
  } finally {
    await browser.close();
  }
}
