/**
 * A sentence made of pieces, so that what is signed or recorded can be written with its weight and links and never as
 * HTML: `["You shared ", { strong: "Blood test" }, " with ", { text: "Dr Marlowe", href: "/doctors/…" }]`.
 */
export type Phrase = readonly (
  string | { strong: string } | { code: string } | { text: string; href: string; code?: boolean }
)[];

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
