/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { assets, immutable } from "$app/manifest";
import { self } from "$app/service-worker";
import {
  cacheName,
  CONFIGURATION,
  isKeepShell,
  isShare,
  isShellFile,
  PAGE,
  SHARE,
  shellAnswer,
} from "#lib/shell/shell.ts";
import { ASK_FOR_FILES } from "#lib/shell/sharedFiles.ts";

/**
 * Keeps the shell, so that the page opens without a network: its first page when this build is installed, and the rest once somebody
 * does more than look at that. Its cache is filled from the list of this build's files, and never by what the page asks for: nothing of
 * a chart, locked or open, is ever in it.
 *
 * Files that another program shares come here first, as a form that is sent. They are held in memory until the page that opens next
 * asks for them, and in no cache: should the browser stop this worker before that, they have to be shared again.
 */
const files = [...immutable, ...assets].map(({ path }) => new URL(path, self.location.origin).pathname);
const shell = new Set(files);
const name = cacheName(files);

/** What was shared and is not picked up yet. */
let shared: readonly File[] = [];
/** Longer than a page takes to open; a worker without work may be stopped. */
const PICKED_UP_MS = 20_000;

self.addEventListener("install", (event) => event.waitUntil(keep([PAGE, CONFIGURATION])));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
// An open page keeps the build it began with, until its reader lets the new one take over.
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data === "take-over") void self.skipWaiting();
  if (isKeepShell(data)) event.waitUntil(keep(files.filter((path) => isShellFile(path, data.language))));
  if (data === ASK_FOR_FILES) {
    ports[0]?.postMessage(shared);
    shared = [];
  }
});
self.addEventListener("fetch", (event) => {
  if (isShare(event.request, self.location.origin)) {
    const received = receive(event.request);
    event.respondWith(received.then(() => Response.redirect(SHARE, 303)));
    event.waitUntil(received.then(forgetLater));
    return;
  }
  const answer = shellAnswer(event.request, self.location.origin, shell);
  if (answer)
    event.respondWith(
      answer.networkFirst ? asNewAsCanBe(event.request, answer.path) : kept(event.request, answer.path),
    );
});

/** Adds what is not there yet. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(await name);
  const present = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  const missing = paths.filter((path) => !present.has(path));
  await cache.addAll(missing.map((path) => new Request(path, { cache: "no-cache" })));
}

async function forgetOthers(): Promise<void> {
  const present = await name;
  await Promise.all((await caches.keys()).filter((each) => each !== present).map((each) => caches.delete(each)));
}

async function receive(request: Request): Promise<readonly File[]> {
  const received = (await request.formData()).getAll("files").filter((each) => each instanceof File);
  shared = received;
  return received;
}

/** What no page asked for in time is nobody's. */
async function forgetLater(received: readonly File[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PICKED_UP_MS));
  if (shared === received) shared = [];
}

async function asNewAsCanBe(request: Request, path: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await find(path);
    if (found) return found;
    throw error;
  }
}

async function kept(request: Request, path: string): Promise<Response> {
  return (await find(path)) ?? fetch(request);
}

async function find(path: string): Promise<Response | undefined> {
  return (await caches.open(await name)).match(path);
}
