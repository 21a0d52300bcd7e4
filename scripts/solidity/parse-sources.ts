import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import solc from "solc";
import { projectFolder } from "../local/project-folder.ts";

/** A node of the compiler's syntax tree. `src` is `start:length:file`, in bytes. */
export interface Node {
  readonly nodeType: string;
  readonly src: string;
  readonly [key: string]: unknown;
}

export interface Source {
  /** Below the project, as `contracts/src/…`. */
  readonly file: string;
  readonly text: Buffer;
  readonly tree: Node;
}

const SOURCES = "contracts/src";

interface Output {
  readonly errors?: readonly { severity: string; formattedMessage: string }[];
  readonly sources: Readonly<Record<string, { ast: Node }>>;
}

/** The contracts with their syntax trees, types included, and what they import from packages. */
export function parseSources(): { readonly sources: readonly Source[]; readonly imported: readonly Source[] } {
  const files = readdirSync(path.join(projectFolder, SOURCES), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sol"))
    .map((name) => path.posix.join(SOURCES, name))
    .sort();
  const texts = new Map(files.map((file) => [file, readFileSync(path.join(projectFolder, file))]));
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...texts].map(([file, text]) => [file, { content: text.toString() }])),
    settings: { evmVersion: "osaka", outputSelection: { "*": { "": ["ast"] } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as Output;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ParseError(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const all = Object.entries(output.sources).map(([file, { ast }]): Source => {
    return { file, text: texts.get(file) ?? readPackage(file), tree: ast };
  });
  return {
    sources: all.filter(({ file }) => texts.has(file)),
    imported: all.filter(({ file }) => !texts.has(file)),
  };
}

/** Calls `visit` for a node and everything below it, outermost first, with what it stands in. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void): void {
  walkBelow(node, [], visit);
}

/** Where a node stands in its file's bytes. */
export function rangeOf(node: Node): { start: number; end: number } {
  const [start, length] = node.src.split(":").map(Number) as [number, number];
  return { start, end: start + length };
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "nodeType" in value && "src" in value;
}

function walkBelow(node: Node, parents: readonly Node[], visit: (node: Node, parents: readonly Node[]) => void): void {
  visit(node, parents);
  const below = [node, ...parents];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walkBelow(child, below, visit);
  }
}

function readImport(name: string): { contents: string } {
  return { contents: readPackage(name).toString() };
}

function readPackage(name: string): Buffer {
  return readFileSync(path.join(projectFolder, "node_modules", name));
}

class ParseError extends Error {
  override name = "ParseError";
}
