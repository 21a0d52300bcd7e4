import { describe, expect, it } from "vitest";
import { tableProblems } from "../check/dependency-table.ts";

const table = (...rows: string[]) => ["| package | for | KiB |", "| --- | --- | ---: |", ...rows].join("\n");

describe("the tables of dependencies", () => {
  it("are right when every package has a row and every row its size", () => {
    const markdown = table("| `vite`, `svelte` | building | 1,204 |", "| `qr` | QR codes |  12 |");
    const sizes = new Map<string, number>([
      ["vite", 1_000],
      ["svelte", 200],
      ["qr", 12],
    ]);
    expect(tableProblems(markdown, sizes)).toEqual([]);
  });

  it("name what has no row, what nothing declares and what has two", () => {
    const markdown = table("| `qr` | QR codes | 12 |", "| `left` | nothing | 1 |", "| `qr` | again | 12 |");
    const sizes = new Map([
      ["qr", 12],
      ["vite", 1_000],
    ]);
    expect(tableProblems(markdown, sizes)).toEqual([
      "vite has no row.",
      "left has a row, but nothing declares it.",
      "qr has two rows.",
    ]);
  });

  it("count each package of a row, and say what is installed when it differs", () => {
    const sizes = new Map([
      ["vite", 1_000],
      ["svelte", 200],
    ]);
    expect(tableProblems(table("| `vite`, `svelte` | building | 1,000 |"), sizes)).toEqual([
      "vite, svelte: 1200 KiB are installed, and the row says 1000.",
    ]);
  });

  it("do not miss packages for other platforms", () => {
    expect(tableProblems(table("| `anvil-linux` | a chain | 40,000 |"), new Map([["anvil-linux", null]]))).toEqual([]);
  });
});
