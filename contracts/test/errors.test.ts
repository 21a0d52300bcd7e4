import { readdir, readFile } from "node:fs/promises";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { describe, expect, it } from "vitest";

/** Of OpenZeppelin: tested there, and not about who may hold which role here. */
const THEIRS = new Set([
  "AccessControlBadConfirmation",
  "AccessControlInvalidDefaultAdmin",
  "InvalidShortString",
  "SafeCastOverflowedUintDowncast",
  "StringTooLong",
]);

const names = [...registryAbi, ...recordsAbi].flatMap((entry) => (entry.type === "error" ? [entry.name] : []));

describe("every custom error", async () => {
  const specification = await sources(new URL("./", import.meta.url));
  const ours = [...new Set(names)].filter((name) => !THEIRS.has(name));

  it.each(ours)("is expected by name in a test: %s", (name) => {
    expect(specification).toContain(`"${name}"`);
  });
});

async function sources(folder: URL): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".test.ts"));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  return texts.join("\n");
}
