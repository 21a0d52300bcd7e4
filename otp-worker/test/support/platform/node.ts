import { randomUUID } from "node:crypto";
import path from "node:path";
import { inject } from "vitest";
import { readConfiguration } from "../../../src/configuration/read-configuration.ts";
import { createNodeApp } from "../../../src/node/node-app.ts";
import { openStore, type Store } from "../../../src/node/open-store.ts";
import { TABLE_NAMES } from "../../../src/state/schema.ts";
import { testEnvironment } from "../test-environment.ts";
import type { Platform } from "./platform.ts";

const variables = testEnvironment(inject("standIn"));
const configuration = readConfiguration(variables);
const file = path.join(inject("nodeFolder"), `${randomUUID()}.sqlite`);
const bindings = { incoming: { socket: { remoteAddress: "203.0.113.1" } as never } };

let store: Store = openStore(file, configuration);
let app = createNodeApp(configuration, store, "x-forwarded-for");

/** The worker as Node runs it, over a file. */
export const platform: Platform = {
  name: "node",
  variables,
  fetch: async (request) => app.fetch(request, bindings),
  fetchConfigured: async (request, changed) =>
    createNodeApp(readConfiguration({ ...variables, ...changed }), store).fetch(request, bindings),
  state: () => store.state,
  alarm: () => store.state.alarm(),
  rows: async (statement) => store.sql(statement),
  register: {
    keys: async () => store.sql<{ key: string }>("SELECT key FROM register").map(({ key }) => key),
    get: (key) => store.register.get(key),
    async put(key, value) {
      store.sql("INSERT OR REPLACE INTO register VALUES (?, ?)", key, value);
    },
  },
  async clear() {
    for (const table of ["register", ...TABLE_NAMES]) store.sql(`DELETE FROM ${table}`);
  },
  async crash() {
    // The earlier one is left as it stands: it may write what it had begun, as a process may that is about to be killed.
    store = openStore(file, configuration);
    app = createNodeApp(configuration, store, "x-forwarded-for");
  },
};
