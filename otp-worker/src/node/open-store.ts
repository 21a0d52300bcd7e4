import type { Configuration } from "../configuration/read-configuration.ts";
import { describeError, logError } from "../log.ts";
import type { Register } from "../services.ts";
import { createState, type State } from "../state/state.ts";
import type { Sql } from "../state/sql.ts";
import { unixTime } from "../unix-time.ts";
import { openDatabase } from "./open-database.ts";
import { sqlOver, transactions } from "./sql-over.ts";

/** The longest that a timer of Node waits, in milliseconds. It then looks again. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Seconds before an alarm that failed rings again. */
const PAUSE = 10;

/** State and register in one SQLite file. */
export interface Store {
  readonly state: State & { alarm(): Promise<void> };
  readonly register: Register;
  readonly sql: Sql;
  /** Ends the timer, waits for what it began, and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens the store, and wakes it at once: what was left undone when the process ended is done first. Every write is on the disk
 * before anything is sent (`synchronous = FULL`), as the platform of Cloudflare does it.
 */
export function openStore(file: string, configuration: Configuration): Store {
  const database = openDatabase(file);
  const sql = sqlOver(database);
  const register: Register = {
    get: async (key) => sql<{ value: string }>("SELECT value FROM register WHERE key = ?", key)[0]?.value ?? null,
  };
  const alarm = alarmClock(() => state.alarm());
  const atomically = transactions(database);
  const state = createState({ configuration, register, sql, atomically, wakeAt: alarm.wakeAt });
  alarm.wakeAt(0);
  return {
    state,
    register,
    sql,
    async close() {
      await alarm.stop();
      database.close();
    },
  };
}

/** Rings at the earliest time asked for (Unix seconds), never twice at a time, and again when it did not end well. */
function alarmClock(ring: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let planned = Infinity;
  let ringing: Promise<void> | null = null;
  let isStopped = false;

  const plan = (at: number) => {
    planned = at;
    clearTimeout(timer);
    if (isStopped || ringing !== null || at === Infinity) return;
    timer = setTimeout(wake, Math.min(Math.max(at * 1000 - Date.now(), 0), LONGEST_TIMER));
  };
  const wake = () => {
    if (planned * 1000 > Date.now()) return plan(planned);
    planned = Infinity;
    ringing = ring()
      .catch((error: unknown) => {
        logError("alarm_failed", describeError(error));
        planned = Math.min(planned, unixTime() + PAUSE);
      })
      .finally(() => {
        ringing = null;
        plan(planned);
      });
  };
  return {
    wakeAt(at: number) {
      if (at < planned) plan(at);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await ringing;
    },
  };
}
