import type { Configuration } from "./configuration/read-configuration.ts";
import type { State } from "./state/state.ts";

/** The register of licences: peppered key → sealed row. There is no way to write it from here: only the import command does. */
export interface Register {
  get(key: string): Promise<string | null>;
}

/** What a request is answered with, whichever platform it came in on. */
export interface Services {
  readonly configuration: Configuration;
  readonly register: Register;
  readonly state: State;
  /** The network address that asks, as far as the platform vouches for it. */
  readonly clientAddress: string;
}
