import * as z from "zod/mini";
import { ConfigurationError } from "../configuration/read-configuration.ts";

const options = z.object({
  STORE_FILE: z.string({ error: "is missing" }).check(z.minLength(1, "is missing")),
  PORT: z._default(
    z.coerce
      .number({ error: "must be a port" })
      .check(z.int("must be a port"), z.gte(0, "must be a port"), z.lte(65_535, "must be a port")),
    8787,
  ),
  PROXY_HEADER: z.optional(z.string().check(z.regex(/^[a-z][a-z-]*$/, "must be a header's name in lower case"))),
});

/**
 * What only Node has to be told: where its file is, the port on 127.0.0.1, and the header in which the reverse proxy before it
 * writes the client's address. Without that, every request is taken to come from the proxy.
 *
 * @throws {ConfigurationError}
 */
export function nodeOptions(environment: NodeJS.ProcessEnv): z.output<typeof options> {
  const parsed = options.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`));
}
