import { globSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectFolder } from "../local/project-folder.ts";
import { suites, suitesNamed } from "../test-runner/suites.ts";

const files = globSync("test/**/*.test.ts", { cwd: path.join(projectFolder, "scripts") });

/** The suites that run a file of this folder, as Vitest understands what they name. */
function suitesWith(file: string): string[] {
  return suites.flatMap(({ name, tests }) => {
    if (tests.runner !== "vitest" || tests.root !== "scripts") return [];
    const isNamed = tests.files?.some((part) => file.includes(part)) ?? true;
    const isLeftOut = tests.not?.some((pattern) => path.matchesGlob(file, pattern)) ?? false;
    return isNamed && !isLeftOut ? [name] : [];
  });
}

describe("the suites", () => {
  it.each(files)("run %s, and only once", (file) => {
    expect(suitesWith(file)).toHaveLength(1);
  });

  it("name no file that there is not", () => {
    const named = suites.flatMap(({ tests }) => (tests.runner === "vitest" ? (tests.files ?? []) : []));
    expect(named.filter((part) => !files.some((file) => file.includes(part)))).toEqual([]);
  });

  it("give a stack to every file of the end-to-end tests, and to no other", () => {
    const needing = suites.filter(({ needsStack }) => needsStack).map(({ name }) => name);
    const given = files.filter((file) => suitesWith(file).some((name) => needing.includes(name)));
    expect(given.toSorted()).toEqual(files.filter((file) => file.startsWith("test/e2e/")).toSorted());
  });

  it("wait for none of their own group, which would be for ever", () => {
    const waiting = suites.flatMap(({ group, after }) =>
      after === undefined ? [] : [suites.find(({ name }) => name === after)?.group !== group],
    );
    expect(waiting).not.toContain(false);
  });
});

describe("a suite's name", () => {
  it.each([
    ["contracts", ["contracts"]],
    ["end-to-end", ["end-to-end-reports", "end-to-end-rest"]],
    ["end-to-end-rest", ["end-to-end-rest"]],
    ["nothing", []],
  ])("%s means %j", (name, meant) => {
    expect(suitesNamed(name).map((suite) => suite.name)).toEqual(meant);
  });
});
