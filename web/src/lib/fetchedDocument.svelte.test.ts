import type { ReportMetadata } from "@chartkey/protocol/report-metadata";
import { describe, expect, it, vi } from "vitest";
import type { App } from "./app.ts";
import { FetchedDocument } from "./fetchedDocument.svelte.ts";
import { OpenedDocuments } from "./openedDocuments.ts";

vi.mock("comlink", () => ({ proxy: (value: unknown) => value, transfer: (value: unknown) => value }));

const chunks = ["one ", "two ", "three"].map((text) => new TextEncoder().encode(text));
const opened = { id: 0, metadata: { length: 13 } as ReportMetadata, parts: 3 };

/** A key holder that gives these chunks, and waits before each for `next`. */
function appGiving(next: () => Promise<void> = async () => {}) {
  const openBody = async (_: number, __: unknown, take: (chunk: Uint8Array) => Promise<void>) => {
    for (const chunk of chunks) {
      await next();
      await take(chunk);
    }
  };
  return {
    keys: { holder: { openBody }, whileUnlocked: (work: Promise<unknown>) => work },
    network: { gatewayUrls: [] },
    documents: new OpenedDocuments(),
  } as unknown as App;
}

describe("a document on its way", () => {
  it("is shown whole, and says meanwhile how much of it is there", async () => {
    const document = new FetchedDocument();
    const counted: number[] = [];
    await document.fetch(
      appGiving(async () => void counted.push(document.fetched)),
      opened,
    );
    expect(new TextDecoder().decode(document.value ?? undefined)).toBe("one two three");
    expect([counted, document.fetched, document.total]).toEqual([[0, 1, 2], 3, 3]);
  });

  it("is shown again without being fetched, until it is forgotten", async () => {
    const next = vi.fn(async () => {});
    const app = appGiving(next);
    await new FetchedDocument().fetch(app, opened);
    const again = new FetchedDocument();
    await again.fetch(app, opened);
    expect(new TextDecoder().decode(again.value ?? undefined)).toBe("one two three");
    expect(next).toHaveBeenCalledTimes(3);
    app.documents.forget(opened.id);
    await again.fetch(app, opened);
    expect(next).toHaveBeenCalledTimes(6);
  });

  it("is not shown in part when it fails on the way", async () => {
    const document = new FetchedDocument();
    let chunk = 0;
    await document.fetch(
      appGiving(async () => {
        if (++chunk === 3) throw new Error("It broke.");
      }),
      opened,
    );
    expect(document.value).toBeNull();
    expect(String(document.error)).toContain("It broke.");
  });

  it("is dropped when it is covered, and what comes late is not shown", async () => {
    const document = new FetchedDocument();
    const wait = Promise.withResolvers<void>();
    const app = appGiving(() => wait.promise);
    const fetching = document.fetch(app, opened);
    document.clear();
    expect(document.transfer.signal.aborted).toBe(true);
    wait.resolve();
    await fetching;
    expect([document.value, app.documents.get(opened.id)]).toEqual([null, null]);
  });
});
