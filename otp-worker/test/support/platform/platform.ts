import type { SqlValue } from "../../../src/state/sql.ts";
import type { State } from "../../../src/state/state.ts";

/** What the suite needs of the platform it runs on, beyond requests and answers. */
export interface Platform {
  readonly name: "workerd" | "node";
  /** The variables and secrets that the worker runs with. */
  readonly variables: Readonly<Record<string, string>>;
  fetch(request: Request): Promise<Response>;
  /** Answers a request with other variables. */
  fetchConfigured(request: Request, variables: Readonly<Record<string, string>>): Promise<Response>;
  state(): State;
  /** Rings the alarm and waits until all is done. */
  alarm(): Promise<void>;
  /** Rows of the state, for looking at what is kept. */
  rows<Row extends Record<string, SqlValue>>(statement: string): Promise<Row[]>;
  readonly register: {
    keys(): Promise<string[]>;
    get(key: string): Promise<string | null>;
    put(key: string, value: string): Promise<void>;
  };
  /** Empties state and register. */
  clear(): Promise<void>;
  /** Ends the worker where it stands and starts it again over what it had stored. */
  crash(): Promise<void>;
}
