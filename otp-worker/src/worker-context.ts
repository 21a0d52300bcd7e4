import type { Context } from "hono";
import type { Address } from "viem";
import type { Services } from "./services.ts";

/** What every handler finds in Hono's context. */
export type WorkerTypes = {
  Variables: Services & {
    /** Why the request was refused, for the log. */
    refusal: string | undefined;
  };
};

export type WorkerContext = Context<WorkerTypes>;

/** Finds what a request is answered with. Throws ConfigurationError when that cannot be had. */
export type Connect<Bindings extends object> = (context: Context<{ Bindings: Bindings }>) => Services;

/** Who is asking. `token` is the SHA-256 of their bearer token. */
export interface Session {
  readonly token: string;
  readonly account: Address;
}
