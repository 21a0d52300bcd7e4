import type { Configuration } from "../configuration/read-configuration.ts";
import type { Register } from "../services.ts";
import type { Sql } from "./sql.ts";

/** What a platform lends to the state. */
export interface StateTools {
  readonly configuration: Configuration;
  readonly register: Register;
  readonly sql: Sql;
  /** Runs `work`, which waits for nothing, so that all it writes is kept or none of it. */
  readonly atomically: <Result>(work: () => Result) => Result;
  /** Sees to it that the state's `alarm` runs at `at` (Unix seconds) or earlier, also after a restart. */
  readonly wakeAt: (at: number) => void;
}
