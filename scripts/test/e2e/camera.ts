import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./browser.ts";

/** Chromium repeats the film, so a second of it is enough. */
const FRAMES = 30;
/** Pixels of the page around what is looked at. */
const MARGIN = 32;

/** Runs something in a browser whose camera looks at a part of a page. */
export async function withCameraOn(page: Page, name: string, use: (browser: Browser) => Promise<void>): Promise<void> {
  const picture = page.getByRole("img", { name });
  await picture.scrollIntoViewIfNeeded();
  const box = (await picture.boundingBox())!;
  // Films have even sides.
  const side = (length: number) => 2 * Math.round((length + 2 * MARGIN) / 2);
  const clip = { x: box.x - MARGIN, y: box.y - MARGIN, width: side(box.width), height: side(box.height) };
  const frame = await page.screenshot({ type: "jpeg", quality: 95, clip });

  const folder = await mkdtemp(path.join(tmpdir(), "chartkey-camera-"));
  try {
    const film = path.join(folder, "card.mjpeg");
    await writeFile(film, Buffer.concat(Array.from({ length: FRAMES }, () => frame)));
    const browser = await launchBrowser([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    await use(browser).finally(() => browser.close());
  } finally {
    await rm(folder, { recursive: true });
  }
}
