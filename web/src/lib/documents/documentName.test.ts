import { describe, expect, it } from "vitest";
import { documentName } from "./documentName.ts";

describe("the name of a document", () => {
  it("stays as it is when everyone can read it", () => {
    expect(documentName("रक्त जाँच 12.pdf")).toBe("रक्त जाँच 12.pdf");
  });

  it("loses marks that would make its ending read backwards", () => {
    expect(documentName("letter\u202efdp.exe")).toBe("letterfdp.exe");
  });

  it("loses line breaks and other control characters", () => {
    expect(documentName("a\nb\u0000c.txt")).toBe("abc.txt");
  });

  it("is cut to 255, keeping its ending and no half character", () => {
    const name = documentName(`${"x".repeat(250)}😀${"y".repeat(50)}.pdf`);
    expect(name).toBe(`${"x".repeat(250)}.pdf`);
    expect(documentName("z".repeat(300))).toHaveLength(255);
  });

  it("is never empty", () => {
    expect(documentName("\u202e")).toBe("document");
  });
});
