import { m } from "#messages";

/** As long as sealed metadata allows. */
const MAX_LENGTH = 255;

// Control characters, lone surrogates, line separators, and marks that reorder what is printed.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** The name under which a document is kept: without characters that hide its ending, and at most 255 long, ending included. */
export function documentName(given: string): string {
  const name = given.normalize("NFC").replace(UNPRINTABLE, "").trim();
  if (name.length <= MAX_LENGTH) return name || m.flows_documents_unnamed();
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? "";
  // Cutting must not leave half of a character.
  return name.slice(0, MAX_LENGTH - ending.length).replace(UNPRINTABLE, "") + ending;
}
