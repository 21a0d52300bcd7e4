import type { IncomingMessage } from "node:http";
import { createApp } from "../app.ts";
import type { Configuration } from "../configuration/read-configuration.ts";
import type { Store } from "./open-store.ts";

/** What `@hono/node-server` hands over with a request. */
export interface NodeBindings {
  readonly incoming: Pick<IncomingMessage, "socket">;
}

/**
 * The worker over a store on Node.
 *
 * @param proxyHeader in which the reverse proxy writes the client's address; without it, the connection's own counts
 */
export function createNodeApp(
  configuration: Configuration,
  { state, register }: Pick<Store, "state" | "register">,
  proxyHeader?: string,
) {
  return createApp<NodeBindings>(({ env, req }) => ({
    configuration,
    register,
    state,
    clientAddress: lastOf(proxyHeader && req.header(proxyHeader)) ?? env.incoming.socket.remoteAddress ?? "unknown",
  }));
}

/** The entry that the proxy itself added: those before it come from the client. */
function lastOf(header: string | undefined) {
  return header?.split(",").at(-1)?.trim();
}
