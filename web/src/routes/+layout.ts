import type { App } from "#lib/app.ts";
import { loadNetwork, type Network } from "#lib/network/network.ts";
import { isAppWanted, isLight, startApp } from "./startApp.ts";
import type { LayoutLoad } from "./$types";

/** The page is one file for every address: keys and plaintext exist in browsers only, so no server renders anything. */
export const ssr = false;

/** Asked for while the code of the page that is opened is still on its way. */
let loading: Promise<Network> | null = loadNetwork(globalThis.fetch);
// Whoever waits for it is told.
loading.catch(() => undefined);

/**
 * One app for as long as the tab shows this page. Following a link to where one is already runs every `load` again, and a second
 * app would know neither wallet nor keys. Some pages are drawn without it: [Note: a light first visit].
 *
 * Why there is no app is handed to the layout and not thrown: what is thrown here is shown by a template that the content policy
 * blocks. Other pages are drawn only when there is one, so to them it is never null.
 */
export const load: LayoutLoad = async ({ fetch, route }): Promise<{ app: App; network: Network; problem: unknown }> => {
  loading ??= loadNetwork(fetch);
  const needsApp = !isLight(route.id) || isAppWanted();
  try {
    const app = needsApp ? await startApp(loading) : null;
    return { app: app as App, network: await loading, problem: null };
  } catch (problem) {
    loading = null;
    return { app: null as unknown as App, network: null as unknown as Network, problem };
  }
};
