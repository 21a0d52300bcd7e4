import { createApp } from "#lib/app.ts";
import { loadNetwork } from "#lib/network/network.ts";
import type { LayoutLoad } from "./$types";

/** The page is one file for every address: keys and plaintext exist in browsers only, so no server renders anything. */
export const ssr = false;

export const load: LayoutLoad = async ({ fetch }) => ({ app: createApp(await loadNetwork(fetch)) });
