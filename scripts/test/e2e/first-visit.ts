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
