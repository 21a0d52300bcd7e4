import { abortAllDurableObjects, createExecutionContext, reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { Environment } from "../../../src/cloudflare/environment.ts";
import type { OtpState } from "../../../src/cloudflare/OtpState.ts";
import worker from "../../../src/index.ts";
import type { Platform } from "./platform.ts";

const environment = env as unknown as Environment & Record<string, string>;

function stub() {
  return environment.STATE.getByName("state");
}

/** The worker as it is deployed, in the runtime it is deployed to. */
export const platform: Platform = {
  name: "workerd",
  variables: environment,
  fetch: (request) => exports.default.fetch(request),
  fetchConfigured: (request, variables) =>
    worker.fetch(
      request as Request<unknown, IncomingRequestCfProperties>,
      { ...environment, ...variables },
      createExecutionContext(),
    ) as Promise<Response>,
  state: stub,
  alarm: () => runInDurableObject(stub(), (object: OtpState) => object.alarm()),
  rows: (statement) => runInDurableObject(stub(), (_, { storage }) => storage.sql.exec<never>(statement).toArray()),
  register: {
    keys: async () => (await environment.REGISTER.list()).keys.map(({ name }) => name),
    get: (key) => environment.REGISTER.get(key),
    put: (key, value) => environment.REGISTER.put(key, value),
  },
  clear: reset,
  crash: abortAllDurableObjects,
};
