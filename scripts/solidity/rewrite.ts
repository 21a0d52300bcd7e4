import { rangeOf, type Node } from "./parse-sources.ts";

/** Says what stands in a node's place. `textOf` gives the text of a node inside it, rewritten itself. */
export type Replacement = (textOf: (inner: Node) => string, own: () => string) => string;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: Replacement;
}

/** Rewrites nodes of a text that may stand inside each other. At most one replacement for a node. */
export function rewrite(text: Buffer, replacements: ReadonlyMap<Node, Replacement>): string {
  const edits = [...replacements].map(([node, replacement]): Edit => ({ ...rangeOf(node), replacement }));
  // Outer before inner, in the order of the text.
  edits.sort((one, other) => one.start - other.start || other.end - one.end);
  return render(0, text.length, edits);

  function render(start: number, end: number, inside: readonly Edit[]): string {
    let result = "";
    let at = start;
    for (let n = 0; n < inside.length;) {
      const edit = inside[n]!;
      const inner: Edit[] = [];
      for (n++; n < inside.length && inside[n]!.start < edit.end; n++) inner.push(inside[n]!);
      const part = (from: number, to: number): string =>
        render(
          from,
          to,
          inner.filter((each) => each.start >= from && each.end <= to),
        );
      result += text.toString("utf8", at, edit.start);
      result += edit.replacement(
        (node) => part(rangeOf(node).start, rangeOf(node).end),
        () => part(edit.start, edit.end),
      );
      at = edit.end;
    }
    return result + text.toString("utf8", at, end);
  }
}
