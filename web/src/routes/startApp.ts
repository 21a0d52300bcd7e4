import type { App } from "#lib/app.ts";
import { language } from "#lib/language.ts";
import type { Network } from "#lib/network/network.ts";
import { keepShell } from "#lib/shell/shell.ts";
import { hadWallet } from "#lib/wallet/announcedWallets.ts";
import { coverTitle } from "./coverTitle.ts";

let starting: Promise<App> | null = null;
let isWanted = hadWallet();

/**
 * [Note: a light first visit] What works with chain, lists and keys is most of this page's code. Somebody who reads the first page
 * for the first time needs none of it before they choose a wallet or go on, and their telephone is spared it.
 */
export function isAppWanted(): boolean {
  return isWanted || starting !== null;
}

/** From now on the first page needs it, too. */
export function wantApp(): void {
  isWanted = true;
}

/** The one app of this tab, made when it is first asked for. A failure is forgotten, so that it can be tried again. */
export function startApp(network: Promise<Network>): Promise<App> {
  starting ??= make(network).catch((error: unknown) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function make(network: Promise<Network>): Promise<App> {
  const [{ createApp }, known] = await Promise.all([import("#lib/app.ts"), network]);
  keepShell(globalThis.navigator?.serviceWorker, language);
  const app = createApp(known);
  app.keys.onLock(coverTitle);
  return app;
}
