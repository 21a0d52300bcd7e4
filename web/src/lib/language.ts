import { baseLocale, extractLocaleFromNavigator, isLocale, overwriteGetLocale, type locales } from "#messages/runtime";

/** A language the page can be read in, as a BCP 47 tag. */
export type Language = (typeof locales)[number];

/** Each by the name it has in itself, so that those who read it find it. */
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: "en", name: "English" },
  { code: "hi", name: "हिन्दी" },
];

const KEY = "chartkey.language";

/**
 * The language of this visit: the one chosen on this device, else the first of the browser's that there is, else English. It stays
 * until the page is loaded anew, so that a message can be said once and kept.
 */
export const language: Language = chosen() ?? extractLocaleFromNavigator() ?? baseLocale;

overwriteGetLocale(() => language);

/** What dates, numbers, lists and names of countries are written by. Plain English means day before month, as our words do. */
export const formatLocale = language === "en" ? "en-GB" : "hi-IN";

let isChanging = false;

/** The page is being loaded anew in another language, which somebody agreed to. */
export const isChangingLanguage = (): boolean => isChanging;

/** Remembers a language on this device and loads the page anew in it. Whatever was unlocked is locked by that. */
export function chooseLanguage(code: Language): void {
  isChanging = true;
  localStorage.setItem(KEY, code);
  location.reload();
}

function chosen(): Language | undefined {
  try {
    const code = globalThis.localStorage?.getItem(KEY);
    return isLocale(code) ? code : undefined;
  } catch {
    // A browser that keeps nothing for this site remembers no language either.
    return undefined;
  }
}
