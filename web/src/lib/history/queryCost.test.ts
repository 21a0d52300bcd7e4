import { auditEventsBetween, compareEntities, type AskIndex } from "@chartkey/protocol/audit/compare-index";
import { emptyBook } from "@chartkey/protocol/audit/book";
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from "graphql";
import { describe, expect, it } from "vitest";
import { FEW, PAGE_SIZE } from "./everyPage.ts";
import schemaText from "./schema.graphql?raw";
import { sampleNetwork } from "../network/sampleNetwork.ts";

/**
 * The most that one question may cost, in graph-node's own count: a fifth of what a client's introspection costs ("just over 1
 * million", graph-node's docs/environment-variables.md on GRAPH_GRAPHQL_MAX_COMPLEXITY), which public endpoints answer.
 */
const MOST = 202_000;
/** Levels of lists and objects; graph-node takes 255. */
const DEEPEST = 6;
/** What a list gives that says nothing. */
const UNASKED = 100;

const sizes: Readonly<Record<string, number>> = { first: PAGE_SIZE, few: FEW };
const schema = buildSchema(schemaText);

type Cost = { rows: number; depth: number; complaints: string[] };

/**
 * Counts a document as graph-node does before it answers it (`complexity_inner` in graphql/src/execution/query.rs): a list costs its rows,
 * and for each row what is asked of it.
 */
function costOf(document: DocumentNode): Cost {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as [string, FragmentDefinitionNode]] : [],
    ),
  );
  const complaints: string[] = [];
  let deepest = 0;

  function costOfSelection(type: GraphQLObjectType, { selections }: SelectionSetNode, depth: number): number {
    deepest = Math.max(deepest, depth);
    let total = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        complaints.push("inline fragment");
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment) total += costOfSelection(type, fragment.selectionSet, depth);
        else complaints.push(`no fragment ${selection.name.value}`);
        continue;
      }
      const { name, arguments: given = [], selectionSet } = selection;
      const field = type.getFields()[name.value];
      if (!field) {
        complaints.push(`no field ${type.name}.${name.value}`);
        continue;
      }
      if (given.some((argument) => argument.name.value === "skip")) complaints.push(`skip on ${name.value}`);
      const of = getNamedType(field.type);
      if (!selectionSet || !isObjectType(of)) continue;
      const one = costOfSelection(of, selectionSet, depth + 1);
      if (!isListType(getNullableType(field.type))) {
        total += one;
        continue;
      }
      const first = given.find((argument) => argument.name.value === "first")?.value;
      const rows =
        first?.kind === Kind.INT ? Number(first.value) : first?.kind === Kind.VARIABLE ? sizes[first.name.value] : null;
      if (rows === null || rows === undefined) complaints.push(`no first on ${name.value}`);
      total += (rows ?? UNASKED) * (1 + one);
    }
    return total;
  }

  let rows = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    rows += costOfSelection(schema.getQueryType()!, definition.selectionSet, 0);
  }
  return { rows, depth: deepest, complaints };
}

/** Every document of the page by its name, with the fragments it spreads, from wherever it is written. */
function documents(): Map<string, DocumentNode> {
  const sources = import.meta.glob<string>("/src/**/*.{ts,svelte}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const parts = Object.entries(sources).flatMap(([file, source]) => {
    if (file.includes(".test.")) return [];
    const written = [...source.matchAll(/\bgraphql\(\s*`([^`]*)`/g)].map(([, text = ""]) => parse(text));
    // One that is written in another way would not be counted.
    expect([file, source.match(/\bgraphql\(/g)?.length ?? 0]).toEqual([file, written.length]);
    return written;
  });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { definitions } of parts) {
    for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const found = new Map<string, DocumentNode>();
  for (const { definitions } of parts) {
    for (const each of definitions) {
      if (each.kind !== Kind.OPERATION_DEFINITION) continue;
      const name = each.name?.value ?? "";
      expect(found.has(name)).toBe(false);
      found.set(name, { kind: Kind.DOCUMENT, definitions: [each, ...spreadBy(each.selectionSet, fragments)] });
    }
  }
  return found;
}

function spreadBy(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const found: FragmentDefinitionNode[] = [];
  visit(selectionSet, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (fragment) found.push(fragment, ...spreadBy(fragment.selectionSet, fragments));
    },
  });
  return found;
}

/** What a check of everything asks, as it asks it. */
async function auditDocuments(): Promise<DocumentNode[]> {
  const asked: string[] = [];
  const ask: AskIndex = (query) => {
    asked.push(query);
    const [list = ""] = /(?<=\{\s*)\w+(?=\()/.exec(query) ?? [];
    return Promise.resolve({ [list]: [] });
  };
  for await (const difference of compareEntities(ask, emptyBook(sampleNetwork), 1)) throw new Error(String(difference));
  await auditEventsBetween(ask, { after: "0x", upTo: "0xff", block: 1 });
  return asked.map((query) => parse(query));
}

const found = documents();

describe("what the page asks of the subgraph", () => {
  it("are all its questions", () => {
    expect(found.size).toBeGreaterThan(25);
  });

  it.each([...found])("%s costs a public endpoint little, says how many it wants, and skips nothing", (_, document) => {
    const { rows, depth, complaints } = costOf(document);
    expect(complaints).toEqual([]);
    expect(rows).toBeLessThanOrEqual(MOST);
    expect(depth).toBeLessThanOrEqual(DEEPEST);
  });

  it("puts no list into a row that can outgrow what is asked for: all else is read page by page", () => {
    // The contract takes no more than 255 versions of a report; one or two tell whether there is any, or more than one.
    const bounded = /^(versions|reportVersions): 255$|: [12]$/;
    const lists: string[] = [];
    for (const document of found.values()) {
      visit(document, {
        Field({ name, arguments: given = [] }) {
          const first = given.find((argument) => argument.name.value === "first")?.value;
          if (first?.kind === Kind.INT) lists.push(`${name.value}: ${first.value}`);
        },
      });
    }
    expect(lists.length).toBeGreaterThan(0);
    expect(lists.filter((list) => !bounded.test(list))).toEqual([]);
  });

  it("costs one page of plain rows when everything is checked, for each kind", async () => {
    const asked = await auditDocuments();
    expect(asked.length).toBeGreaterThan(20);
    for (const document of asked) expect(costOf(document)).toMatchObject({ rows: PAGE_SIZE, complaints: [] });
  });
});

describe("the count", () => {
  it.each([
    ["a list in a list", "query ($first: Int!) { pairs(first: $first) { stops(first: 1000) { id } } }", 1_001_000, []],
    ["lists beside each other", "{ pairs(first: 7) { id } consents(first: 5) { pair { id } } }", 12, []],
    ["a list in one that is not in a list", '{ account(id: "0x") { chart { reports(first: 9) { id } } } }', 9, []],
    ["a list that says nothing", "{ pairs { stops(first: 2) { id } } }", 300, ["no first on pairs"]],
    ["skipping", "{ pairs(first: 10, skip: 5000) { id } }", 10, ["skip on pairs"]],
    ["a variable that nobody knows", "query ($n: Int!) { pairs(first: $n) { id } }", 100, ["no first on pairs"]],
  ])("takes %s as graph-node does", (_, text, rows, complaints) => {
    expect(costOf(parse(text))).toMatchObject({ rows, complaints });
  });
});
