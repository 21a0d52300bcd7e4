import { createApp } from "./app.ts";
import type { Environment } from "./cloudflare/environment.ts";
import { readConfiguration } from "./configuration/read-configuration.ts";

export { OtpState } from "./cloudflare/OtpState.ts";

/** The worker on Cloudflare. Cloudflare itself writes `CF-Connecting-IP`; a client cannot. */
const app = createApp<Environment>(({ env, req }) => ({
  configuration: readConfiguration(env),
  register: env.REGISTER,
  state: env.STATE.getByName("state"),
  clientAddress: req.header("cf-connecting-ip") ?? "unknown",
}));

export default {
  fetch: (request, environment, context) => app.fetch(request, environment, context),
} satisfies ExportedHandler<Environment>;
