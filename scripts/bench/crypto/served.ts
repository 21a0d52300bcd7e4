import { build } from "esbuild";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

export interface BenchServer {
  readonly url: string;
  /** Resolves when a page says this, to a function that lets it go on. Rejects after `timeout` milliseconds. */
  said(what: string, timeout: number): Promise<() => void>;
  stop(): Promise<void>;
}

/** Isolated from other origins, a page is given times to 5 µs instead of 100. */
const HEADERS = {
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Serves the page that measures, and stores the parts that it sends, on this machine only. */
export async function serveBench(): Promise<BenchServer> {
  const files = new Map([
    ["/", { type: "text/html", body: Buffer.from(document) }],
    ["/page.js", { type: "text/javascript", body: await bundled("./page.ts") }],
    [
      "/key-holder.js",
      { type: "text/javascript", body: await bundled("../../../web/src/lib/keys/keyHolder.worker.ts") },
    ],
  ]);
  const listeners = new Map<string, (goOn: () => void) => void>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method === "POST") {
      const said = (await buffer(request)).toString();
      const listener = listeners.get(said);
      if (listener) listener(() => response.writeHead(204).end());
      else response.writeHead(409).end();
      return;
    }
    if (request.method === "PUT") {
      files.set(path, { type: "application/octet-stream", body: fileIn(await buffer(request)) });
      response.writeHead(204).end();
      return;
    }
    const file = files.get(path);
    if (!file) response.writeHead(404).end();
    else response.writeHead(200, { ...HEADERS, "content-type": file.type }).end(file.body);
  };
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async said(what, timeout) {
      const saying = new Promise<() => void>((resolve) => listeners.set(what, resolve));
      const giveUp = new AbortController();
      const late = sleep(timeout, null, { signal: giveUp.signal }).then(() => {
        throw new Error(`The page did not say "${what}".`);
      });
      late.catch(() => undefined); // not when the page speaks in time
      return Promise.race([saying, late]).finally(() => giveUp.abort());
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Waits until the page can measure. */
export async function openBenchPage(page: Page, { url }: BenchServer): Promise<Page> {
  await page.goto(url);
  await page.waitForFunction(() => "bench" in globalThis);
  return page;
}

const document = `<!doctype html><title>bench</title><script type="module" src="/page.js"></script>`;

/** The one file of a form, without what stands around it (RFC 7578). */
function fileIn(form: Buffer): Buffer {
  const boundary = form.subarray(0, form.indexOf("\r\n"));
  return form.subarray(form.indexOf("\r\n\r\n") + 4, form.lastIndexOf(boundary) - 2);
}

async function bundled(file: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
  });
  const [script] = outputFiles;
  if (!script) throw new Error(`Nothing was built from ${file}.`);
  return Buffer.from(script.contents);
}
