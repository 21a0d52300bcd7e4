import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono, type Next } from "hono";
import { compress } from "hono/compress";
import { type LocalServer, onlyLoopbackNames, serveLocal } from "./serve-local.ts";
import type { WebConfiguration } from "./web-configuration.ts";

export interface WebServerOptions {
  readonly port: number;
  /** The built page. */
  readonly folder: string;
  /** Served as `/chartkey.json`. */
  readonly configuration: WebConfiguration;
}

/** Serves the built page as any static host would, with the headers that one should send. */
export async function startWebServer({ port, folder, configuration }: WebServerOptions): Promise<LocalServer> {
  const app = new Hono();
  app.use(onlyLoopbackNames);
  app.use(pageHeaders);
  app.use(compress());
  app.get("/chartkey.json", (context) => context.json(configuration));
  app.use(serveStatic({ root: folder }));
  // Addresses inside the page are the page's own business; a missing part of it is not.
  app.get("/_app/*", (context) => context.notFound());
  app.get("*", serveStatic({ root: folder, path: "index.html" }));

  const server = await serveLocal(app, port);
  // The name under which browsers know it: wallets and passkeys are bound to it.
  return { ...server, url: `http://localhost:${port}` };
}

/** What a `<meta>` policy cannot say, and what keeps a build and its configuration apart in the browser's cache. */
async function pageHeaders(context: Context, next: Next): Promise<void> {
  await next();
  context.header("content-security-policy", "frame-ancestors 'none'");
  context.header("x-frame-options", "DENY");
  context.header("x-content-type-options", "nosniff");
  context.header("referrer-policy", "no-referrer");
  context.header("cross-origin-opener-policy", "same-origin");
  context.header("cross-origin-resource-policy", "same-origin");
  context.header("permissions-policy", "geolocation=(), microphone=(), payment=(), usb=()");
  const isImmutable = context.req.path.startsWith("/_app/immutable/") && context.res.ok;
  context.header("cache-control", isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
}
