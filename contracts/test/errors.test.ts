import { readdir, readFile } from "node:fs/promises";
import { recordsAbi } from "@chartkey/protocol/generated/records";
import { registryAbi } from "@chartkey/protocol/generated/registry";
import { describe, expect, it } from "vitest";

/**
 * Of OpenZeppelin, for what never happens here: no ether is sent, a contract calls nobody but itself, the names of both are
 * short, and the clock fits into 48 bits.
 */
const UNREACHABLE = new Set([
  "AddressEmptyCode",
  "InsufficientBalance",
  "InvalidShortString",
  "SafeCastOverflowedUintDowncast",
  "StringTooLong",
]);

const contracts = {
  registry: registryAbi.flatMap((entry) => (entry.type === "error" ? [entry.name] : [])),
  records: recordsAbi.flatMap((entry) => (entry.type === "error" ? [entry.name] : [])),
};

for (const [contract, errors] of Object.entries(contracts)) {
  describe(`every custom error of the ${contract}`, async () => {
    const specification = await sources(new URL(`./${contract}/`, import.meta.url));

    it.each(errors.filter((name) => !UNREACHABLE.has(name)))("is expected by name in a test: %s", (name) => {
      expect(specification).toContain(`"${name}"`);
    });
  });
}

describe("every error that is said to be unreachable", () => {
  it.each([...UNREACHABLE])("is one of the contracts': %s", (name) => {
    expect([...contracts.registry, ...contracts.records]).toContain(name);
  });
});

async function sources(folder: URL): Promise<string> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".test.ts"));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  return texts.join("\n");
}
