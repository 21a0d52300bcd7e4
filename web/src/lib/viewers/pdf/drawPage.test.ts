import { beforeEach, describe, expect, it, vi } from "vitest";
import { drawPage } from "./drawPage.ts";
import type { OpenPdf } from "./openPdf.ts";

const word = {} as HTMLElement;
const fails = () => Promise.reject(new Error("damaged"));

async function drawn(parts: Partial<OpenPdf>, signal = new AbortController().signal) {
  const clear = vi.fn();
  const onDrawn = vi.fn();
  const pdf = { size: async () => ({ width: 100, height: 100 }), draw: async () => {}, ...parts } as OpenPdf;
  const canvas = { style: {} } as HTMLCanvasElement;
  const words = { replaceChildren: clear } as unknown as HTMLElement;
  const laid = await drawPage(pdf, 1, { canvas, words, width: 200 }, onDrawn, signal).catch(() => "failed");
  return { laid, shown: onDrawn.mock.calls.length, cleared: clear.mock.calls.length };
}

describe("a page", () => {
  beforeEach(() => vi.stubGlobal("devicePixelRatio", 1));

  it("is drawn with its words over it", async () => {
    expect(await drawn({ layWords: async () => [word] })).toEqual({ laid: [word], shown: 1, cleared: 0 });
  });

  it("stays a picture where its words cannot be laid", async () => {
    expect(await drawn({ layWords: fails })).toEqual({ laid: [], shown: 1, cleared: 1 });
  });

  it("that cannot be drawn is said to be so", async () => {
    expect(await drawn({ draw: fails, layWords: async () => [word] })).toEqual({
      laid: "failed",
      shown: 0,
      cleared: 0,
    });
  });

  it("that nobody waits for any more touches no words of the next", async () => {
    const control = new AbortController();
    const layWords = () => {
      control.abort();
      return fails();
    };
    expect(await drawn({ layWords }, control.signal)).toEqual({ laid: "failed", shown: 1, cleared: 0 });
  });
});
