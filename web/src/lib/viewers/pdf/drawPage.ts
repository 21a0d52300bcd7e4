import type { OpenPdf } from "./openPdf.ts";

/** Where a page is drawn. */
export interface Sheet {
  canvas: HTMLCanvasElement;
  /** Over the canvas, for the words that can be selected */
  words: HTMLElement;
  /** In CSS pixels */
  width: number;
}

/**
 * Draws a page, then lays its words over it. A page whose words cannot be laid stays a picture, without any to select.
 *
 * @param onDrawn Called when the picture is there
 * @returns An element for each piece of the page's text
 * @throws what drawing throws
 */
export async function drawPage(
  pdf: OpenPdf,
  page: number,
  { canvas, words, width }: Sheet,
  onDrawn: () => void,
  signal: AbortSignal,
): Promise<readonly HTMLElement[]> {
  const size = await pdf.size(page);
  signal.throwIfAborted();
  canvas.style.inlineSize = `${width}px`;
  await pdf.draw(page, canvas, (width / size.width) * devicePixelRatio, signal);
  onDrawn();
  try {
    return await pdf.layWords(page, words, width);
  } catch {
    // What comes after an end lays its own.
    signal.throwIfAborted();
    words.replaceChildren();
    return [];
  }
}
