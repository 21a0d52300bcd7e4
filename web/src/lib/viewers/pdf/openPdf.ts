import type { PDFDocumentProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.mjs?worker&url";
import { trustedWorkerUrl } from "#lib/trustedWorkerUrl.ts";
import { m } from "#messages";
import { fetchPdfAsset } from "./pdfAssets.ts";

/** An open PDF. Only this module touches pdf.js. */
export interface OpenPdf {
  pages: number;
  /** True once something the file leans on was not to be had, so that a page may lack letters or pictures */
  incomplete: () => boolean;
  /** Page size in CSS pixels at a scale of 1; pages are counted from 1 */
  size: (page: number) => Promise<{ width: number; height: number }>;
  /** Draws a page; the canvas takes the size of the page times `scale`. Aborting stops the drawing. */
  draw: (page: number, canvas: HTMLCanvasElement, scale: number, signal: AbortSignal) => Promise<void>;
  /** The words of a page, in the order the file holds them */
  pieces: (page: number) => Promise<TextPiece[]>;
  /**
   * Lays the words of a page over its picture, unseen, so that they can be selected; `width` is that of the picture in CSS pixels.
   * Resolves to an element for each of `pieces`, those of empty ones outside the document.
   */
  layWords: (page: number, over: HTMLElement, width: number) => Promise<readonly HTMLElement[]>;
  close: () => void;
}

/** Letters that stand together on a page. */
export interface TextPiece {
  text: string;
  endsLine: boolean;
}

/** More pixels than this and a page is drawn coarser: browsers give up on larger canvases. */
const mostPixels = 16_777_216;

/**
 * Opens a PDF in a worker of its own. Scripts inside the PDF are never run and its links are not drawn as links.
 * @throws PdfLockedError when it asks for a password, PdfBrokenError when it cannot be read, PdfNotLoadedError when pdf.js is not there
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const { getDocument, PDFWorker, PasswordException, TextLayer } = await import("pdfjs-dist").catch(() => {
    throw new PdfNotLoadedError();
  });
  const thread = new Worker(trustedWorkerUrl(workerUrl), { type: "module" });
  const failed = new Promise<never>((_, reject) => {
    thread.addEventListener("error", () => reject(new PdfNotLoadedError()));
  });
  const worker = PDFWorker.create({ port: thread });
  let incomplete = false;

  class LocalAssets {
    fetch({ filename }: { filename: string }): Promise<Uint8Array> {
      return fetchPdfAsset(filename).catch((error: unknown) => {
        incomplete = true;
        throw error;
      });
    }
  }
  const loading = getDocument({
    worker,
    // pdf.js hands the buffer to its worker and takes it away from the caller.
    data: bytes.slice(),
    BinaryDataFactory: LocalAssets,
    useWorkerFetch: false,
    // The same letters on every device, and no question to the device which fonts it has.
    useSystemFonts: false,
    enableXfa: false,
    verbosity: 0,
  });
  const close = () => {
    void loading.destroy().finally(() => thread.terminate());
  };

  let pdf: PDFDocumentProxy;
  try {
    pdf = await Promise.race([loading.promise, failed]);
  } catch (error) {
    close();
    if (error instanceof PdfNotLoadedError) throw error;
    throw error instanceof PasswordException ? new PdfLockedError() : new PdfBrokenError();
  }

  return {
    pages: pdf.numPages,
    incomplete: () => incomplete,
    async size(number) {
      const { width, height } = (await pdf.getPage(number)).getViewport({ scale: 1 });
      return { width, height };
    },
    async draw(number, canvas, scale, signal) {
      const page = await pdf.getPage(number);
      signal.throwIfAborted();
      const asked = page.getViewport({ scale });
      const shrink = Math.min(1, Math.sqrt(mostPixels / (asked.width * asked.height)));
      const viewport = page.getViewport({ scale: scale * shrink });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      const task = page.render({ canvas, viewport, background: "#ffffff" });
      const stop = () => task.cancel();
      signal.addEventListener("abort", stop, { once: true });
      await task.promise.finally(() => signal.removeEventListener("abort", stop));
    },
    async pieces(number) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      return items.flatMap((item) => ("str" in item ? [{ text: item.str, endsLine: item.hasEOL }] : []));
    },
    async layWords(number, over, width) {
      const page = await pdf.getPage(number);
      const unscaled = page.getViewport({ scale: 1 });
      const scale = width / unscaled.width;
      over.replaceChildren();
      over.style.setProperty("--total-scale-factor", String(scale * page.userUnit));
      const layer = new TextLayer({
        textContentSource: await page.getTextContent(),
        container: over,
        viewport: page.getViewport({ scale }),
      });
      await layer.render();
      return layer.textDivs;
    },
    close,
  };
}

export class PdfLockedError extends Error {
  override name = "PdfLockedError";
  constructor() {
    super(m.viewers_pdf_locked());
  }
}

export class PdfNotLoadedError extends Error {
  override name = "PdfNotLoadedError";
  constructor() {
    super(m.viewers_document_not_loaded_text());
  }
}

export class PdfBrokenError extends Error {
  override name = "PdfBrokenError";
  constructor() {
    super(m.viewers_pdf_broken());
  }
}
