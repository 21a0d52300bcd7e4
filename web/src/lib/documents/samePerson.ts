/** Somebody as a document names them: `born` as FHIR writes dates ("1984-03-12", "1984"), or as the document has it; empty where it is silent. */
export interface NamedPerson {
  name: string;
  born: string;
}

const titles = new Set(["dr", "prof", "mr", "mrs", "ms", "miss", "mx", "shri", "smt", "kumari"]);

/** Letters that do not fall apart into a plain one and an accent (Unicode NFD). */
const folded: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  æ: "a",
  œ: "o",
  ı: "i",
  þ: "th",
  ð: "d",
};

/**
 * The words of a name, whatever their case, accents, order and punctuation: systems write "Müller" as "MUELLER", and a name of medical
 * images as "Fernhill^Anjali" (DICOM PS3.5 §6.2.1.1).
 */
function wordsOf(name: string): string[] {
  const plain = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßøłđæœıþð]/g, (letter) => folded[letter] ?? letter)
    .replace(/([aou])e/g, "$1")
    .replace(/['’`]/g, "");
  return plain.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== "" && !titles.has(word));
}

const isLatin = (words: readonly string[]) => words.some((word) => /\p{Script=Latin}/u.test(word));

/** Equal, or one is the initial of the other. */
const fits = (a: string, b: string) =>
  a === b || ([...a].length === 1 && b.startsWith(a)) || ([...b].length === 1 && a.startsWith(b));

/**
 * Whether two names clearly are not one person's. Forgiving: "A. Fernhill" may be "FERNHILL^ANJALI^M", and names in two scripts, or none
 * at all, are not compared. Two full words in common are enough, for people have more names than one paper says.
 */
export function isSomebodyElse(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.length === 0 || b.length === 0 || isLatin(a) !== isLatin(b)) return false;
  if (a.toSorted().join("") === b.toSorted().join("") || a.join("") === b.join("")) return false;
  if (a.filter((word) => [...word].length > 1 && b.includes(word)).length >= 2) return false;
  const [fewer, more] = a.length <= b.length ? [a, [...b]] : [b, [...a]];
  // Full words find theirs before initials take one.
  const inOrder = fewer.toSorted((x, y) => y.length - x.length);
  return !inOrder.every((word) => {
    const at = more.includes(word) ? more.indexOf(word) : more.findIndex((each) => fits(word, each));
    if (at >= 0) more.splice(at, 1);
    return at >= 0;
  });
}
