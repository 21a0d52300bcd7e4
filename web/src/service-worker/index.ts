/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { assets, immutable } from "$app/manifest";
import { self } from "$app/service-worker";
import { cacheName, CONFIGURATION, isShellFile, PAGE, shellAnswer } from "#lib/shell/shell.ts";

/**
 * Keeps the shell, so that the page opens without a network. Its cache is filled once, when this build is installed, and never by what
 * the page asks for: nothing of a chart, locked or open, is ever in it.
 */
const files = [...immutable, ...assets]
  .map(({ path }) => new URL(path, self.location.origin).pathname)
  .filter(isShellFile);
const shell = new Set(files);
const name = cacheName(files);

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
// An open page keeps the build it began with, until its reader lets the new one take over.
self.addEventListener("message", ({ data }) => {
  if (data === "take over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
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
