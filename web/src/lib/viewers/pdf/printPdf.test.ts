import { afterEach, describe, expect, it, vi } from "vitest";
import type { OpenPdf } from "./openPdf.ts";
import { printPdf } from "./printPdf.ts";

/** Prints three pages in a browser that only counts; `endsAt` is the page during whose decoding the reader goes away. */
async function printed(endsAt: number) {
  const control = new AbortController();
  const counts = { announced: 0, printed: 0, open: 0 };
  const element = () => ({ append() {}, remove() {}, toBlob: (take: (blob: Blob) => void) => take(new Blob()) });
  vi.stubGlobal("document", { createElement: element, body: element() });
  vi.stubGlobal("print", () => counts.printed++);
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => `blob:${++counts.open}`);
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => void counts.open--);
  let onPrinted = () => {};
  vi.stubGlobal("addEventListener", (_: string, listener: () => void) => (onPrinted = listener));
  class Picture {
    decode = async () => counts.announced === endsAt && control.abort();
  }
  vi.stubGlobal("Image", Picture);
  const pdf = { pages: 3, draw: async () => {} } as unknown as OpenPdf;
  const isDone = await printPdf(pdf, () => counts.announced++, control.signal).then(
    () => true,
    () => false,
  );
  onPrinted();
  return { isDone, ...counts };
}

describe("a document for the printer", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("is printed with every page, and its pictures are let go of", async () => {
    expect(await printed(0)).toEqual({ isDone: true, announced: 3, printed: 1, open: 0 });
  });

  it.each([1, 3])("whose reader goes away at page %i is drawn no further, and nothing of it stays", async (page) => {
    expect(await printed(page)).toEqual({ isDone: false, announced: page, printed: 0, open: 0 });
  });
});
