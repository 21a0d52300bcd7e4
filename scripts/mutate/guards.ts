import { rangeOf, walk, type Node, type Source } from "../solidity/parse-sources.ts";

/** What each modifier does before the function it guards: parameters and text, by the id of its definition. */
export type Guards = ReadonlyMap<number, { readonly parameters: readonly string[]; readonly check: string }>;

/** The modifiers of some sources. All that they do comes before the function. */
export function guardsIn(sources: readonly Source[]): Guards {
  const guards = new Map<number, { parameters: readonly string[]; check: string }>();
  for (const { text, tree } of sources) {
    walk(tree, (node) => {
      if (node.nodeType !== "ModifierDefinition") return;
      const statements = (node["body"] as Node)["statements"] as readonly Node[];
      const checks = statements.filter(({ nodeType }) => nodeType !== "PlaceholderStatement");
      const parameters = (node["parameters"] as Node)["parameters"] as readonly Node[];
      guards.set(node["id"] as number, {
        parameters: parameters.map((parameter) => parameter["name"] as string),
        check: checks.map((each) => `${textOf(each, text)};`).join(" "),
      });
    });
  }
  return guards;
}

/** The check that an invocation stands for, its arguments filled in. Null for a call of a base's constructor. */
export function guardOf(guards: Guards, invocation: Node, text: Buffer): string | null {
  const guard = guards.get((invocation["modifierName"] as Node)["referencedDeclaration"] as number);
  if (guard === undefined) return null;
  const given = (invocation["arguments"] as readonly Node[] | null) ?? [];
  return guard.parameters.reduce(
    (check, name, n) => check.replaceAll(new RegExp(`\\b${name}\\b`, "g"), textOf(given[n]!, text)),
    guard.check,
  );
}

function textOf(node: Node, text: Buffer): string {
  const { start, end } = rangeOf(node);
  return text.toString("utf8", start, end);
}
