import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { fastFolder } from "../fast-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    nodeFolder: string;
  }
}

/** Where the worker on Node keeps its files during a run of the tests. */
export default function nodeFolder(project: TestProject) {
  const folder = fastFolder();
  project.provide("nodeFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
