import { describe, expect, it } from "vitest";
import { OpenedDocuments } from "./openedDocuments.ts";

const bytes = (length: number) => new Uint8Array(length);

describe("documents that were opened", () => {
  it("are there as long as there is room, and the one shown longest ago goes first", () => {
    const documents = new OpenedDocuments(10);
    documents.keep(1, bytes(4));
    documents.keep(2, bytes(4));
    expect(documents.get(1)).toHaveLength(4);
    documents.keep(3, bytes(5));
    expect([documents.get(1)?.length, documents.get(2), documents.get(3)?.length]).toEqual([4, null, 5]);
  });

  it("hold none that fills more than all the room", () => {
    const documents = new OpenedDocuments(10);
    documents.keep(1, bytes(11));
    expect(documents.get(1)).toBeNull();
  });

  it("are gone when they are forgotten, or all are", () => {
    const documents = new OpenedDocuments(10);
    documents.keep(1, bytes(2));
    documents.keep(2, bytes(2));
    documents.forget(1);
    expect([documents.get(1), documents.get(2)?.length]).toEqual([null, 2]);
    documents.clear();
    expect(documents.get(2)).toBeNull();
  });
});
