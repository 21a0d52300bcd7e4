import { fileURLToPath } from "node:url";

/** The checkout: what holds `package.json` and all parts. */
export const projectFolder = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");
