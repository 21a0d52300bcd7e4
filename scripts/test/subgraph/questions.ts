import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../../local/project-folder.ts";
import { chartOf, doctorA, lower, network, otherPatient } from "./world.ts";

/** Where the page's questions are written. */
const folder = path.join(projectFolder, "web/src/lib/history");

/** Something to ask with, by its type in the query schema. */
const given: Readonly<Record<string, () => unknown>> = {
  "Block_height!": () => ({ number_gte: 0 }),
  "Bytes!": () => "0x",
  "BigInt!": () => "0",
  "Int!": () => 100,
  "ID!": () => lower(doctorA),
  "String!": () => chartOf(otherPatient),
  "[String!]!": () => [chartOf(otherPatient)],
  "[Bytes!]!": () => [chartOf(otherPatient)],
  "AuditEvent_filter!": () => ({}),
  "RoleMembership_filter!": () => ({}),
  "Pair_filter!": () => ({ chart: chartOf(otherPatient) }),
};

const parts = globSync("*.ts", { cwd: folder })
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) => {
    const source = readFileSync(path.join(folder, file), "utf8");
    return [...source.matchAll(/\bgraphql\(\s*`([^`]*)`/g)].map(([, text = ""]) => text.trim());
  });
const fragments = new Map(
  parts.flatMap((text) => [...text.matchAll(/^fragment (\w+)/g)].map(([, name]) => [name, text])),
);
const questions = new Map(
  parts.flatMap((text) => [...text.matchAll(/^query (\w+)/g)].map(([, name = ""]) => [name, text])),
);

describe("what the page asks", () => {
  it("is found where it is written", () => {
    expect(questions.size).toBeGreaterThan(25);
    expect(questions.size + fragments.size).toBe(parts.length);
  });

  it.each([...questions])("%s is answered by graph-node, and not only by its schema", async (_, text) => {
    await network.ask("{ _meta { block { number } } }");
    expect((await ask(text)).errors).toBeUndefined();
  });

  it("finds every stop of everything of a chart, by the generation that each began", async () => {
    const answer = await network.ask(
      `{ pairs(first: 1000, where: { chart: "${chartOf(otherPatient)}" }) { id generation } }`,
    );
    const { pairs } = answer as { pairs: { id: string; generation: number }[] };
    const began = pairs.flatMap(({ id, generation }) => Array.from({ length: generation }, (_, n) => `${id}:${n + 1}`));
    const { data } = (await ask(questions.get("EverythingStops") ?? "")) as {
      data: { everythingStops: { pair: { id: string }; generation: number }[] };
    };
    expect(began.length).toBeGreaterThan(0);
    expect(data.everythingStops.map(({ pair, generation }) => `${pair.id}:${generation}`).sort()).toEqual(began.sort());
  });
});

/** Asks with what a question spreads, and with something in the place of each variable. */
async function ask(text: string): Promise<{ data?: unknown; errors?: unknown }> {
  const variables = Object.fromEntries(
    [...text.matchAll(/\$(\w+): ([\w![\]]+)/g)].map(([, name, type = ""]) => [name, given[type]?.()]),
  );
  const response = await fetch(network.queryUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: [text, ...spreadBy(text)].join("\n"), variables }),
  });
  return (await response.json()) as { data?: unknown; errors?: unknown };
}

function spreadBy(text: string, found = new Set<string>()): Set<string> {
  for (const [, name] of text.matchAll(/\.\.\.(\w+)/g)) {
    const fragment = fragments.get(name) ?? "";
    if (found.has(fragment)) continue;
    found.add(fragment);
    spreadBy(fragment, found);
  }
  return found;
}
