import type { CompilerOptions } from "@inlang/paraglide-js";
import { fileURLToPath } from "node:url";

const at = (place: string) => fileURLToPath(new URL(`../${place}`, import.meta.url));

type Structure = NonNullable<CompilerOptions["outputStructure"]>;

/**
 * How functions are made of the message files: by language in one module each, which loads fast from source, or by message, which
 * a bundler can divide among pages.
 *
 * The language is the one chosen on this device, else the browser's, else English.
 */
export function messageOptions(outputStructure: Structure) {
  return {
    project: at("project.inlang"),
    outdir: messageFolders[outputStructure],
    outputStructure,
    strategy: ["localStorage", "preferredLanguage", "baseLocale"],
    localStorageKey: "chartkey.language",
    disableAsyncLocalStorage: true,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
  } satisfies CompilerOptions;
}

/** Apart from each other, so that a build and a test can run at the same time. */
export const messageFolders: Readonly<Record<Structure, string>> = {
  "locale-modules": at("src/messages"),
  "message-modules": at(".svelte-kit/messages"),
};
