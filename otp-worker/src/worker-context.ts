import type { Context } from "hono";
import type { Address } from "viem";
import type { Configuration } from "./configuration/read-configuration.ts";
import type { Environment } from "./environment.ts";
import type { OtpState } from "./state/OtpState.ts";

/** What every handler finds in Hono's context. */
export type WorkerTypes = {
  Bindings: Environment;
  Variables: {
    configuration: Configuration;
    state: DurableObjectStub<OtpState>;
    /** Why the request was refused, for the log. */
    refusal: string | undefined;
  };
};

export type WorkerContext = Context<WorkerTypes>;

/** Who is asking. `token` is the SHA-256 of their bearer token. */
export interface Session {
  readonly token: string;
  readonly account: Address;
}
