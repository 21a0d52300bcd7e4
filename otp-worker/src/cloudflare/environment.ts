import type { OtpState } from "./OtpState.ts";

/** What Cloudflare hands to the worker: its storage, and the variables and secrets that `configuration/` checks. */
export type Environment = Readonly<Record<string, unknown>> & {
  /** The register of licences: peppered key → sealed row. Written only by the import command. */
  readonly REGISTER: KVNamespace;
  /** Everything that expires. */
  readonly STATE: DurableObjectNamespace<OtpState>;
};
