/**
 * Makes functions of the message files, for types and tests: `node messages/compile.ts`. A build of the page makes its own, by the
 * plugin of Vite and the same options, one module a message, so that each page loads only what it says.
 */
import { compile } from "@inlang/paraglide-js";
import { messageOptions } from "./options.ts";

await compile({ ...messageOptions("locale-modules"), emitTsDeclarations: true });
