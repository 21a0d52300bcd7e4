import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "../local/project-folder.ts";

const webFolder = path.join(projectFolder, "web");

/** A message of a file: one text, or texts to choose from by the plural form of a number or by another input. */
export type Message =
  | string
  | readonly {
      readonly declarations?: readonly string[];
      readonly selectors?: readonly string[];
      readonly match: Readonly<Record<string, string>>;
    }[];

/** Messages by their names, which begin with the name of their file. */
export type Messages = Readonly<Record<string, Message>>;

/** What is wrong with the message files, one sentence each. */
export function messageFileProblems(): string[] {
  const { baseLocale, locales } = JSON.parse(
    readFileSync(path.join(webFolder, "project.inlang/settings.json"), "utf8"),
  ) as { baseLocale: string; locales: string[] };
  const of = (locale: string) => readMessages(path.join(webFolder, "messages", locale));
  const base = of(baseLocale);
  const sources = globSync("src/**/*.{ts,svelte}", { cwd: webFolder, exclude: ["src/messages/**"] }).map((file) =>
    readFileSync(path.join(webFolder, file), "utf8"),
  );
  return [
    ...locales
      .filter((locale) => locale !== baseLocale)
      .flatMap((locale) => translationProblems(base, of(locale), locale)),
    ...locales.flatMap((locale) =>
      spacedMatches(of(locale)).map((name) => `${name}, in ${locale}, matches with a space.`),
    ),
    ...unsaidMessages(base, sources.join("\n")).map((name) => `No page says ${name}.`),
  ];
}

function readMessages(folder: string): Messages {
  return Object.assign(
    {},
    ...globSync("*.json", { cwd: folder }).map((file) => {
      const messages = JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Messages;
      const prefix = `${path.basename(file, ".json")}_`;
      const stray = Object.keys(messages).find((name) => !name.startsWith(prefix) || /[^a-z0-9_]/.test(name));
      if (stray !== undefined)
        throw new Error(`${stray} is in ${file}: names are in snake_case and begin with ${prefix}`);
      return messages;
    }),
  );
}

/**
 * Compares a translation with the messages it is of: the same names, the same inputs in each, and a text for each plural form that the
 * language has.
 */
export function translationProblems(base: Messages, translated: Messages, locale: string): string[] {
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  return [
    ...Object.keys(base)
      .filter((name) => !(name in translated))
      .map((name) => `${name} is missing in ${locale}.`),
    ...Object.entries(translated).flatMap(([name, message]) => {
      const original = base[name];
      if (original === undefined) return [`${name} is in ${locale} only.`];
      const [wanted, found] = [inputsOf(original), inputsOf(message)].map((inputs) => [...inputs].sort().join(", "));
      const missing = typeof message === "string" ? [] : missingForms(message, forms);
      return [
        ...(wanted === found ? [] : [`${name} takes “${wanted}”, in ${locale} “${found}”.`]),
        ...missing.map((form) => `${name} has no text for “${form}” in ${locale}.`),
      ];
    }),
  ];
}

/** The names of a message's inputs, without what is declared of them. */
function inputsOf(message: Message): ReadonlySet<string> {
  const texts = typeof message === "string" ? [message] : message.flatMap(({ match }) => Object.values(match));
  const declarations = typeof message === "string" ? [] : message.flatMap(({ declarations }) => declarations ?? []);
  const named = (pattern: RegExp, of: readonly string[]) =>
    of.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name));
  const locals = named(/^local (\w+)/g, declarations);
  const inputs = [...named(/^input (\w+)/g, declarations), ...named(/\{(\w+)\}/g, texts)];
  return new Set(inputs.filter((name) => !locals.includes(name)));
}

/** Plural forms that no text of a message is for. Other selectors have no list to compare with. */
function missingForms(message: Exclude<Message, string>, forms: readonly string[]): string[] {
  const written = message.flatMap(({ match }) => Object.keys(match)).join(" ");
  if (!/Plural=/.test(written)) return [];
  return forms.filter((form) => !written.includes(`Plural=${form}`) && !written.includes("Plural=*"));
}

/** Names of messages whose texts are never found: the compiler takes a space after a comma for a part of the next input's name. */
export function spacedMatches(messages: Messages): string[] {
  return Object.entries(messages)
    .filter(
      ([, message]) =>
        typeof message !== "string" && message.some(({ match }) => /, /.test(Object.keys(match).join("|"))),
    )
    .map(([name]) => name);
}

/** Names of messages that no source says: `m.name`, which is also how one is handed on. */
export function unsaidMessages(messages: Messages, sources: string): string[] {
  const said = new Set([...sources.matchAll(/\bm\.(\w+)/g)].map(([, name]) => name));
  return Object.keys(messages).filter((name) => !said.has(name));
}
