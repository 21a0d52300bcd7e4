import { serve } from "@hono/node-server";
import type { Context, Hono, Next } from "hono";
import { once } from "node:events";
import type { Server } from "node:http";

export interface LocalServer {
  readonly url: string;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

/** Serves an application on 127.0.0.1 and nowhere else. Rejects when the port is taken. */
export async function serveLocal(app: Hono, port: number): Promise<LocalServer> {
  const server = serve({ fetch: app.fetch, port, hostname: HOST, overrideGlobalObjects: false }) as Server;
  await once(server, "listening");
  return {
    url: `http://${HOST}:${port}`,
    async stop() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}

/** Refuses requests under any other name, which a web page elsewhere may have pointed at this machine. */
export async function onlyLoopbackNames(context: Context, next: Next): Promise<Response | void> {
  const { hostname } = new URL(context.req.url);
  if (hostname !== HOST && hostname !== "localhost") return context.text("This server is for this machine only.", 403);
  await next();
}
