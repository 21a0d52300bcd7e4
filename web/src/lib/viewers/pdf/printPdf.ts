import type { OpenPdf } from "./openPdf.ts";

/** Dots per inch: letters are sharp, and a page stays below half a megabyte. */
const DPI = 200;
const POINTS = 72;

/**
 * Draws every page as a picture, asks the browser to print them instead of what is on screen, and takes them away afterwards. They
 * never leave the tab's memory.
 *
 * @param onPage Called before each page
 * @throws what drawing throws, and what the signal is aborted with; nothing is printed then
 */
export async function printPdf(pdf: OpenPdf, onPage: (page: number) => void, signal: AbortSignal): Promise<void> {
  const urls: string[] = [];
  const sheets = document.createElement("div");
  sheets.className = "printed-document";
  const tidy = () => {
    sheets.remove();
    for (const url of urls) URL.revokeObjectURL(url);
  };
  try {
    const canvas = document.createElement("canvas");
    for (let page = 1; page <= pdf.pages; page++) {
      signal.throwIfAborted();
      onPage(page);
      await pdf.draw(page, canvas, DPI / POINTS, signal);
      const picture = new Image();
      picture.src = URL.createObjectURL(await pictureOf(canvas));
      picture.alt = "";
      urls.push(picture.src);
      sheets.append(picture);
      await picture.decode();
    }
    signal.throwIfAborted();
  } catch (error) {
    tidy();
    throw error;
  }
  document.body.append(sheets);
  addEventListener("afterprint", tidy, { once: true });
  signal.addEventListener("abort", tidy, { once: true });
  print();
}

function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new TypeError("The page could not be drawn."))),
      "image/png",
    );
  });
}
