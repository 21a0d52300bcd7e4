/**
 * A sentence made of pieces, so that what is signed or recorded can be written with its weight and links and never as
 * HTML: `["You shared ", { strong: "Blood test" }, " with ", { text: "Dr Marlowe", href: "/doctors/…" }]`.
 */
export type Phrase = readonly (
  string | { strong: string } | { code: string } | { text: string; href: string; code?: boolean }
)[];

/** A piece of a sentence that stands for an input of a message. */
type Piece = Phrase[number];

/**
 * A message as a phrase: whatever input is no plain text or number becomes a piece of its own, where the language puts it.
 * `phraseOf(m.routes_withdraw_dialog_signing, { title: { strong: title }, reason: { strong: why } })`
 */
export function phraseOf<Inputs extends object>(
  message: (inputs: Inputs) => string,
  inputs: { readonly [Name in keyof Inputs]: Piece | number },
): Phrase {
  const given = Object.entries(inputs) as [string, Piece | number][];
  const drawn = new Map(given.flatMap(([name, value]) => (typeof value === "object" ? [[name, value] as const] : [])));
  const plain = Object.fromEntries(given.filter(([name]) => !drawn.has(name)));
  return piecesOf(message as (inputs: object) => string, plain, [...drawn.keys()]).map((piece) =>
    typeof piece === "string" ? piece : drawn.get(piece.name)!,
  );
}

/** Private-use characters, which no message has: each marks the place of an input. */
const FIRST_MARK = 0xe000;

/** A message cut at the inputs that are named, in the order in which the language has them. */
export function piecesOf(
  message: (inputs: object) => string,
  inputs: object,
  names: readonly string[],
): (string | { readonly name: string })[] {
  const marks = names.map((_, at) => String.fromCodePoint(FIRST_MARK + at));
  const marked = message({ ...inputs, ...Object.fromEntries(names.map((name, at) => [name, marks[at]])) });
  return marked
    .split(/([\uE000-\uF8FF])/u)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const at = marks.indexOf(piece);
      return at === -1 ? piece : { name: names[at]! };
    });
}

/** The sentence as plain words, for labels and announcements. */
export function plainPhrase(phrase: Phrase): string {
  return phrase
    .map((part) => {
      if (typeof part === "string") return part;
      if ("strong" in part) return part.strong;
      return "text" in part ? part.text : part.code;
    })
    .join("");
}
