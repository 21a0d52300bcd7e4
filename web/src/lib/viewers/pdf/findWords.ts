import type { TextPiece } from "./openPdf.ts";

/** Where something stands on a page: from a letter of one piece to before a letter of the same or a later one. */
export interface Hit {
  from: Place;
  to: Place;
}

interface Place {
  /** Counts `pieces`, from 0 */
  piece: number;
  /** Counts UTF-16 units of the piece, from 0 */
  at: number;
}

/** What is searched in, each letter with the place it stands at. */
interface Folded {
  text: string;
  places: Place[];
}

/**
 * Every place where the words stand, also across pieces and ends of lines. Large and small letters, accents of Latin letters,
 * ligatures and kinds of white space make no difference.
 */
export function findWords(pieces: readonly TextPiece[], words: string): Hit[] {
  const wanted = fold([{ text: words.trim(), endsLine: false }]).text;
  if (wanted === "") return [];
  const { text, places } = fold(pieces);
  const hits: Hit[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const [from, last] = [places[at], places[at + wanted.length - 1]];
    if (from && last) hits.push({ from, to: after(last, pieces) });
  }
  return hits;
}

function fold(pieces: readonly TextPiece[]): Folded {
  const folded: Folded = { text: "", places: [] };
  const add = (letters: string, place: Place) => {
    for (const letter of letters) {
      if (letter === " " && (folded.text === "" || folded.text.endsWith(" "))) continue;
      folded.text += letter;
      for (let unit = 0; unit < letter.length; unit++) folded.places.push(place);
    }
  };
  for (const [piece, { text, endsLine }] of pieces.entries()) {
    let at = 0;
    for (const letter of text) {
      add(foldLetter(letter), { piece, at });
      at += letter.length;
    }
    if (endsLine) add(" ", { piece, at: Math.max(0, at - 1) });
  }
  return folded;
}

/** Only marks above and below Latin, Greek and Cyrillic letters go: in other scripts they are vowels. */
const foldLetter = (letter: string) =>
  letter
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f\u00ad]/g, "")
    .replaceAll(/\s/g, " ")
    .toLowerCase();

/** The place after a letter; one that is written with several units is not cut. */
function after({ piece, at }: Place, pieces: readonly TextPiece[]): Place {
  const letter = pieces[piece]?.text.codePointAt(at);
  return { piece, at: at + (letter === undefined ? 0 : String.fromCodePoint(letter).length) };
}
