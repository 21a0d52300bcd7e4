/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { assets, immutable } from "$app/manifest";
import { self } from "$app/service-worker";
import { cacheName, CONFIGURATION, isShare, isShellFile, PAGE, SHARE, shellAnswer } from "#lib/shell/shell.ts";
import { ASK_FOR_FILES } from "#lib/shell/sharedFiles.ts";

/**
 * Keeps the shell, so that the page opens without a network. Its cache is filled once, when this build is installed, and never by what
 * the page asks for: nothing of a chart, locked or open, is ever in it.
 *
 * Files that another program shares come here first, as a form that is sent. They are held in memory until the page that opens next
 * asks for them, and in no cache: should the browser stop this worker before that, they have to be shared again.
 */
const files = [...immutable, ...assets]
  .map(({ path }) => new URL(path, self.location.origin).pathname)
  .filter(isShellFile);
const shell = new Set(files);
const name = cacheName(files);

/** What was shared and is not picked up yet. */
const shared: File[] = [];
/** Longer than a page takes to open; a worker without work may be stopped. */
const PICKED_UP_MS = 20_000;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
// An open page keeps the build it began with, until its reader lets the new one take over.
self.addEventListener("message", ({ data, ports }) => {
  if (data === "take-over") void self.skipWaiting();
  if (data === ASK_FOR_FILES) ports[0]?.postMessage(shared.splice(0));
});
self.addEventListener("fetch", (event) => {
  if (isShare(event.request, self.location.origin)) {
    event.respondWith(receive(event.request));
    event.waitUntil(new Promise((resolve) => setTimeout(resolve, PICKED_UP_MS)));
    return;
  }
  const answer = shellAnswer(event.request, self.location.origin, shell);
  if (answer)
    event.respondWith(
      answer.networkFirst ? asNewAsCanBe(event.request, answer.path) : kept(event.request, answer.path),
    );
});

async function keep(): Promise<void> {
  const cache = await caches.open(await name);
  await cache.addAll([PAGE, CONFIGURATION, ...files].map((path) => new Request(path, { cache: "no-cache" })));
}

async function forgetOthers(): Promise<void> {
  const present = await name;
  await Promise.all((await caches.keys()).filter((each) => each !== present).map((each) => caches.delete(each)));
}

async function receive(request: Request): Promise<Response> {
  const files = (await request.formData()).getAll("files").filter((each) => each instanceof File);
  shared.splice(0, shared.length, ...files);
  return Response.redirect(SHARE, 303);
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
