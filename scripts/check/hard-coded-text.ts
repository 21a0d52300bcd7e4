import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, type AST } from "svelte/compiler";
import ts from "typescript";
import { projectFolder } from "../local/project-folder.ts";

/**
 * Attributes and properties that a person never reads, whatever is in them.
 */
const UNREAD = new Set([
  "class",
  "style",
  "d",
  "viewBox",
  "href",
  "src",
  "type",
  "id",
  "for",
  "name",
  "accept",
  "pattern",
]);

/** Words of programs that look like sentences: types, media types and queries are none, and neither is what no person is told. */
const UNTOLD = new Set(["Error", "TypeError", "RangeError", "DOMException", "RegExp", "Worker", "URL", "matchMedia"]);

/** Texts that are the same in every language, or are part of a format: one reason each. */
const SAME_EVERYWHERE: readonly RegExp[] = [
  // Names.
  /^(Chartkey|Etherscan|WalletConnect|MetaMask|Safe|FHIR R4|SNOMED CT|CSV|NDJSON|JSON|PDF|DICOM)$/,
];

/** Sources whose texts stay as they are, by a pattern of the beginning of their path, and why. */
const OTHERWISE_TOLD: Readonly<Record<string, string>> = {
  "lib/keys/keyHolder": "said in a worker, which knows no language; lib/words finds the message for it",
  "lib/keys/keyringKeeper": "said in a worker, as above, or kept in the keyring as the label of a way to unlock",
  "lib/viewers/dicom/(decodeFrame|dicomError|loadOnce|openImages|readDicom|rle|transferSyntax)":
    "said in a worker; dicomWords finds the message for it",
  "lib/flows/createKey": "kept in the keyring as the label of a way to unlock",
  "routes/unlockerName": "labels as keyrings keep them, to find their messages by",
  "lib/flows/profile": "the title of a locked report, whose language is told with it",
  "lib/words/remarkKind": "locked into remarks, and known by these words",
  "lib/otp/signInMessage": "the statement that is signed, which the OTP worker compares",
  "lib/chain/safeExecution": "signatures of events",
  "lib/history/history": "an error's message that another error takes the place of",
  "lib/exchange/ips": "names of sections as LOINC and the International Patient Summary have them",
  "routes/audit/exports/fhir": "names of codes as their code systems have them",
};

/** A text that somebody reads and that is not in the message files. */
export interface HardCodedText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What is written in the page itself where a message belongs, one sentence each. */
export function hardCodedTextProblems(): string[] {
  return hardCodedTexts().map(({ file, line, text }) => `${file}:${line} says “${text}” itself; a message has to.`);
}

/** All texts of the page's sources that are not in the message files. */
export function hardCodedTexts(folder = path.join(projectFolder, "web/src")): HardCodedText[] {
  return globSync("**/*.{svelte,ts}", { cwd: folder, exclude: ["messages/**"] })
    .filter((file) => !/\.(test|d)\.ts$/.test(file))
    .filter((file) => !Object.keys(OTHERWISE_TOLD).some((beginning) => new RegExp(`^${beginning}`).test(file)))
    .sort()
    .flatMap((file) => {
      const source = readFileSync(path.join(folder, file), "utf8");
      const found = file.endsWith(".svelte") ? textsOfComponent(source) : textsOfScript(source, file);
      return found.map(({ at, text }) => ({ file, line: source.slice(0, at).split("\n").length, text }));
    });
}

interface Found {
  readonly at: number;
  readonly text: string;
}

/** Texts of a Svelte component: of its markup, its readable attributes, and the scripts and expressions in it. */
export function textsOfComponent(source: string): Found[] {
  const root = parse(source, { modern: true });
  const found: Found[] = [];
  for (const script of [root.module, root.instance]) {
    if (!script) continue;
    const { start, end } = script.content as unknown as { start: number; end: number };
    for (const { at, text } of textsOfScript(source.slice(start, end), "script.ts"))
      found.push({ at: at + start, text });
  }
  walk(root.fragment, (node) => {
    if (node.type === "Text") {
      const text = (node as AST.Text).data.trim().replace(/\s+/g, " ");
      if (/\p{L}{2}/u.test(text) && !isSameEverywhere(text)) found.push({ at: node.start, text });
    }
    if (node.type === "StyleDirective") return false;
    if (node.type !== "Attribute") return true;
    const { name, value } = node as AST.Attribute;
    if (UNREAD.has(name) || name.startsWith("data-")) return false;
    if (value === true || !Array.isArray(value)) return true;
    // The value of any other attribute is a text only where it has the looks of one: `title="Reports"`, not `form="until"`.
    for (const part of value)
      if (part.type === "Text" && isProse(part.data, name)) found.push({ at: part.start, text: part.data });
    for (const part of value) if (part.type === "ExpressionTag") expression(part);
    return false;
  });
  return found.sort((one, other) => one.at - other.at);

  function expression({ start, end }: { start: number; end: number }) {
    const inner = source.slice(start + 1, end - 1);
    for (const { at, text } of textsOfScript(`(${inner})`, "script.ts")) found.push({ at: start + at, text });
  }

  function walk(node: unknown, visit: (node: AST.BaseNode) => boolean): void {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) return node.forEach((one) => walk(one, visit));
    const { type, start, end } = node as AST.BaseNode;
    if (type === "ExpressionTag") return expression({ start, end });
    if (typeof type === "string" && !visit(node as AST.BaseNode)) return;
    for (const [key, value] of Object.entries(node)) if (key !== "metadata") walk(value, visit);
  }
}

/** Texts of a TypeScript source: literals of more than one word that are handed to nothing which only programs read. */
export function textsOfScript(source: string, file: string): Found[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  visit(tree);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isTaggedTemplateExpression(node)) return;
    if (ts.isNewExpression(node) && UNTOLD.has(node.expression.getText(tree))) return;
    if (
      ts.isCallExpression(node) &&
      /^(console\.\w+|.*querySelector(All)?|matchMedia|performance\.\w+)$/.test(node.expression.getText(tree))
    )
      return;
    if (ts.isPropertyAssignment(node) && UNREAD.has(node.name.getText(tree))) return;
    if (ts.isStringLiteralLike(node) && isSentence(node.text)) found.push({ at: node.getStart(tree), text: node.text });
    if (ts.isTemplateExpression(node)) {
      const text = [node.head, ...node.templateSpans.map(({ literal }) => literal)].map((part) => part.text).join("…");
      if (isSentence(text)) found.push({ at: node.getStart(tree), text });
    }
    ts.forEachChild(node, visit);
  }
}

/** Whether an attribute's value is to be read: it has a letter that is capital, or several words; or its name says so. */
function isProse(text: string, name: string): boolean {
  if (!/\p{L}{2}/u.test(text) || isSameEverywhere(text)) return false;
  if (/^(title|label|lede|alt|placeholder|aria-label|hint|note)$/.test(name)) return true;
  return /^\p{Lu}\p{Ll}/u.test(text) || isSentence(text);
}

/** Whether a literal has the looks of a sentence or a piece of one, and not of a list of classes, a query or a format. */
function isSentence(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length < 2 || isSameEverywhere(text.trim())) return false;
  // Classes, styles, queries and formats have characters in their words that no prose has.
  if (
    words.some((word) => /[a-z0-9]-\[|[{}<>=_]|\w:\w|^--|^\/|^(flex|grid|relative|absolute|sr-only|block)$/.test(word))
  )
    return false;
  if (
    words.every((word) => /^[a-z0-9./-]+$/.test(word)) &&
    words.some((word) => /[a-z]-[a-z0-9]|^\d|^[a-z]+$/.test(word)) &&
    !/[.!?…]$/.test(text)
  ) {
    // Lower-case words alone may be either: without a hyphen they are prose.
    return words.every((word) => /^[a-z]+$/.test(word));
  }
  return words.filter((word) => /^[“‘(]?\p{L}[\p{L}’'-]*[.,:;!?…”’)]*$/u.test(word)).length >= 2;
}

function isSameEverywhere(text: string): boolean {
  return SAME_EVERYWHERE.some((known) => known.test(text));
}
