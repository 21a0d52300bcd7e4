import type { Language } from "../language.ts";

/** A message, if a text is its English: the same one in the reader's language. */
export type Reading = (english: string) => string | null;

/** How a value in an English text is said. */
export type Value = (english: string) => string;

/** A name, a number: the same in every language. */
export const asItIs: Value = (english) => english;

/** Private-use characters, which no message has: each marks the place of a value. */
const FIRST_MARK = 0xe000;

/** How the English of a message is recognised, and what its values are. */
export function reading<Inputs extends object>(
  message: (inputs: Inputs, options?: { locale?: Language }) => string,
  values: { readonly [Name in keyof Inputs]: Value },
): Reading {
  const given = Object.entries<Value>(values);
  return (english) => {
    const marks = given.map(([name], at) => [name, String.fromCodePoint(FIRST_MARK + at)] as const);
    const found = patternOf(message(Object.fromEntries(marks) as Inputs, { locale: "en" }), marks).exec(english);
    if (!found) return null;
    const said = given.map(([name, value]) => [name, value(found.groups?.[name] ?? "")] as const);
    return message(Object.fromEntries(said) as Inputs);
  };
}

/** What a text has to be to be this message: anything where a value stands, and the same again where it stands again. */
function patternOf(marked: string, marks: readonly (readonly [name: string, mark: string])[]): RegExp {
  const escaped = marked.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const source = marks.reduce(
    (text, [name, mark]) => text.replace(mark, `(?<${name}>.+)`).replaceAll(mark, `\\k<${name}>`),
    escaped,
  );
  return new RegExp(`^${source}$`, "su");
}

/** What a text says in the reader's language, by the first that it is; null where it is none of them. */
export function translated(english: string, readings: readonly Reading[]): string | null {
  for (const read of readings) {
    const said = read(english);
    if (said !== null) return said;
  }
  return null;
}
