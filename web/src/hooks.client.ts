import { language } from "#lib/language.ts";
import { getTextDirection } from "#messages/runtime";

// Before the first page is drawn: screen readers, fonts and quotation marks go by it.
document.documentElement.lang = language;
document.documentElement.dir = getTextDirection(language);
