import { rangeOf, walk, type Node, type Source } from "../solidity/parse-sources.ts";
import { rewrite, type Replacement } from "../solidity/rewrite.ts";
import { guardOf, type Guards } from "./guards.ts";

/** A small change that a test should notice. */
export interface Mutant {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly operator: string;
  /** The text that is changed, on one line. */
  readonly text: string;
}

export interface Mutated {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

/** Whose balance, in wei, says which mutant is alive: 0 for none. */
export const SWITCH = "0x00000000000000000000000000004D7574616e74";

const FLIPPED: Readonly<Record<string, string>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
  "+": "-",
  "-": "+",
};
const SHIFTED: Readonly<Record<string, string>> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };

const HELPERS = `function _isMutant(uint256 id) pure returns (bool) {
    function(uint256) view returns (bool) reads = _readsMutant;
    function(uint256) pure returns (bool) answers;
    assembly { answers := reads }
    return answers(id);
}
function _readsMutant(uint256 id) view returns (bool) { return address(${SWITCH}).balance == id; }
`;

/**
 * [Note: all mutants in one build] Every changed place asks at run time whether its mutant is alive, so that the contracts are compiled once
 * and a test run chooses one mutant by setting a balance. `a < b` becomes `(_isMutant(7) ? a >= b : _isMutant(8) ? a <= b : a < b)`.
 *
 * Operators: drop a modifier, a check, a call, a write or an event; flip a comparison or a sign; shift a boundary; exchange "and" and "or";
 * negate a literal; swap neighbouring arguments of one type.
 */
export function mutate({ file, text, tree }: Source, guards: Guards, firstId: number): Mutated {
  const mutants: Mutant[] = [];
  const expressions = new Map<Node, ((textOf: (node: Node) => string) => { id: number; text: string })[]>();
  const statements = new Map<Node, ((textOf: (node: Node) => string) => { id: number; text: string })[]>();
  const replacements = new Map<Node, Replacement>();

  const mutant = (node: Node, operator: string): number => {
    const { start, end } = rangeOf(node);
    const line = text.toString("utf8", 0, start).split("\n").length;
    const id = firstId + mutants.length;
    mutants.push({ id, file, line, operator, text: text.toString("utf8", start, end).replaceAll(/\s+/g, " ") });
    return id;
  };
  const instead = (node: Node, operator: string, alternative: (textOf: (node: Node) => string) => string): void => {
    const id = mutant(node, operator);
    add(expressions, node, (textOf) => ({ id, text: alternative(textOf) }));
  };
  const insteadOfStatement = (
    node: Node,
    operator: string,
    alternative: (textOf: (node: Node) => string) => string,
  ): void => {
    const id = mutant(node, operator);
    add(statements, node, (textOf) => ({ id, text: alternative(textOf) }));
  };

  walk(tree, (node, parents) => {
    if (isConstant(parents) || isModifier(parents)) return;
    switch (node.nodeType) {
      case "FunctionDefinition":
        dropModifiers(node);
        break;
      case "IfStatement":
        instead(node["condition"] as Node, "drop a check", () => "false");
        break;
      case "BinaryOperation":
        changeOperation(node);
        break;
      case "Literal":
        if (node["kind"] === "bool") instead(node, "negate a literal", () => String(node["value"] !== "true"));
        break;
      case "UnaryOperation":
        if (["++", "--"].includes(node["operator"] as string) && parents[0]?.nodeType !== "ExpressionStatement") {
          instead(node, "drop a write", (textOf) => textOf(node["subExpression"] as Node));
        }
        break;
      case "ExpressionStatement":
        if (!isLoopHeader(node, parents) && !setsPointer(node)) insteadOfStatement(node, nameOfDropped(node), () => "");
        break;
      case "EmitStatement":
        insteadOfStatement(node, "drop an event", () => "");
        swapArguments(node["eventCall"] as Node, (operator, swapped) =>
          insteadOfStatement(node, operator, (textOf) => `emit ${swapped(textOf)}`),
        );
        break;
      case "RevertStatement":
        swapArguments(node["errorCall"] as Node, (operator, swapped) =>
          insteadOfStatement(node, operator, (textOf) => `revert ${swapped(textOf)}`),
        );
        break;
      case "FunctionCall":
        if (isSingleValue(node)) swapArguments(node, (operator, swapped) => instead(node, operator, swapped));
        else if (parents[0]?.nodeType === "ExpressionStatement") {
          swapArguments(node, (operator, swapped) => insteadOfStatement(parents[0]!, operator, swapped));
        }
        break;
    }
  });

  for (const [node, alternatives] of expressions) {
    const earlier = replacements.get(node);
    replacements.set(node, (textOf, own) => {
      const original = earlier === undefined ? own() : earlier(textOf, own);
      const chain = alternatives.map((each) => each(textOf)).map(({ id, text }) => `_isMutant(${id}) ? ${text} : `);
      return `(${chain.join("")}${original})`;
    });
  }
  for (const [node, alternatives] of statements) {
    replacements.set(node, (textOf, own) => {
      const chain = alternatives
        .map((each) => each(textOf))
        .map(({ id, text }) => `if (_isMutant(${id})) { ${text === "" ? "" : `${text};`} } else `);
      // The semicolon that ends a statement is not its own: it follows.
      return chain.join("") + own();
    });
  }
  return { text: internalized(rewrite(text, replacements)) + (mutants.length > 0 ? HELPERS : ""), mutants };

  function dropModifiers(definition: Node): void {
    const body = definition["body"] as Node | null;
    const checks: string[] = [];
    for (const invocation of definition["modifiers"] as readonly Node[]) {
      const guard = guardOf(guards, invocation, text);
      if (guard === null || body === null) continue;
      checks.push(`if (!_isMutant(${mutant(invocation, "drop a modifier")})) { ${guard} }`);
      replacements.set(invocation, () => "");
    }
    if (checks.length > 0) replacements.set(body!, (_textOf, own) => `{ ${checks.join(" ")} ${own().slice(1)}`);
  }

  function changeOperation(node: Node): void {
    const [operator, left, right] = [
      node["operator"] as string,
      node["leftExpression"] as Node,
      node["rightExpression"] as Node,
    ];
    if (operator === "&&" || operator === "||") {
      const id = mutant(node, 'exchange "and" and "or"');
      const isOr = `${operator === "&&" ? "" : "!"}_isMutant(${id})`;
      // The left side, in which further operations stand, is written out once only.
      replacements.set(
        node,
        (textOf) => `((${textOf(left)}) ? (${isOr} || (${textOf(right)})) : (${isOr} && (${textOf(right)})))`,
      );
      return;
    }
    for (const [operators, name] of [
      [FLIPPED, operator === "+" || operator === "-" ? "flip a sign" : "flip a comparison"],
      [SHIFTED, "shift a boundary"],
    ] as const) {
      const changed = operators[operator];
      if (changed !== undefined) {
        instead(node, name, (textOf) => `(${textOf(left)}) ${changed} (${textOf(right)})`);
      }
    }
  }
}

function add<K, V>(to: Map<K, V[]>, key: K, value: V): void {
  const values = to.get(key);
  if (values === undefined) to.set(key, [value]);
  else values.push(value);
}

/** A constant is fixed when the contract is compiled; its value is pinned by tests of its own. */
function isConstant(parents: readonly Node[]): boolean {
  return parents.some((parent) => parent.nodeType === "VariableDeclaration" && parent["constant"] === true);
}

/** What a modifier does is written out, as it is, at each function that it guards; there it can be dropped. */
function isModifier(parents: readonly Node[]): boolean {
  return parents.some(({ nodeType }) => nodeType === "ModifierDefinition");
}

function isLoopHeader(node: Node, parents: readonly Node[]): boolean {
  const [parent] = parents;
  return parent?.nodeType === "ForStatement" && parent["body"] !== node;
}

/** Where a storage pointer is set, nothing is written; without it the contract would not compile. */
function setsPointer(statement: Node): boolean {
  const target = (statement["expression"] as Node)["leftHandSide"] as Node | undefined;
  return target !== undefined && typeOf(target).endsWith(" storage pointer");
}

function nameOfDropped(statement: Node): string {
  return (statement["expression"] as Node).nodeType === "FunctionCall" ? "drop a call" : "drop a write";
}

/** Whether a call answers exactly one value, so that it can stand in a choice between two. */
function isSingleValue(call: Node): boolean {
  const type = (call["typeDescriptions"] as { typeString: string }).typeString;
  return call["kind"] !== "typeConversion" && !type.startsWith("tuple(") && !type.startsWith("error");
}

/** Each way to swap two neighbouring arguments of one type. */
function swapArguments(
  call: Node,
  found: (operator: string, swapped: (textOf: (node: Node) => string) => string) => void,
): void {
  const parts = call["arguments"] as readonly Node[];
  for (let n = 0; n + 1 < parts.length; n++) {
    if (typeOf(parts[n]!) !== typeOf(parts[n + 1]!)) continue;
    found(`swap arguments ${n + 1} and ${n + 2}`, (textOf) => {
      const texts = parts.map((part) => textOf(part));
      [texts[n], texts[n + 1]] = [texts[n + 1]!, texts[n]!];
      const names = call["names"] as readonly string[];
      const list =
        names.length > 0 ? `{${names.map((name, k) => `${name}: ${texts[k]}`).join(", ")}}` : texts.join(", ");
      return `${textOf(call["expression"] as Node)}(${list})`;
    });
  }
}

function typeOf(node: Node): string {
  const type = (node["typeDescriptions"] as { typeString: string }).typeString;
  return type.startsWith("int_const") ? "a number" : type;
}

/** What a modifier calls must be reachable from where its check is written out. */
function internalized(text: string): string {
  return text.replaceAll(/(function _check(?:Deadline|NotPaused)\([^)]*\)) private/g, "$1 internal");
}
