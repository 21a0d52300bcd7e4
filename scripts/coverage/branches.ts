import { rangeOf, walk, type Node, type Source } from "../solidity/parse-sources.ts";
import { rewrite, type Replacement } from "../solidity/rewrite.ts";

/** One way that a condition can go. */
export interface Branch {
  readonly file: string;
  readonly line: number;
  readonly condition: string;
  readonly outcome: boolean;
}

export interface Instrumented {
  readonly text: string;
  /** Which branch the body of a line stands for, lines counted from 1. All are after the source's own lines. */
  readonly branches: ReadonlyMap<number, Branch>;
}

/**
 * Makes each outcome of each condition a statement, which is what can be measured: `c` becomes `((c && t()) || f())`, where `t`
 * answers true and runs when c holds, and `f` answers false and runs when it does not. The condition keeps its value, and the lines of
 * the source their numbers. A condition is what an `if`, a loop or a `?:` asks, and each side of `&&` and `||`.
 */
export function instrumentBranches({ file, text, tree }: Source): Instrumented {
  const conditions = conditionsIn(tree);
  const replacements = new Map<Node, Replacement>();
  const branches = new Map<number, Branch>();
  let appended = "";
  let line = text.toString().split("\n").length;
  const marker = (node: Node, outcome: boolean): string => {
    const name = `_branch${branches.size}`;
    appended += `function ${name}() pure returns (bool) { return ${outcome}; }\n`;
    const { start, end } = rangeOf(node);
    const at = text.toString("utf8", 0, start).split("\n").length;
    branches.set(line++, { file, line: at, condition: text.toString("utf8", start, end), outcome });
    return `${name}()`;
  };
  for (const node of conditions) {
    const [taken, notTaken] = [marker(node, true), marker(node, false)];
    replacements.set(node, (_textOf, own) => `(((${own()}) && ${taken}) || ${notTaken})`);
  }
  return { text: rewrite(text, replacements) + appended, branches };
}

function conditionsIn(tree: Node): ReadonlySet<Node> {
  const found = new Set<Node>();
  walk(tree, (node) => {
    if (["IfStatement", "Conditional", "ForStatement", "WhileStatement"].includes(node.nodeType)) {
      if (node["condition"]) found.add(node["condition"] as Node);
    }
    if (node.nodeType === "BinaryOperation" && (node["operator"] === "&&" || node["operator"] === "||")) {
      found.add(node["leftExpression"] as Node).add(node["rightExpression"] as Node);
    }
  });
  return found;
}
