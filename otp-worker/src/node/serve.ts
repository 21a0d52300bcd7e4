/**
 * The worker on Node: variables and secrets from the environment, as the README lists them, everything kept in one file.
 *
 * ```sh
 * node src/node/serve.ts
 * ```
 */
import { serve } from "@hono/node-server";
import type { Server } from "node:http";
import { ConfigurationError, readConfiguration } from "../configuration/read-configuration.ts";
import { log } from "../log.ts";
import { createNodeApp } from "./node-app.ts";
import { nodeOptions } from "./node-options.ts";
import { openStore } from "./open-store.ts";

/** Milliseconds for a client to send its headers, and its whole request. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 20_000;

try {
  run();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function run() {
  const { STORE_FILE, PORT, PROXY_HEADER } = nodeOptions(process.env);
  const configuration = readConfiguration(process.env);
  const store = openStore(STORE_FILE, configuration);

  const server = serve(
    {
      fetch: createNodeApp(configuration, store, PROXY_HEADER).fetch,
      hostname: "127.0.0.1",
      port: PORT,
      serverOptions: { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    },
    ({ port }) => log("listening", { port }),
  ) as Server;

  const stop = () => {
    server.close(() => void store.close());
    server.closeIdleConnections();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}
