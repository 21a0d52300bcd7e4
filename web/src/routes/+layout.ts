import { createApp, type App } from "#lib/app.ts";
import { loadNetwork } from "#lib/network/network.ts";
import type { LayoutLoad } from "./$types";

/** The page is one file for every address: keys and plaintext exist in browsers only, so no server renders anything. */
export const ssr = false;

let loading: Promise<App> | null = null;

/**
 * One app for as long as the tab shows this page. Following a link to where one is already runs every `load` again, and a second
 * app would know neither wallet nor keys.
 *
 * Why there is no app is handed to the layout and not thrown: what is thrown here is shown by a template that the content policy
 * blocks. Pages are drawn only when there is one, so to them it is never null.
 */
export const load: LayoutLoad = async ({ fetch }): Promise<{ app: App; problem: unknown }> => {
  loading ??= loadNetwork(fetch).then(createApp);
  try {
    return { app: await loading, problem: null };
  } catch (problem) {
    loading = null;
    return { app: null as unknown as App, problem };
  }
};
